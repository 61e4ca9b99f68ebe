import { badInput, MiaobenError } from '@miaoben/kernel';
import { edgeOf, type Table } from '@miaoben/kernel/transitions';
import { readNote } from '@miaoben/kernel/words';
import { GROUP_FACTS, latestEnd, mayBelong, type SpecialGroup } from '@miaoben/schedule';

export const DECLARATION_STATES = ['declared', 'withdrawn', 'confirmed', 'dismissed', 'ended'] as const;
export type DeclarationState = (typeof DECLARATION_STATES)[number];
export const DECLARATION_ACTIONS = ['withdraw', 'confirm', 'dismiss', 'end', 'reopen'] as const;
export type DeclarationAction = (typeof DECLARATION_ACTIONS)[number];
export type DeclarationParty = 'family' | 'clinic';

/** 特殊人群申报: the family's until a clinic decides; a decision can be taken back, and the health fact with it. */
export const DECLARATION_TABLE: Table<DeclarationState, DeclarationAction, DeclarationParty> = [
  { from: 'declared', action: 'withdraw', by: ['family'], to: 'withdrawn' },
  { from: 'dismissed', action: 'withdraw', by: ['family'], to: 'withdrawn' },
  { from: 'declared', action: 'confirm', by: ['clinic'], to: 'confirmed' },
  { from: 'declared', action: 'dismiss', by: ['clinic'], to: 'dismissed', needsReason: true },
  { from: 'confirmed', action: 'end', by: ['clinic'], to: 'ended' },
  { from: 'confirmed', action: 'reopen', by: ['clinic'], to: 'declared', needsReason: true },
  { from: 'ended', action: 'reopen', by: ['clinic'], to: 'declared', needsReason: true },
  { from: 'dismissed', action: 'reopen', by: ['clinic'], to: 'declared' },
];

/**
 * The edge an act takes.
 * @throws CONFLICT version when the declaration was changed meanwhile, wrong_state when it cannot be done now, or never by this party
 */
export function declarationEdge(
  row: { state: DeclarationState; version: number },
  expectedVersion: number,
  action: DeclarationAction,
  party: DeclarationParty,
) {
  if (row.version !== expectedVersion) throw new MiaobenError('CONFLICT', { reason: 'version', version: row.version });
  const edge = edgeOf(DECLARATION_TABLE, row.state, action, [party]);
  if (typeof edge === 'string') throw new MiaobenError('CONFLICT', { field: 'input.action', reason: 'wrong_state' });
  return edge;
}

interface Who {
  readonly sex: string;
  readonly birthDate: string;
}

/** The first day of a state, which a clinic may put right. @throws BAD_INPUT input.since, input.group */
function checkSince(group: SpecialGroup, since: string, who: Who, today: string): void {
  if (since > today) throw badInput('input.since', 'date_in_future');
  if (since < who.birthDate) throw badInput('input.since', 'date_before_birth');
  if (!mayBelong(group, who, since)) throw badInput('input.group', 'out_of_range');
}

/** A declaration as it is kept. @throws BAD_INPUT input.group, input.since, input.expectedEnd, input.note */
export function checkedDeclaration(
  typed: { group: SpecialGroup; since: string; expectedEnd?: string | null; note?: string | null },
  who: Who,
  today: string,
): { expectedEnd: string | null; note: string | null } {
  checkSince(typed.group, typed.since, who, today);
  const latest = latestEnd(typed.group, typed.since);
  if (latest !== null && latest <= today) throw badInput('input.since', 'out_of_range');
  const expectedEnd = typed.expectedEnd ?? null;
  // Only of a pregnancy does a family know when it ends.
  const isWrong = latest === null || (expectedEnd !== null && (expectedEnd <= today || expectedEnd > latest));
  if (expectedEnd !== null && isWrong) throw badInput('input.expectedEnd', 'out_of_range');
  return { expectedEnd, note: readNote(typed.note, 'input.note') };
}

/**
 * The health fact a declaration is confirmed as.
 * @throws BAD_INPUT input.factCode (required, unknown_code), input.since, input.until (required for a pregnancy, out_of_range)
 */
export function confirmedFact(
  declared: { group: SpecialGroup; since: string },
  typed: { factCode?: string | null; since?: string | null; until?: string | null },
  who: Who,
  today: string,
): { code: string; date: string; until: string | null } {
  const codes: readonly string[] = GROUP_FACTS[declared.group];
  const code = typed.factCode ?? (codes.length === 1 ? codes[0] : undefined);
  if (code === undefined) throw badInput('input.factCode', 'required', { allowed: codes });
  if (!codes.includes(code)) throw badInput('input.factCode', 'unknown_code', { allowed: codes });
  const date = typed.since ?? declared.since;
  checkSince(declared.group, date, who, today);
  const latest = latestEnd(declared.group, date);
  const until = typed.until ?? null;
  if (until === null && latest !== null) throw badInput('input.until', 'required');
  if (until !== null && (until <= date || (latest !== null && until > latest)))
    throw badInput('input.until', 'out_of_range');
  return { code, date, until };
}
