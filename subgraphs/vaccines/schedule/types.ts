import type { IsoDate } from './dates.ts';
import type { Reason } from './reasons.ts';

/**
 * A coded health state, one of CONDITION_CODES or a name of CONDITION_ALIASES. A code the engine does not know
 * never blocks a dose: the programme lists states that are *not* contraindications, and that list is open.
 */
export interface Condition {
  readonly code: string;
  /** First day of the state; absent: since birth for lifelong states, otherwise only from now on. */
  readonly from?: IsoDate;
  /** Exclusive end: from this day on the state no longer holds; of a treatment (D04, ANTI_B_ANTIBODY) its stop. */
  readonly until?: IsoDate;
  /** For C01, C02: national 4-digit code, 2-digit class or series id of the vaccine meant; absent: every vaccine. */
  readonly vaccine?: string;
}

/** A dated finding, one of OBSERVATION_CODES or an exposure to rabies (RABIES_EXPOSURE_I, …); others are ignored. */
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
  /** The number the record carries; only records of rabies vaccine are told apart by it (S46). */
  readonly doseNumber?: number;
  /** Last day of the lot's shelf life, when it is known. */
  readonly lotExpires?: IsoDate;
  /** Facts that make what was injected less than a dose (疫苗失效, 剂量不足). */
  readonly substandard?: readonly SubstandardFact[];
}

export const SUBSTANDARD_FACTS = ['recalled_lot', 'excursion_lot', 'partial_dose'] as const;
/** The lot was recalled, had a temperature excursion, or less than the full volume was given. */
export type SubstandardFact = (typeof SUBSTANDARD_FACTS)[number];

export const DOSE_STATUSES = ['valid', 'not_valid', 'extraneous', 'substandard'] as const;
/**
 * What became of a dose: `substandard` when the lot or the amount was bad, `extraneous` when it was not needed
 * (beyond the series, or recorded twice), `not_valid` for every other fault.
 */
export type DoseStatus = (typeof DOSE_STATUSES)[number];

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
  readonly status: DoseStatus;
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
