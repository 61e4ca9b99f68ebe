import type { LicenceApplicationKind } from '@miaoben/schema/licence-definition.ts';
import type { DefinitionApplication, LicenceDefinition } from '../licence-type/definition.ts';
import type { FieldValue, LicenceValues } from '../licence-type/definition.validate.ts';
import type { LicenceRow } from './licence.repository.ts';
import type { LicenceOffer } from './licence-offer.type.ts';

/** What of a licence decides what its holder may apply for. */
export type LicenceStanding = Pick<LicenceRow, 'state' | 'valid_flag' | 'valid_to'>;

const DAY_MS = 86_400_000;
const daysFrom = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;

/** Whether a holder may apply for it today: an expired one is extended or re-checked, a valid one changed, replaced or cancelled (J-55). */
function isOffered({ kind, daysBefore }: DefinitionApplication, licence: LicenceStanding, today: string): boolean {
  const { state, valid_to: end } = licence;
  if (licence.valid_flag === 0 || (state !== 'valid' && state !== 'expired')) return false;
  const isOver = state === 'expired' || (end !== null && end < today);
  if (kind !== 'extension') return !isOver;
  return isOver || (daysBefore !== undefined && end !== null && daysFrom(today, end) <= daysBefore);
}

/** What the holder of a licence may apply for today, in the order of the definition. */
export const offersOf = (
  definition: LicenceDefinition,
  licence: LicenceStanding,
  today: string,
): readonly DefinitionApplication[] =>
  (definition.applications ?? []).filter((offer) => isOffered(offer, licence, today));

type Known = Pick<LicenceRow, 'type_code' | 'licence_id'> & LicenceStanding;

/** Whether an expired one has a successor among the holder's licences: it is not extended beside that (J-48). */
export const hasSuccessor = (row: Known, held: readonly Known[]): boolean =>
  row.state === 'expired' &&
  held.some((other) => other.type_code === row.type_code && other.licence_id !== row.licence_id && isInForce(other));
const isInForce = ({ state, valid_flag }: LicenceStanding): boolean => state === 'valid' && valid_flag === 1;

/** Why one applies is said in words where nothing else tells it. */
export const needsStatement = (kind: LicenceApplicationKind): boolean =>
  kind === 'replacement' || kind === 'cancellation';

/** A value as it is filled in. */
const typedOf = (value: FieldValue | undefined): string =>
  value === undefined ? '' : Array.isArray(value) ? value.join('\n') : String(value);

/** An offer with its fields as they are filled in. */
export function shapeOffer(
  definition: LicenceDefinition,
  { kind, fields }: DefinitionApplication,
  values: LicenceValues,
): LicenceOffer {
  const asked = new Map(definition.fields.map((f) => [f.key, f]));
  return {
    kind,
    needsStatement: needsStatement(kind),
    fields: fields.flatMap((key) => {
      const field = asked.get(key);
      if (!field) return [];
      const { label, type, required, maxLength = null, codes = [] } = field;
      const words = { label: label.zh, labelEn: label.en };
      return [{ key, ...words, type, required, maxLength, codes, value: typedOf(values[key]) }];
    }),
  };
}
