import type { Em } from '@miaoben/kernel';
import type { PupilChecked } from '@miaoben/schema';
import { findRounds } from '../school-round/school-round.repository.ts';
import { mayFollow } from './pupil-state.rules.ts';
import { addSteps, type PupilRow, type StepRow, savePupils } from './school-pupil.repository.ts';
import { PupilState } from './school-pupil.type.ts';

/** Who did it; a change by itself is the service's. */
export interface Actor {
  readonly account: string;
  readonly role: string;
}
export const SELF: Actor = { account: 'service:certificates', role: 'service' };

/** What happened to a row, in order: the states it went through, and what else is worth a line. */
export interface PupilChange {
  readonly row: PupilRow;
  readonly steps: readonly PupilStepNote[];
}
export interface PupilStepNote {
  readonly step: string;
  /** the verdict given with this step */
  readonly hasVerdict?: boolean;
  readonly detail?: Record<string, unknown>;
}

/** @throws Error when the row cannot go that way: a mistake of ours, never of a caller */
export function enter(row: PupilRow, state: PupilState): PupilRow {
  if (!mayFollow(row.state, state)) throw new Error(`a pupil's row cannot go from ${row.state} to ${state}`);
  return { ...row, state };
}

const orNull = (verdict: PupilRow['verdict']) => (verdict === 'candidate' ? null : verdict);

/** The whole state of a row as the summary counts it. */
export const pupilChecked = (row: PupilRow, round: string): PupilChecked => ({
  type: 'pupil.checked',
  checkId: row.check_id ?? row.round_id,
  rowId: row.id,
  round,
  schoolId: row.school_id,
  divisionCode: row.division,
  checkType: row.check_type,
  result: orNull(row.verdict),
  certificateSeen: row.certificate_seen,
  missing: row.missing.map(({ series, dose }) => ({ series, dose })),
  caughtUp: row.caught_up.map(({ series, dose }) => ({ series, dose })),
  reissued: row.is_reissued,
  recheckedOn: row.recheck_on,
  isEnrolled: row.state !== PupilState.moved,
  checkedOn: row.checked_on,
  version: row.version,
});

/** Writes changed rows with their steps. @returns the events to publish in the same transaction, and the rows as written */
export async function writePupils(
  em: Em,
  at: Date,
  actor: Actor,
  changes: readonly PupilChange[],
): Promise<{ rows: PupilRow[]; events: PupilChecked[] }> {
  if (changes.length === 0) return { rows: [], events: [] };
  const rows = changes.map(({ row }) => ({ ...row, version: row.version + 1 }));
  await savePupils(em, rows);
  const steps: Omit<StepRow, 'number'>[] = changes.flatMap(({ row, steps: notes }) =>
    notes.map(({ step, hasVerdict = false, detail = {} }) => ({
      pupil_id: row.id,
      step,
      result: hasVerdict ? row.verdict : null,
      missing: hasVerdict ? row.missing : null,
      schedule_version: hasVerdict ? row.schedule_version : null,
      detail,
      by_account: actor.account,
      by_role: actor.role,
      at: at.toISOString(),
    })),
  );
  await addSteps(em, steps);
  const rounds = await findRounds(em, [...new Set(rows.map((r) => r.round_id))]);
  const codes = new Map(rounds.map((r) => [r.id, r.code]));
  return { rows, events: rows.map((row) => pupilChecked(row, codes.get(row.round_id) ?? '')) };
}
