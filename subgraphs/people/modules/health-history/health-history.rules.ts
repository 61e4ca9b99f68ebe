import { badInput } from '@miaoben/kernel';
import { readNote, readWords } from '@miaoben/kernel/words';
import { HEALTH_CODES, type HealthCode, type HealthKind } from './health-history.codes.ts';

export interface TypedEntry {
  kind: HealthKind;
  code: HealthCode;
  note?: string | null;
  since: string;
  until?: string | null;
}
export interface CheckedEntry {
  kind: HealthKind;
  code: HealthCode;
  note: string | null;
  since: string;
  until: string | null;
}

/** Codes that say nothing without words. */
const IN_WORDS: ReadonlySet<string> = new Set([
  'permanent',
  'deferred',
  'medicine',
  'food',
  'other_infection',
  'other_allergy',
]);

/**
 * An entry as it is stored.
 * @throws BAD_INPUT input.code (unknown_code: not of this kind), input.note, input.since (date_in_future, date_before_birth),
 *   input.until (required for what is deferred, out_of_range: not after the beginning)
 */
export function checkedEntry(typed: TypedEntry, birthDate: string, today: string): CheckedEntry {
  const { kind, code, since } = typed;
  if (!(HEALTH_CODES[kind] as readonly string[]).includes(code)) throw badInput('input.code', 'unknown_code');
  const note = IN_WORDS.has(code) ? readWords(typed.note, 'input.note') : readNote(typed.note, 'input.note');
  if (since > today) throw badInput('input.since', 'date_in_future');
  if (since < birthDate) throw badInput('input.since', 'date_before_birth');
  const until = code === 'deferred' ? (typed.until ?? null) : null;
  if (code === 'deferred' && until === null) throw badInput('input.until', 'required');
  if (until !== null && until <= since) throw badInput('input.until', 'out_of_range');
  return { kind, code, note, since, until };
}
