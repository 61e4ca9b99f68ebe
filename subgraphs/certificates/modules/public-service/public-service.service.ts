import { maskName } from '@miaoben/identifiers';
import { badInput, notFound } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { columnsOf } from '../licence/licence.face.ts';
import { activeTypeOf, activeTypes } from '../licence-type/licence-type.repository.ts';
import { folded } from '../licence-type/plain-text.ts';
import { valuesOrDecoy } from '../showing/showing.decoy.ts';
import { fitsGiven, namesHolder, toldAs } from '../showing/showing.rules.ts';
import type { GivenFieldInput } from '../showing/showing.type.ts';
import { countLookUp, noteLookUp } from './public-service.gate.ts';
import { allServices, licenceOfNumber, openService, type ServiceRow } from './public-service.repository.ts';
import { filtersOf } from './public-service.settings.ts';
import type { PublicLicence, PublicService } from './public-service.type.ts';

const MAX_TEXT = 100;

/** Query.publicServices: the catalogue as anybody sees it. */
export async function services(ctx: CertificatesCtx): Promise<PublicService[]> {
  const open = (await allServices(ctx.em)).filter((service) => service.is_open);
  const types = new Map((await activeTypes(ctx.em)).map((type) => [type.slug, type]));
  return open.flatMap(({ slug, filters }) => {
    const type = types.get(slug);
    if (!type) return [];
    const asked = filtersOf(type.definition).filter(({ key }) => filters.includes(key));
    return [
      {
        type: slug,
        name: type.name,
        asksName: type.definition.holder === 'person',
        filters: asked.map(({ key, label, type: kind, codes = [] }) => ({
          ...{ key, label: label.zh, labelEn: label.en, type: kind, codes },
        })),
      },
    ];
  });
}

function readText(text: string, field: string): string {
  const value = folded(text);
  if (value === '') throw badInput(field, 'required');
  if (value.length > MAX_TEXT) throw badInput(field, 'too_long', { max: MAX_TEXT });
  return value;
}

/** The filters of the service, all of them. @throws BAD_INPUT given (required, part: the key; too_long) */
function readGiven({ filters }: ServiceRow, given: readonly GivenFieldInput[]): Record<string, string> {
  const values = new Map(given.map(({ field, value }) => [field, folded(value)]));
  return Object.fromEntries(
    filters.map((key) => {
      const value = values.get(key) ?? '';
      if (value === '') throw badInput('given', 'required', { part: key });
      if (value.length > MAX_TEXT) throw badInput('given', 'too_long', { part: key, max: MAX_TEXT });
      return [key, value];
    }),
  );
}

/**
 * Query.lookUpLicence (J-59): null alike for a number that is not there and for one of another holder, after as much work.
 * @throws NOT_FOUND no such service; BAD_INPUT number, holderName, given; RATE_LIMITED
 */
export async function lookUp(
  ctx: CertificatesCtx,
  slug: string,
  rawNumber: string,
  rawName: string | null,
  givenFields: readonly GivenFieldInput[],
): Promise<PublicLicence | null> {
  const service = await openService(ctx.em, slug);
  const type = service && (await activeTypeOf(ctx.em, slug));
  if (!service || !type) throw notFound();
  const { definition } = type;
  const ofPerson = definition.holder === 'person';
  const number = readText(rawNumber, 'number');
  const name = ofPerson ? readText(rawName ?? '', 'holderName') : null;
  const given = readGiven(service, givenFields);
  await countLookUp(ctx, type, service);
  const row = (await licenceOfNumber(ctx.em, type.code, number)) ?? null;
  const values = valuesOrDecoy(ctx.keyring, row?.sealed);
  const fits = namesHolder(definition, values, name) && fitsGiven(definition, values, given, ctx.clock.today());
  const found = row && fits ? row : null;
  await noteLookUp(ctx, type, found ? 'found' : 'none', found);
  if (!found) return null;
  const told = (key: string, shown: string): string[] => {
    const field = definition.fields.find((f) => f.key === key);
    if (field?.type !== 'code' && field?.type !== 'list') return [shown];
    return toldAs(field, values[key], service.result_format);
  };
  const holder = String(values[definition.core.holderName] ?? '');
  const isOver = found.state === 'valid' && found.valid_to !== null && found.valid_to < ctx.clock.today();
  return {
    typeName: type.name,
    number: found.number,
    holderName: ofPerson ? maskName(holder) : holder,
    state: isOver ? 'expired' : found.state,
    validFrom: found.valid_from,
    validTo: found.valid_to,
    issuerName: found.issuer_name,
    fields: columnsOf(definition, service.fields, values, false)
      .filter(({ masked, value }) => !masked && value !== '')
      .map(({ key, label, labelEn, value }) => ({ key, label, labelEn, values: told(key, value) })),
  };
}
