import type { DayNumber } from '../dates.ts';
import { isVaccineContraindicated } from './contraindications.ts';
import { forecastIntervalDates, inForce } from './intervals.ts';
import { dateOr } from './offset.ts';
import { withinAges } from './patient.ts';
import type { SeriesProgress } from './patient-series.ts';
import type { Antigen, PreferableVaccine, SeriesDose } from './supporting-data.ts';
import { forecastConflictEndDates } from './vaccine-conflict.ts';

/** The dates of a patient series forecast (Table 7-13); null is blank. */
export interface ForecastDates {
  readonly earliest: DayNumber;
  readonly unadjustedRecommended: DayNumber;
  readonly recommended: DayNumber;
  readonly unadjustedPastDue: DayNumber | null;
  readonly pastDue: DayNumber | null;
  readonly latest: DayNumber | null;
}

/** CALCDTAGE-1, or null when the target dose has no maximum age. */
export function maximumAgeDate(progress: SeriesProgress, target: SeriesDose): DayNumber | null {
  const { patient } = progress.context;
  return dateOr(patient.birth, inForce(target.ages, patient.assessment)[0]?.maximum ?? null, null);
}

/** FORECASTDTCAN-1, null when none of its dates exists. */
export function candidateEarliestDate(progress: SeriesProgress, target: SeriesDose): DayNumber | null {
  const { patient, records } = progress.context;
  const dates = [
    dateOr(patient.birth, inForce(target.ages, patient.assessment)[0]?.minimum ?? null, null),
    ...forecastIntervalDates(progress, target, (rule) => rule.minimum),
    ...forecastConflictEndDates(progress, target),
    target.season.start,
    records.at(-1)?.date ?? null,
  ];
  return latestOf(dates.filter((date) => date !== null));
}

/** 7.5: FORECASTDT-1 to FORECASTDT-6, from the candidate earliest date. */
export function forecastDates(progress: SeriesProgress, target: SeriesDose, earliest: DayNumber): ForecastDates {
  const { birth, assessment } = progress.context.patient;
  const age = inForce(target.ages, assessment)[0];
  const unadjustedRecommended =
    dateOr(birth, age?.earliestRecommended ?? null, null) ??
    latestOf(forecastIntervalDates(progress, target, (rule) => rule.earliestRecommended)) ??
    earliest;
  const lastRecommended =
    dateOr(birth, age?.latestRecommended ?? null, null) ??
    latestOf(forecastIntervalDates(progress, target, (rule) => rule.latestRecommended));
  const unadjustedPastDue = lastRecommended === null ? null : lastRecommended - 1;
  const maximum = maximumAgeDate(progress, target);
  return {
    earliest,
    unadjustedRecommended,
    recommended: Math.max(earliest, unadjustedRecommended),
    unadjustedPastDue,
    pastDue: unadjustedPastDue === null ? null : Math.max(earliest, unadjustedPastDue),
    latest: maximum === null ? null : maximum - 1,
  };
}

/** FORECASTRECVAC-1. */
export function recommendedVaccines(
  progress: SeriesProgress,
  antigen: Antigen,
  target: SeriesDose,
  dates: ForecastDates,
): PreferableVaccine[] {
  const { patient } = progress.context;
  return target.preferableVaccines.filter(
    (v) =>
      v.forecastVaccineType &&
      !isVaccineContraindicated(patient, antigen, v) &&
      (withinAges(patient, v, dates.earliest) || withinAges(patient, v, dates.recommended)),
  );
}

function latestOf(dates: readonly DayNumber[]): DayNumber | null {
  return dates.length === 0 ? null : Math.max(...dates);
}
