import { evaluatePreferableIntervals, inForce, satisfiesAllowableIntervals } from './intervals.ts';
import { dateOr } from './offset.ts';
import { type Dose, type Patient, withinAges } from './patient.ts';
import type { DoseEvaluation, EvaluationReason, SeriesProgress } from './patient-series.ts';
import type { PreferableVaccine, SeriesDose } from './supporting-data.ts';
import { isImpacted } from './vaccine-conflict.ts';

/** Chapter 6 without the conditional skip: one dose administered against one target dose. */
export function evaluateDose(progress: SeriesProgress, target: SeriesDose, dose: Dose): DoseEvaluation {
  const { patient } = progress.context;
  if (dose.substandard) return { dose, status: 'SUBSTANDARD', reasons: ['DOSE_CONDITION'] };
  if (target.inadvertentVaccines.has(dose.cvx))
    return { dose, status: 'NOT_VALID', reasons: ['INADVERTENT_ADMINISTRATION'] };

  const age = evaluateAge(patient, target, dose);
  if (age === 'TOO_OLD') return { dose, status: 'EXTRANEOUS', reasons: ['TOO_OLD'] };
  const interval = evaluateIntervals(progress, target, dose);
  const vaccine = evaluateVaccine(patient, target, dose);

  const failures: EvaluationReason[] = [];
  if (age === 'TOO_YOUNG') failures.push('TOO_YOUNG');
  if (interval === 'TOO_SOON') failures.push('TOO_SOON');
  if (isImpacted(progress, dose)) failures.push('VACCINE_CONFLICT');
  if (vaccine === 'NEITHER') failures.push('NOT_PREFERABLE_OR_ALLOWABLE');
  if (failures.length > 0) return { dose, status: 'NOT_VALID', reasons: failures };

  const remarks: EvaluationReason[] = [];
  if (age === 'GRACE_PERIOD' || interval === 'GRACE_PERIOD') remarks.push('GRACE_PERIOD');
  if (vaccine === 'LESS_VOLUME') remarks.push('LESS_THAN_RECOMMENDED_VOLUME');
  return { dose, status: 'VALID', reasons: remarks };
}

type AgeResult = 'VALID' | 'GRACE_PERIOD' | 'TOO_YOUNG' | 'TOO_OLD';

/** 6.4, Table 6-15; without ages any age is valid. */
function evaluateAge(patient: Patient, target: SeriesDose, dose: Dose): AgeResult {
  const rule = inForce(target.ages, dose.date)[0];
  if (!rule) return 'VALID';
  if (dose.date < dateOr(patient.birth, rule.absoluteMinimum, Number.NEGATIVE_INFINITY)) return 'TOO_YOUNG';
  if (dose.date < dateOr(patient.birth, rule.minimum, Number.NEGATIVE_INFINITY)) return 'GRACE_PERIOD';
  return dose.date < dateOr(patient.birth, rule.maximum, Number.POSITIVE_INFINITY) ? 'VALID' : 'TOO_OLD';
}

/** 6.5 and 6.6: the allowable intervals are asked when a preferable one is not kept. */
function evaluateIntervals(progress: SeriesProgress, target: SeriesDose, dose: Dose) {
  const preferable = evaluatePreferableIntervals(progress, target, dose);
  if (preferable === 'TOO_SOON' && satisfiesAllowableIntervals(progress, target, dose)) return 'SATISFIED';
  return preferable;
}

/** 6.8 and 6.9. */
function evaluateVaccine(patient: Patient, target: SeriesDose, dose: Dose): 'FITS' | 'LESS_VOLUME' | 'NEITHER' {
  const preferable = target.preferableVaccines.filter(
    (v) => v.cvx === dose.cvx && withinAges(patient, v, dose.date) && isProduct(v, dose),
  );
  if (preferable.length > 0) {
    const enough = preferable.some((v) => v.volume === null || dose.volume === null || dose.volume >= v.volume);
    return enough ? 'FITS' : 'LESS_VOLUME';
  }
  const allowable = target.allowableVaccines.some((v) => v.cvx === dose.cvx && withinAges(patient, v, dose.date));
  return allowable ? 'FITS' : 'NEITHER';
}

/** Table 6-26: where the data name a product, the dose must be of it; the manufacturer stands in for the trade name. */
function isProduct({ product }: PreferableVaccine, dose: Dose): boolean {
  if (!product) return true;
  return dose.tradeName === product.tradeName.toLowerCase() || (dose.mvx !== null && dose.mvx === product.mvx);
}
