import { maskName } from '@miaoben/identifiers';
import type { Keyring } from '@miaoben/kernel';
import { shownField } from '../licence/licence.face.ts';
import { encodeLicenceId } from '../licence/licence-key.ts';
import type { LicenceDefinition } from '../licence-type/definition.ts';
import type { FieldValue, LicenceValues } from '../licence-type/definition.validate.ts';
import type { TypeName } from '../licence-type/licence-type.repository.ts';
import type { LicenceApplicationRow } from './licence-application.repository.ts';
import { OPEN_STATES } from './licence-application.rules.ts';
import type { LicenceApplication, LicenceFieldChange } from './licence-application.type.ts';

/** What of an application is nobody's but its holder's and the desk's. Pictures are left out. */
export interface LicenceApplicationContent {
  readonly holderName: string;
  readonly statement: string | null;
  readonly given: Readonly<Record<string, FieldValue | null>>;
  /** what the licence said: when it was submitted, and from the decision on then */
  readonly before: LicenceValues;
  /** what it says since it was granted; null before that */
  readonly after: LicenceValues | null;
}

const SEALED = 'licence.application';
export const sealContent = (keyring: Keyring, content: LicenceApplicationContent): string =>
  keyring.seal(JSON.stringify(content), SEALED);
/** @throws when the text was altered or its key is gone */
export const openContent = (keyring: Keyring, sealed: string): LicenceApplicationContent =>
  JSON.parse(keyring.open(sealed, SEALED)) as LicenceApplicationContent;

export const isOpen = ({ state }: Pick<LicenceApplicationRow, 'state'>): boolean =>
  (OPEN_STATES as readonly string[]).includes(state);

/** All fields but pictures, before and after. */
function comparisonOf(
  definition: LicenceDefinition,
  before: LicenceValues,
  after: LicenceValues,
): LicenceFieldChange[] {
  return definition.fields
    .filter(({ type, key }) => type !== 'image' && (before[key] !== undefined || after[key] !== undefined))
    .map((field) => {
      const [was, is] = [before, after].map((values) => shownField(definition, field, values, true));
      const { key, label, labelEn } = was!;
      return { key, label, labelEn, before: was!.value, after: is!.value, isChanged: was!.value !== is!.value };
    });
}

/** What a licence would say with what was given. */
const proposed = (before: LicenceValues, given: LicenceApplicationContent['given']): LicenceValues =>
  Object.fromEntries(
    Object.entries({ ...before, ...given }).filter((entry): entry is [string, FieldValue] => entry[1] !== null),
  );

const accountOf = (id: string | null): { id: string } | null => (id === null ? null : { id });
const instant = (at: string | null): Date | null => (at === null ? null : new Date(at));

/**
 * @param current what an open one's licence says now; left out: as it did when the application was last touched
 * @param view `list`: the desk's, masked; `full`: with statement and comparison
 */
export function shapeLicenceApplication(
  keyring: Keyring,
  row: LicenceApplicationRow,
  { slug, definition }: TypeName,
  view: 'list' | 'full',
  current?: LicenceValues,
): LicenceApplication {
  const { holderName, statement, given, before, after } = openContent(keyring, row.sealed);
  const isFull = view === 'full';
  const was = current ?? before;
  const { validTo } = definition.core;
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    licenceId: encodeLicenceId({ typeCode: row.type_code, licenceId: row.licence_id }),
    type: slug,
    typeName: definition.name.zh,
    number: row.number,
    issuerName: row.issuer_name,
    holderName: isFull ? holderName : maskName(holderName),
    statement: isFull ? statement : null,
    comparison: isFull ? comparisonOf(definition, was, after ?? proposed(was, given)) : null,
    validTo: validTo === undefined || was[validTo] === undefined ? null : String(was[validTo]),
    submittedAt: new Date(row.submitted_at),
    takenUpAt: instant(row.taken_up_at),
    takenUpBy: accountOf(row.taken_up_by),
    decidedAt: instant(row.decided_at),
    decidedBy: accountOf(row.decided_by),
    reason: row.reason,
  };
}
