import type { DayNumber } from '../dates.ts';
import { canSkip } from './conditional-skip.ts';
import { isContraindicated } from './contraindications.ts';
import { skipTargetDose } from './evaluate-series.ts';
import {
  candidateEarliestDate,
  type ForecastDates,
  forecastDates,
  maximumAgeDate,
  recommendedVaccines,
} from './forecast-dates.ts';
import { hasEvidenceOfImmunity } from './immunity.ts';
import type { Dose } from './patient.ts';
import type { DoseEvaluation, PatientSeriesStatus, SeriesProgress, TargetDose } from './patient-series.ts';
import type { Antigen, AntigenSeries, PreferableVaccine } from './supporting-data.ts';

/** The column of Table 7-10 that decided. */
export type ForecastReason =
  | 'SERIES_COMPLETE'
  | 'PAST_IMMUNIZATION_HISTORY'
  | 'EVIDENCE_OF_IMMUNITY'
  | 'CONTRAINDICATION'
  | 'PAST_SEASON'
  | 'EXCEEDED_MAXIMUM_AGE'
  | 'CANNOT_FINISH_BEFORE_MAXIMUM_AGE';

/** A relevant patient series, evaluated and forecast. */
export interface PatientSeries {
  readonly series: AntigenSeries;
  readonly evaluations: readonly DoseEvaluation[];
  readonly targetDoses: readonly TargetDose[];
  readonly status: PatientSeriesStatus;
  /** Null when another dose should be received. */
  readonly reason: ForecastReason | null;
  /** The valid doses that FORECASTDN-1 counts: of a seasonal series dose only those of the present season. */
  readonly countedDoses: readonly Dose[];
  /** The target dose to receive, its dates and vaccines; null unless the status is NOT_COMPLETE. */
  readonly forecast: {
    readonly target: TargetDose;
    readonly dates: ForecastDates;
    readonly vaccines: readonly PreferableVaccine[];
  } | null;
}

/** Chapter 7 for an evaluated series. */
export function forecastSeries(progress: SeriesProgress, antigen: Antigen): PatientSeries {
  for (;;) {
    skipWhilePossible(progress);
    const target = progress.targetDoses[progress.next];
    const earliest = target ? candidateEarliestDate(progress, target.seriesDose) : null;
    const need = determineForecastNeed(progress, antigen, target, earliest);
    if (need.status !== 'NOT_COMPLETE' || !target || earliest === null) return result(progress, need, null);
    const dates = forecastDates(progress, target.seriesDose, earliest);
    if (!isSkippedOn(progress, dates.earliest)) {
      const vaccines = recommendedVaccines(progress, antigen, target.seriesDose, dates);
      return result(progress, need, { target, dates, vaccines });
    }
    skipTargetDose(progress);
  }
}

interface ForecastNeed {
  readonly status: PatientSeriesStatus;
  readonly reason: ForecastReason | null;
}

/** 7.4, Table 7-10; where several columns fit, the first of the table counts. */
function determineForecastNeed(
  progress: SeriesProgress,
  antigen: Antigen,
  target: TargetDose | undefined,
  earliest: DayNumber | null,
): ForecastNeed {
  const { patient } = progress.context;
  if (!target) {
    return progress.targetDoses.some((t) => t.status === 'SATISFIED')
      ? { status: 'COMPLETE', reason: 'SERIES_COMPLETE' }
      : { status: 'NOT_RECOMMENDED', reason: 'PAST_IMMUNIZATION_HISTORY' };
  }
  if (hasEvidenceOfImmunity(patient, antigen.immunity)) return { status: 'IMMUNE', reason: 'EVIDENCE_OF_IMMUNITY' };
  if (isContraindicated(patient, antigen, progress.series))
    return { status: 'CONTRAINDICATED', reason: 'CONTRAINDICATION' };
  if (patient.assessment > (target.seriesDose.season.end ?? Number.POSITIVE_INFINITY))
    return { status: 'NOT_RECOMMENDED', reason: 'PAST_SEASON' };
  const maximum = maximumAgeDate(progress, target.seriesDose) ?? Number.POSITIVE_INFINITY;
  if (patient.assessment >= maximum) return { status: 'AGED_OUT', reason: 'EXCEEDED_MAXIMUM_AGE' };
  // Table 7-9 assumes the same last day for both dates, so without a candidate earliest date there is no time left.
  if ((earliest ?? Number.POSITIVE_INFINITY) >= maximum)
    return { status: 'AGED_OUT', reason: 'CANNOT_FINISH_BEFORE_MAXIMUM_AGE' };
  return { status: 'NOT_COMPLETE', reason: null };
}

/** 7.1. */
function skipWhilePossible(progress: SeriesProgress): void {
  while (isSkippedOn(progress, progress.context.patient.assessment)) skipTargetDose(progress);
}

function isSkippedOn(progress: SeriesProgress, reference: number): boolean {
  const target = progress.targetDoses[progress.next];
  return (
    target !== undefined && canSkip(progress, target.seriesDose, { context: 'FORECAST', reference, evaluated: null })
  );
}

function result(progress: SeriesProgress, need: ForecastNeed, forecast: PatientSeries['forecast']): PatientSeries {
  const { series, evaluations, targetDoses } = progress;
  const countedDoses = targetDoses.flatMap(({ satisfiedBy, seriesDose }) =>
    satisfiedBy && satisfiedBy.date >= (seriesDose.season.start ?? Number.NEGATIVE_INFINITY) ? [satisfiedBy] : [],
  );
  return { series, evaluations, targetDoses, ...need, countedDoses, forecast };
}
