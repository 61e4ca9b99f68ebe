import type { Assessment, MissingDose } from '../assessment/assessment.client.ts';
import type { GivenDose, PupilRow, PupilVerdict } from './school-pupil.repository.ts';
import { PupilState } from './school-pupil.type.ts';

const VERDICTS: Readonly<Record<Assessment['result'], PupilVerdict>> = {
  1: 'complete',
  2: 'missing_doses',
  4: 'postponed',
  5: 'not_yet_due',
};
export const verdictOfResult = (result: Assessment['result']): PupilVerdict => VERDICTS[result];

/** Verdicts that ask somebody to do something. */
export const OPEN_VERDICTS: readonly PupilVerdict[] = ['candidate', 'missing_doses', 'no_file'];

const doseKey = (d: Pick<MissingDose, 'series' | 'dose'>): string => `${d.series} ${d.dose}`;

export interface Followed {
  readonly verdict: PupilVerdict;
  readonly missing: readonly MissingDose[];
  readonly caughtUp: readonly GivenDose[];
  /** null: the state stays */
  readonly state: PupilState | null;
  readonly isChanged: boolean;
}

/**
 * What a new answer of the engine makes of a row: doses that were missing and are not any more are caught up; the row is caught up
 * when the child is complete. Doses whose interval has not passed stay on the list with their day.
 */
export function follow(row: PupilRow, { result, missing, awaited }: Assessment): Followed {
  const verdict = verdictOfResult(result);
  const wasMissing = row.missing.length > 0;
  const now = verdict === 'missing_doses' ? missing : verdict === 'not_yet_due' && wasMissing ? awaited : [];
  const open = new Set(now.map(doseKey));
  // A postponed child was given nothing: what was missing is not asked for now, which is not the same as done.
  const given =
    verdict === 'postponed'
      ? row.caught_up
      : [...row.caught_up, ...row.missing]
          .filter((d) => !open.has(doseKey(d)))
          .map(({ series, seriesName, dose }) => ({ series, seriesName, dose }));
  const isCaughtUp = verdict === 'complete' && wasMissing;
  const isBehindAgain = verdict === 'missing_doses' && row.verdict !== 'missing_doses';
  const isFirst = row.verdict === 'no_file' || row.verdict === 'candidate';
  const state = isCaughtUp ? PupilState.caught_up : isBehindAgain || isFirst ? PupilState.evaluated : null;
  const same = (a: readonly { series: string; dose: number }[], b: readonly { series: string; dose: number }[]) =>
    a.map(doseKey).join() === b.map(doseKey).join();
  const isChanged = verdict !== row.verdict || !same(now, row.missing) || !same(given, row.caught_up);
  return { verdict, missing: now, caughtUp: given, state, isChanged };
}
