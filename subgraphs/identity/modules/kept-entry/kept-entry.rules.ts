import { badInput, isUuid, isUuidV7, MiaobenError } from '@miaoben/kernel';
import { ERROR_CODES, INPUT_REASONS } from '@miaoben/schema';
import type { KeptEntryAct, KeptEntryInput, KeptEntryState } from './kept-entry.type.ts';

export const MAX_ENTRIES = 50;
const MAX_CONTENT = 700_000;
const MAX_FIELD = 100;
/** Refusals that do not come from the server but from the app itself. */
const OWN_CODES = ['OFFLINE'];

type State = `${KeptEntryState}`;

/**
 * From which states one may act. What was set aside stays set aside. What was handed back may be called back, for whoever typed it
 * may be ill; what was taken may be taken again, for that tablet may be lost too: it is sent under the same command.
 */
const FROM: Record<`${KeptEntryAct}`, readonly State[]> = {
  taken: ['open', 'handed_back', 'taken'],
  set_aside: ['open', 'handed_back', 'taken'],
  handed_back: ['open', 'handed_back'],
};

/** @throws CONFLICT wrong_state naming the row of the entry that somebody settled before */
export function checkActs(states: readonly State[], act: `${KeptEntryAct}`): void {
  const settled = states.findIndex((state) => !FROM[act].includes(state));
  if (settled >= 0) throw new MiaobenError('CONFLICT', { field: 'ids', reason: 'wrong_state', row: settled + 1 });
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** @throws BAD_INPUT naming field and row */
export function checkEntry(entry: KeptEntryInput, row: number): void {
  const wrong = (field: string, reason: 'format' | 'too_long' | 'unknown_code' | 'out_of_range') =>
    badInput(`input.entries.${field}`, reason, { row });
  if (!isUuidV7(entry.id)) throw wrong('id', 'format');
  if (!isUuid(entry.accountId)) throw wrong('accountId', 'format');
  if (entry.personId != null && !isUuid(entry.personId)) throw wrong('personId', 'format');
  if (entry.place < 0) throw wrong('place', 'out_of_range');
  if (!/^[a-zA-Z]{3,40}$/.test(entry.kind)) throw wrong('kind', 'format');
  if (entry.content.length > MAX_CONTENT) throw wrong('content', 'too_long');
  if (!isJsonObject(entry.content)) throw wrong('content', 'format');
  if (!entry.problem) return;
  const { code, field, reason } = entry.problem;
  if (!(code in ERROR_CODES) && !OWN_CODES.includes(code)) throw wrong('problem.code', 'unknown_code');
  if ((field ?? '').length > MAX_FIELD) throw wrong('problem.field', 'too_long');
  if (reason != null && !(INPUT_REASONS as readonly string[]).includes(reason))
    throw wrong('problem.reason', 'unknown_code');
}
