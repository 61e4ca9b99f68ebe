import type { DayNumber, Period } from '../dates.ts';
import { dateOr } from './offset.ts';
import type { Dose } from './patient.ts';
import { earlier, type SeriesProgress } from './patient-series.ts';
import type { InForce, IntervalRule, SeriesDose } from './supporting-data.ts';

/** RELEVANT-1 and RELEVANT-2 (3.3): the instances in force on the anchor date. */
export function inForce<T extends InForce>(instances: readonly T[], anchor: DayNumber): readonly T[] {
  return instances.filter((i) => i.effective <= anchor && anchor <= i.cessation);
}

/** Table 6-18; the worst of all intervals. */
export type IntervalResult = 'SATISFIED' | 'GRACE_PERIOD' | 'TOO_SOON';

/** 6.5: every preferable interval in force must be kept; one whose reference does not exist asks nothing. */
export function evaluatePreferableIntervals(progress: SeriesProgress, target: SeriesDose, dose: Dose): IntervalResult {
  let result: IntervalResult = 'SATISFIED';
  for (const rule of inForce(target.preferableIntervals, dose.date)) {
    const reference = referenceDate(progress, rule, dose);
    if (reference === null) continue;
    if (dose.date < dateOr(reference, rule.absoluteMinimum, Number.NEGATIVE_INFINITY)) return 'TOO_SOON';
    if (dose.date < dateOr(reference, rule.minimum, Number.NEGATIVE_INFINITY)) result = 'GRACE_PERIOD';
  }
  return result;
}

/** 6.6: without an allowable interval, or without its reference, nothing can be satisfied by it. */
export function satisfiesAllowableIntervals(progress: SeriesProgress, target: SeriesDose, dose: Dose): boolean {
  const rules = inForce(target.allowableIntervals, dose.date);
  return (
    rules.length > 0 &&
    rules.every((rule) => {
      const reference = referenceDate(progress, rule, dose);
      return reference !== null && dose.date >= dateOr(reference, rule.absoluteMinimum, Number.NEGATIVE_INFINITY);
    })
  );
}

/** The dates of one kind for all preferable intervals of a forecast (CALCDTINT-4 to CALCDTINT-6). */
export function forecastIntervalDates(
  progress: SeriesProgress,
  target: SeriesDose,
  length: (rule: IntervalRule) => Period | null,
): DayNumber[] {
  return inForce(target.preferableIntervals, progress.context.patient.assessment).flatMap((rule) => {
    const reference = referenceDate(progress, rule, null);
    const date = reference === null ? null : dateOr(reference, length(rule), null);
    return date === null ? [] : [date];
  });
}

/**
 * The reference dose date of an interval (CALCDTINT-1, -2, -8 and -9), null when there is none.
 * @param dose the dose being evaluated, null in a forecast
 */
function referenceDate(progress: SeriesProgress, rule: IntervalRule, dose: Dose | null): DayNumber | null {
  const { patient, records } = progress.context;
  const { from } = rule;
  switch (from.kind) {
    case 'PREVIOUS_DOSE':
      return (
        progress.evaluations
          .slice(0, dose ? records.indexOf(dose) : undefined)
          .findLast((e) => (e.status === 'VALID' || e.status === 'NOT_VALID') && !isInadvertent(e.reasons))?.dose
          .date ?? null
      );
    case 'TARGET_DOSE':
      return (
        progress.targetDoses.findLast((t) => t.satisfiedBy && t.seriesDose.doseNumber === from.doseNumber)?.satisfiedBy
          ?.date ?? null
      );
    case 'MOST_RECENT':
      return (
        earlier(patient.doses, dose).findLast(
          (d) => from.cvx.has(d.cvx) && !progress.evaluations.some((e) => e.dose === d && isInadvertent(e.reasons)),
        )?.date ?? null
      );
    case 'OBSERVATION':
      return patient.observations.get(from.code) ?? null;
  }
}

function isInadvertent(reasons: readonly string[]): boolean {
  return reasons.includes('INADVERTENT_ADMINISTRATION');
}
