import { edgeOf, type Table } from '@miaoben/kernel/transitions';
import type { AefiAction, AefiClass, AefiState } from './aefi.codes.ts';

/**
 * What somebody is to a case. `unit`: the clinic that has to report it, or manages the child; `county`: disease control whose area holds
 * the desk the case lies at (`aefi_case.desk`); `expert`: a member of its diagnosis group (调查诊断专家组); `teller`: the family that told of it.
 */
export type AefiParty = 'unit' | 'county' | 'expert' | 'teller';
export const AEFI_PARTIES: readonly AefiParty[] = ['unit', 'county', 'expert', 'teller'];

const CORRECTABLE = ['suspected', 'reported', 'reviewed', 'investigating', 'classified'] as const;
/** Referring leaves the state: what was reviewed or begun is not lost on the way to the other desk. */
const REFERRED = ['reported', 'reviewed', 'investigating'] as const;
const FOLLOWED = ['reported', 'reviewed', 'investigating', 'classified'] as const;

/**
 * The life of a case. What a family tells is looked at by the clinic before it is a report; disease control of the county checks the
 * report, has it investigated and classified, and closes it. Nothing is deleted: a dismissed or closed case can be taken up again.
 */
export const AEFI_TABLE: Table<AefiState, AefiAction, AefiParty> = [
  { from: 'suspected', action: 'confirm', by: ['unit', 'county'], to: 'reported' },
  { from: 'suspected', action: 'dismiss', by: ['unit', 'county'], to: 'dismissed', needsReason: true },
  { from: 'suspected', action: 'withdraw', by: ['teller'], to: 'dismissed' },
  { from: 'reported', action: 'review', by: ['county'], to: 'reviewed' },
  { from: 'reported', action: 'dismiss', by: ['county'], to: 'dismissed', needsReason: true },
  { from: 'reviewed', action: 'investigate', by: ['county'], to: 'investigating' },
  {
    from: 'investigating',
    action: 'record_findings',
    by: ['county', 'expert'],
    to: 'investigating',
    needsReason: true,
  },
  { from: 'reviewed', action: 'classify', by: ['county', 'expert'], to: 'classified', needsReason: true },
  { from: 'investigating', action: 'classify', by: ['county', 'expert'], to: 'classified', needsReason: true },
  { from: 'classified', action: 'classify', by: ['county', 'expert'], to: 'classified', needsReason: true },
  { from: 'classified', action: 'close', by: ['county'], to: 'closed' },
  { from: 'closed', action: 'reopen', by: ['county'], to: 'reviewed', needsReason: true },
  { from: 'dismissed', action: 'reopen', by: ['unit', 'county'], to: 'suspected', needsReason: true },
  ...CORRECTABLE.map(
    (state) => ({ from: state, action: 'correct', by: ['unit', 'county'], to: state, needsReason: true }) as const,
  ),
  ...FOLLOWED.map((state) => ({ from: state, action: 'follow_up', by: ['unit', 'county'], to: state }) as const),
  ...REFERRED.map((state) => ({ from: state, action: 'refer', by: ['county'], to: state, needsReason: true }) as const),
];

/** States in which a case counts as one: told of by a family only, or taken back, it does not. */
export const COUNTED_STATES: readonly AefiState[] = ['reported', 'reviewed', 'investigating', 'classified', 'closed'];

/**
 * What keeps a cause from being given now. A common reaction (一般反应: fever, redness, induration alone) needs no investigation, so
 * disease control may name it at once. Every other cause is a diagnosis: the group of experts gives it, on the findings of an
 * investigation (Vaccine Administration Law art. 55 and the surveillance plan; GK).
 */
export function classificationFault(
  cause: AefiClass,
  { parties, hasFindings }: { parties: readonly AefiParty[]; hasFindings: boolean },
): 'forbidden' | 'findings' | null {
  if (cause === 'common_reaction') return null;
  if (!parties.includes('expert')) return 'forbidden';
  return hasFindings ? null : 'findings';
}

export const aefiEdge = (state: AefiState, action: AefiAction, parties: readonly AefiParty[]) =>
  edgeOf(AEFI_TABLE, state, action, parties);
