import { makeContext } from './context.ts';
import { countDoses } from './coverage.ts';
import type { IsoDate } from './dates.ts';
import type { Reason } from './reasons.ts';
import type { Schedule } from './schedule.ts';
import type { DoseEvaluation, DoseStatus, GivenDose, Subject } from './types.ts';
import { walk } from './walk.ts';

/**
 * Judges every recorded dose, in the order given: whether it is clinically valid, whether the statistics count it,
 * for which series and as which dose, and why not. A dose is valid when today's rules, the rules in force on its
 * day, or the label of its own product accept it. Doses after `asOf` are judged too, as if that day had come.
 * Throws SubjectError when a date of the subject is none; a dose without a date gets the reason NO_DATE.
 */
export function evaluate(
  subject: Subject,
  history: readonly GivenDose[],
  schedule: Schedule,
  asOf: IsoDate,
): { doses: DoseEvaluation[] } {
  const ctx = makeContext(subject, history, schedule, asOf);
  const verdicts = walk(ctx, Number.POSITIVE_INFINITY);
  const counted = new Set(countDoses(ctx).map((c) => c.rec));
  const found = new Map<GivenDose, DoseEvaluation>();
  for (const { rec, series, valid, reasons } of verdicts) {
    const { id, date, vaccine } = rec.given;
    const countedForCoverage = counted.has(rec);
    const status = valid ? 'valid' : statusOf(reasons);
    found.set(rec.given, { id, date, vaccine, series, status, clinicallyValid: valid, countedForCoverage, reasons });
  }
  return { doses: history.map((given) => found.get(given)!) };
}

/** What became of a dose that is not valid, by its reasons. */
export function statusOf(reasons: readonly Reason[]): DoseStatus {
  if (reasons.some((r) => r.code === 'EXPIRED_LOT' || r.code === 'DOSE_TOO_SMALL')) return 'substandard';
  // Not needed only when nothing else was wrong with it for any series it could have counted for.
  if (reasons.every((r) => r.code === 'EXCESS_DOSE' || r.code === 'DUPLICATE')) return 'extraneous';
  return 'not_valid';
}
