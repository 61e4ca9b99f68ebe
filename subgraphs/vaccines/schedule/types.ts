import type { IsoDate } from './dates.ts';
import type { Reason } from './reasons.ts';

/**
 * A coded health state. Codes: the contraindications C01-C06 and deferrals D01, D04 of the reference data, the
 * names of CONDITION_ALIASES, HBSAG_POS_MOTHER, HBSAG_UNKNOWN_MOTHER. A code the engine does not know never
 * blocks a dose: the programme lists states that are *not* contraindications, and that list is open.
 */
export interface Condition {
  readonly code: string;
  /** First day of the state; absent: since birth for lifelong states, otherwise only from now on. */
  readonly from?: IsoDate;
  /** Exclusive end: from this day on the state no longer holds. */
  readonly until?: IsoDate;
  /** For C01, C02: national 4-digit code, 2-digit class or series id of the vaccine meant; absent: every vaccine. */
  readonly vaccine?: string;
}

/** A dated finding: IMMUNOGLOBULIN, BLOOD_PRODUCT, HBIG, PPD_NEGATIVE, PPD_POSITIVE; others are ignored. */
export interface Observation {
  readonly code: string;
  readonly date: IsoDate;
}

/** What the engine must know of a person; no name, no number. */
export interface Subject {
  readonly birthDate: IsoDate;
  readonly sex: 'F' | 'M' | 'U';
  /** GB/T 2260 division code or prefix of the place of residence, e.g. `630102`. */
  readonly division: string;
  readonly conditions: readonly Condition[];
  readonly birthWeightG?: number;
  readonly observations?: readonly Observation[];
}

/** A recorded dose that stands (voided ones are left out by the caller). */
export interface GivenDose {
  readonly id: string;
  readonly date: IsoDate;
  /** National 4-digit vaccine code (小类). */
  readonly vaccine: string;
}

/** What one recorded dose is worth. */
export interface DoseEvaluation {
  readonly id: string;
  readonly date: IsoDate;
  readonly vaccine: string;
  /**
   * The series the dose counts for, with its dose number there. `dose` is null when the dose is right by its
   * product's label but no numbered dose of the programme (a conjugate meningococcal course before 6 months).
   */
  readonly series: readonly { readonly series: string; readonly dose: number | null }[];
  /** Right product, age, interval and health state: the dose protects, the next one may follow. */
  readonly clinicallyValid: boolean;
  /** Counted by the coverage rules, which forgive early doses (nip-schedule section 7). */
  readonly countedForCoverage: boolean;
  readonly reasons: readonly Reason[];
}

export const SERIES_STATUSES = [
  'not_applicable',
  'complete',
  'contraindicated',
  'aged_out',
  'deferred',
  'not_yet',
  'overdue',
  'due',
] as const;
/** In order of precedence: when several fit, the first wins. */
export type SeriesStatus = (typeof SERIES_STATUSES)[number];

/** Where one series stands on the day asked for, and its next dose. */
export interface SeriesForecast {
  readonly series: string;
  readonly status: SeriesStatus;
  /** Number of the next dose; null when nothing more follows. */
  readonly dose: number | null;
  /** Valid doses the series needs in all, as things stand. */
  readonly dosesNeeded: number;
  readonly dosesGiven: number;
  readonly earliest: IsoDate | null;
  readonly recommended: IsoDate | null;
  /** First day on which the dose is no longer timely (推荐接种年龄); null: the table sets none. */
  readonly overdueFrom: IsoDate | null;
  /** Last day on which the dose may be given within the programme. */
  readonly latest: IsoDate | null;
  /** National 4-digit codes that may be given, preferred first, contraindicated ones left out. */
  readonly products: readonly string[];
  readonly reasons: readonly Reason[];
}
