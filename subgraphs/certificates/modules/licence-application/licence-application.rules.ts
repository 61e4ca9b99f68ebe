import type { InputReason } from '@miaoben/schema';
import type { LicenceApplicationKind } from '@miaoben/schema/licence-definition.ts';
import type { DefinitionApplication, LicenceDefinition } from '../licence-type/definition.ts';
import {
  type FieldValue,
  type LicenceFinding,
  type LicenceFindingCode,
  type LicenceValues,
  validateRow,
} from '../licence-type/definition.validate.ts';

export const LICENCE_APPLICATION_STATES = ['submitted', 'taken_up', 'granted', 'refused', 'withdrawn'] as const;
export type LicenceApplicationState = (typeof LICENCE_APPLICATION_STATES)[number];
/** Not decided yet. */
export const OPEN_STATES = ['submitted', 'taken_up'] as const satisfies readonly LicenceApplicationState[];
export const LICENCE_APPLICATION_ACTIONS = ['take_up', 'grant', 'refuse', 'withdraw'] as const;
export type LicenceApplicationAction = (typeof LICENCE_APPLICATION_ACTIONS)[number];

/** One taken up may be taken over by somebody else; only one taken up is decided; its holder may withdraw until then. */
const EDGES: Record<
  LicenceApplicationAction,
  { from: readonly LicenceApplicationState[]; to: LicenceApplicationState }
> = {
  take_up: { from: OPEN_STATES, to: 'taken_up' },
  grant: { from: ['taken_up'], to: 'granted' },
  refuse: { from: ['taken_up'], to: 'refused' },
  withdraw: { from: OPEN_STATES, to: 'withdrawn' },
};

/** The state after an action; null when it is not allowed. */
export const after = (
  state: LicenceApplicationState,
  action: LicenceApplicationAction,
): LicenceApplicationState | null => (EDGES[action].from.includes(state) ? EDGES[action].to : null);

/** A finding in the platform's closed list of reasons. */
const OWN_REASONS: Partial<Record<LicenceFindingCode, InputReason>> = {
  unknown_field: 'unknown_code',
  date_order: 'out_of_range',
};
export const reasonOfFinding = ({ code }: LicenceFinding): InputReason => OWN_REASONS[code] ?? (code as InputReason);

/** A value as its field is filled in: lists line by line. Empty: there is none. */
export interface GivenValue {
  readonly field: string;
  readonly value: string;
}
export type ReadGiven =
  | { readonly ok: true; readonly given: Readonly<Record<string, FieldValue | null>> }
  | { readonly ok: false; readonly field: string | null; readonly reason: InputReason };

const same = (a: FieldValue | null, b: FieldValue | undefined): boolean =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/**
 * What an applicant gives, in the one spelling that is stored: only fields of the offer, judged beside the values the licence has. A
 * change must change something.
 */
export function readGiven(
  definition: LicenceDefinition,
  { kind, fields }: DefinitionApplication,
  current: LicenceValues,
  raw: readonly GivenValue[],
  today: string,
): ReadGiven {
  const stranger = raw.find(({ field }, i) => !fields.includes(field) || raw.findIndex((r) => r.field === field) !== i);
  if (stranger) return { ok: false, field: stranger.field, reason: 'unknown_code' };
  const typed = Object.fromEntries(raw.map(({ field, value }) => [field, value]));
  const read = validateRow(definition, { ...current, ...typed }, today);
  // What the desk gives, as the new last day, is not there yet: only what was typed here can be wrong here.
  const wrong = read.findings.find(({ field }) => field in typed);
  if (wrong) return { ok: false, field: wrong.field, reason: reasonOfFinding(wrong) };
  const given = Object.fromEntries(raw.map(({ field }) => [field, read.values[field] ?? null]));
  if (kind === 'change' && Object.entries(given).every(([key, value]) => same(value, current[key])))
    return { ok: false, field: null, reason: 'required' };
  return { ok: true, given };
}

/** What the desk adds when it grants. */
export interface Grant {
  /** an extension: the new last day */
  readonly validTo: string | null;
  /** a replacement: the new number */
  readonly number: string | null;
}

/** Chinese, as the licence itself is. */
const KIND_WORDS: Record<LicenceApplicationKind, string> = {
  extension: '延续',
  change: '变更',
  replacement: '补办',
  cancellation: '注销',
};
export const kindWord = (kind: LicenceApplicationKind): string => KIND_WORDS[kind];

export type GrantedValues =
  | { readonly ok: true; readonly values: LicenceValues }
  | { readonly ok: false; readonly field: string; readonly reason: InputReason };

const wrong = (field: string, reason: InputReason): GrantedValues => ({ ok: false, field, reason });

/** What granting puts beside what was given: the desk's value, what the definition sets, a line of the record. */
function additions(
  { core }: LicenceDefinition,
  { kind, sets, record }: DefinitionApplication,
  current: LicenceValues,
  labels: string,
  grant: Grant,
  today: string,
): Record<string, FieldValue> {
  const added: Record<string, FieldValue> = { ...sets };
  if (kind === 'extension' && core.validTo !== undefined && grant.validTo !== null) added[core.validTo] = grant.validTo;
  if (kind === 'replacement' && grant.number !== null) added[core.number] = grant.number;
  if (record !== undefined) {
    const lines = current[record];
    added[record] = [...(Array.isArray(lines) ? lines : []), `${today} ${KIND_WORDS[kind]}${labels && `：${labels}`}`];
  }
  return added;
}

/** The values of the licence once the application is granted: what it has now, what was given, what the desk and the definition add. */
export function grantedValues(
  definition: LicenceDefinition,
  application: DefinitionApplication,
  current: LicenceValues,
  given: Readonly<Record<string, FieldValue | null>>,
  grant: Grant,
  today: string,
): GrantedValues {
  const { kind } = application;
  const { core } = definition;
  if (kind === 'extension') {
    const end = core.validTo === undefined ? undefined : current[core.validTo];
    if (grant.validTo === null) return wrong('validTo', 'required');
    if (grant.validTo < today || grant.validTo <= String(end ?? '')) return wrong('validTo', 'out_of_range');
  }
  if (kind === 'replacement' && !grant.number?.trim()) return wrong('number', 'required');
  const labels = definition.fields.flatMap(({ key, label }) =>
    key in given && !same(given[key] ?? null, current[key]) ? [label.zh] : [],
  );
  const added = additions(definition, application, current, labels.join('、'), grant, today);
  const read = validateRow(definition, { ...current, ...given, ...added }, today);
  const [finding] = read.findings;
  const inputOf = { [core.number]: 'number', ...(core.validTo !== undefined && { [core.validTo]: 'validTo' }) };
  if (finding) return wrong(inputOf[finding.field] ?? finding.field, reasonOfFinding(finding));
  if (kind === 'replacement' && read.values[core.number] === current[core.number]) return wrong('number', 'duplicate');
  return { ok: true, values: read.values };
}

/** Values without pictures: an application keeps what it changed, not the face. */
export const withoutImages = (definition: LicenceDefinition, values: LicenceValues): LicenceValues => {
  const images = new Set(definition.fields.filter(({ type }) => type === 'image').map(({ key }) => key));
  return Object.fromEntries(Object.entries(values).filter(([key]) => !images.has(key)));
};
