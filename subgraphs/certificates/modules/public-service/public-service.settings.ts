import { badInput, MiaobenError, notFound, runCommand } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { TYPE_CODE } from '../certificate/certificate.rules.ts';
import type { DefinitionField, LicenceDefinition } from '../licence-type/definition.ts';
import { type ActiveType, activeTypes } from '../licence-type/licence-type.repository.ts';
import { allServices, putService, type ServiceRow } from './public-service.repository.ts';
import type { PublicFieldChoice, PublicServiceInput, PublicServiceSetting } from './public-service.type.ts';

const MAX_FIELDS = 12;
const PER_MINUTE = [1, 100] as const;
const PER_DAY = [1, 10_000] as const;
const NEW = {
  fields: [],
  filters: [],
  result_format: 'words' as const,
  per_minute: 10,
  per_day: 60,
  is_open: false,
  version: 0,
};

/** What may be told: number, validity, issuer and the masked name stand in every answer, a personal field in none. */
const choicesOf = ({ fields, core }: LicenceDefinition): PublicFieldChoice[] =>
  fields
    .filter(({ key, personal, type }) => !personal && type !== 'image' && !Object.values(core).includes(key))
    .map(({ key, label }) => ({ key, label: label.zh }));

/** What may be asked besides: filters of the type that are one value each. */
export const filtersOf = ({ fields, filters, core }: LicenceDefinition): readonly DefinitionField[] =>
  fields.filter(
    ({ key, type }) =>
      filters.includes(key) && type !== 'list' && type !== 'image' && key !== core.number && key !== core.holderName,
  );

function shape(type: ActiveType, service: Omit<ServiceRow, 'slug'>): PublicServiceSetting {
  return {
    type: type.slug,
    name: type.name,
    isOpen: service.is_open,
    fields: service.fields,
    choices: choicesOf(type.definition),
    filters: service.filters,
    filterChoices: filtersOf(type.definition).map(({ key, label }) => ({ key, label: label.zh })),
    resultFormat: service.result_format,
    perMinute: service.per_minute,
    perDay: service.per_day,
    version: service.version,
  };
}

/** Query.publicServiceSettings: every type of the store, those in the catalogue first. */
export async function readServiceSettings(ctx: CertificatesCtx): Promise<PublicServiceSetting[]> {
  const services = new Map((await allServices(ctx.em)).map((service) => [service.slug, service]));
  const types = (await activeTypes(ctx.em)).filter(({ code }) => code !== TYPE_CODE);
  return types
    .map((type) => shape(type, services.get(type.slug) ?? NEW))
    .sort((a, b) => Number(b.version > 0) - Number(a.version > 0));
}

function inRange(value: number, field: string, [min, max]: readonly [number, number]): void {
  if (value < min || value > max) throw badInput(`input.${field}`, 'out_of_range', { min, max });
}

/**
 * Mutation.changePublicService: opens, closes or changes a public look-up.
 * @throws NOT_FOUND no such type; BAD_INPUT fields, filters (unknown_code: none of the choices), perMinute, perDay; CONFLICT version
 */
export async function changeService(
  ctx: CertificatesCtx,
  commandId: string,
  input: PublicServiceInput,
): Promise<PublicServiceSetting> {
  const before = (await readServiceSettings(ctx)).find(({ type }) => type === input.type);
  if (!before) throw notFound();
  const offered = new Set(before.choices.map(({ key }) => key));
  if (input.fields.some((key) => !offered.has(key))) throw badInput('input.fields', 'unknown_code');
  if (new Set(input.fields).size > MAX_FIELDS) throw badInput('input.fields', 'out_of_range', { max: MAX_FIELDS });
  const filters = [...new Set(input.filters ?? before.filters)];
  const askable = new Set(before.filterChoices.map(({ key }) => key));
  if (filters.some((key) => !askable.has(key))) throw badInput('input.filters', 'unknown_code');
  const result_format = input.resultFormat ?? before.resultFormat;
  inRange(input.perMinute, 'perMinute', PER_MINUTE);
  inRange(input.perDay, 'perDay', [Math.max(PER_DAY[0], input.perMinute), PER_DAY[1]]);
  await runCommand(ctx, 'Mutation.changePublicService', commandId, input, async (em) => {
    const { type: slug, isOpen: is_open, perMinute: per_minute, perDay: per_day, version } = input;
    const fields = [...new Set(input.fields)];
    const service = { slug, fields, filters, result_format, per_minute, per_day, is_open, version };
    if (!(await putService(em, service)))
      throw new MiaobenError('CONFLICT', { field: 'input.version', reason: 'version' });
    const { choices: _choices, filterChoices: _filterChoices, ...old } = before;
    return { outcome: true, subject: slug, detail: { before: old, after: input } };
  });
  return (await readServiceSettings(ctx)).find(({ type }) => type === input.type)!;
}
