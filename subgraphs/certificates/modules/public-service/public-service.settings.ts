import { badInput, MiaobenError, notFound, runCommand } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { TYPE_CODE } from '../certificate/certificate.rules.ts';
import type { LicenceDefinition } from '../licence-type/definition.ts';
import { type ActiveType, activeTypes } from '../licence-type/licence-type.repository.ts';
import { allServices, putService, type ServiceRow } from './public-service.repository.ts';
import type { PublicFieldChoice, PublicServiceInput, PublicServiceSetting } from './public-service.type.ts';

const MAX_FIELDS = 12;
const PER_MINUTE = [1, 100] as const;
const PER_DAY = [1, 10_000] as const;
const NEW = { fields: [], per_minute: 10, per_day: 60, is_open: false, version: 0 };

/** What may be told: number, validity, issuer and the masked name stand in every answer, a personal field in none. */
const choicesOf = ({ fields, core }: LicenceDefinition): PublicFieldChoice[] =>
  fields
    .filter(({ key, personal, type }) => !personal && type !== 'image' && !Object.values(core).includes(key))
    .map(({ key, label }) => ({ key, label: label.zh }));

function shape(type: ActiveType, service: Omit<ServiceRow, 'slug'>): PublicServiceSetting {
  return {
    type: type.slug,
    name: type.name,
    isOpen: service.is_open,
    fields: service.fields,
    choices: choicesOf(type.definition),
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
 * @throws NOT_FOUND no such type; BAD_INPUT fields (unknown_code: none of the choices), perMinute, perDay; CONFLICT version
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
  inRange(input.perMinute, 'perMinute', PER_MINUTE);
  inRange(input.perDay, 'perDay', [Math.max(PER_DAY[0], input.perMinute), PER_DAY[1]]);
  await runCommand(ctx, 'Mutation.changePublicService', commandId, input, async (em) => {
    const { type: slug, isOpen: is_open, perMinute: per_minute, perDay: per_day, version } = input;
    const service = { slug, fields: [...new Set(input.fields)], per_minute, per_day, is_open, version };
    if (!(await putService(em, service)))
      throw new MiaobenError('CONFLICT', { field: 'input.version', reason: 'version' });
    const { choices: _choices, ...old } = before;
    return { outcome: true, subject: slug, detail: { before: old, after: input } };
  });
  return (await readServiceSettings(ctx)).find(({ type }) => type === input.type)!;
}
