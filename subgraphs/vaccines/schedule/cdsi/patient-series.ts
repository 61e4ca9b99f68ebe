import type { Dose, Patient } from './patient.ts';
import type { AntigenSeries, SeriesDose, SupportingData } from './supporting-data.ts';

/** Table 3-1. */
export type EvaluationStatus = 'VALID' | 'NOT_VALID' | 'EXTRANEOUS' | 'SUBSTANDARD';

/** Why a dose has its status; GRACE_PERIOD and LESS_THAN_RECOMMENDED_VOLUME go with valid doses. */
export type EvaluationReason =
  | 'INADVERTENT_ADMINISTRATION'
  | 'TOO_YOUNG'
  | 'TOO_OLD'
  | 'TOO_SOON'
  | 'VACCINE_CONFLICT'
  | 'NOT_PREFERABLE_OR_ALLOWABLE'
  | 'SERIES_ALREADY_COMPLETE'
  | 'DOSE_CONDITION'
  | 'GRACE_PERIOD'
  | 'LESS_THAN_RECOMMENDED_VOLUME';

export interface DoseEvaluation {
  readonly dose: Dose;
  readonly status: EvaluationStatus;
  readonly reasons: readonly EvaluationReason[];
}

/** Table 3-2; a target dose that is still NOT_SATISFIED has no dose. */
export type TargetDoseStatus = 'NOT_SATISFIED' | 'SATISFIED' | 'SKIPPED';

/** A patient-specific dose to reach (3.1). */
export interface TargetDose {
  readonly seriesDose: SeriesDose;
  readonly status: TargetDoseStatus;
  readonly satisfiedBy: Dose | null;
}

/** Table 3-3. */
export type PatientSeriesStatus =
  | 'AGED_OUT'
  | 'COMPLETE'
  | 'CONTRAINDICATED'
  | 'IMMUNE'
  | 'NOT_COMPLETE'
  | 'NOT_RECOMMENDED';

/** What stays the same for all series of one antigen. */
export interface AntigenContext {
  readonly patient: Patient;
  readonly data: SupportingData;
  /** Antigen administered records, by date. */
  readonly records: readonly Dose[];
  /**
   * Table 6-7: whether a relevant series of the series group has the status Complete. A dose being evaluated is judged by
   * what was complete before it.
   */
  readonly isSeriesGroupComplete: (seriesGroup: string, before: Dose | null) => boolean;
}

/** A relevant patient series while it is evaluated: what is known of the doses so far. */
export interface SeriesProgress {
  readonly context: AntigenContext;
  readonly series: AntigenSeries;
  /** In the order of the records; doses not reached yet have no entry. */
  readonly evaluations: DoseEvaluation[];
  /** Satisfied and skipped ones before `next`, then those still to reach. */
  readonly targetDoses: TargetDose[];
  /** Index of the target dose to satisfy next; the length of the list when there is none. */
  next: number;
}

/** The status of a dose within the series, or null when it has none. */
export function statusOf(progress: SeriesProgress, dose: Dose): EvaluationStatus | null {
  return progress.evaluations.find((e) => e.dose === dose)?.status ?? null;
}

/** The doses of the list that come before the dose in question; all when there is none. */
export function earlier(doses: readonly Dose[], before: Dose | null): readonly Dose[] {
  if (!before) return doses;
  return doses.slice(0, doses.indexOf(before));
}
