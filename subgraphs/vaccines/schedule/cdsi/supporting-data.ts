import type { DayNumber, Period } from '../dates.ts';

/** A CVX code without leading zeros, so that "03" and "3" are one vaccine type. */
export type Cvx = string;

/** A CDSi observation code (ScheduleSupportingData, coded observations), three digits. */
export type ObservationCode = string;

/** The days an instance of supporting data is in force, both included (3.3, RELEVANT-1 and RELEVANT-2). */
export interface InForce {
  readonly effective: DayNumber;
  readonly cessation: DayNumber;
}

/** Ages from `begin` to before `end`; null is open (assumed 01/01/1900 and 12/31/2999). */
export interface AgeSpan {
  readonly begin: Period | null;
  readonly end: Period | null;
}

/** Table 6-14 and 7-12: the ages of a series dose. */
export interface AgeRule extends InForce {
  readonly absoluteMinimum: Period | null;
  readonly minimum: Period | null;
  readonly earliestRecommended: Period | null;
  readonly latestRecommended: Period | null;
  readonly maximum: Period | null;
}

/** What an interval is measured from (6.5): the four kinds of the specification. */
export type IntervalReference =
  | { readonly kind: 'PREVIOUS_DOSE' }
  | { readonly kind: 'TARGET_DOSE'; readonly doseNumber: number }
  | { readonly kind: 'MOST_RECENT'; readonly cvx: ReadonlySet<Cvx> }
  | { readonly kind: 'OBSERVATION'; readonly code: ObservationCode };

/** Table 6-17, 6-20 and 7-12: a preferable or allowable interval of a series dose. */
export interface IntervalRule extends InForce {
  readonly from: IntervalReference;
  readonly absoluteMinimum: Period | null;
  readonly minimum: Period | null;
  readonly earliestRecommended: Period | null;
  readonly latestRecommended: Period | null;
  /** FORECASTPRIORITY-1; the specification calls the flag 'Y', the data 'override'. */
  readonly priority: boolean;
}

export interface AllowableVaccine extends AgeSpan {
  readonly cvx: Cvx;
}

export interface PreferableVaccine extends AllowableVaccine {
  readonly vaccineType: string;
  /** The only product meant when the data name one. */
  readonly product: { readonly tradeName: string; readonly mvx: string } | null;
  /** Millilitres. */
  readonly volume: number | null;
  readonly forecastVaccineType: boolean;
}

/** Tables 6-6 to 6-9: one condition of a conditional skip. */
export type SkipCondition =
  | { readonly type: 'AGE'; readonly age: AgeSpan }
  | { readonly type: 'COMPLETED_SERIES'; readonly seriesGroups: readonly string[] }
  | { readonly type: 'INTERVAL'; readonly interval: Period }
  | {
      readonly type: 'VACCINE_COUNT';
      readonly age: AgeSpan;
      readonly startDate: DayNumber;
      readonly endDate: DayNumber;
      readonly count: number;
      readonly compare: 'GREATER' | 'EQUAL' | 'LESS';
      readonly onlyValid: boolean;
      /** Null: every vaccine with the antigen of the series. */
      readonly cvx: ReadonlySet<Cvx> | null;
    };

export type Logic = 'AND' | 'OR';

export interface SkipSet extends InForce {
  readonly logic: Logic;
  readonly conditions: readonly SkipCondition[];
}

export interface ConditionalSkip {
  readonly context: 'EVALUATION' | 'FORECAST' | 'BOTH';
  readonly logic: Logic;
  readonly sets: readonly SkipSet[];
}

export interface SeriesDose {
  readonly doseNumber: number;
  readonly ages: readonly AgeRule[];
  readonly preferableIntervals: readonly IntervalRule[];
  readonly allowableIntervals: readonly IntervalRule[];
  readonly preferableVaccines: readonly PreferableVaccine[];
  readonly allowableVaccines: readonly AllowableVaccine[];
  readonly inadvertentVaccines: ReadonlySet<Cvx>;
  readonly conditionalSkips: readonly ConditionalSkip[];
  readonly recurring: boolean;
  readonly season: { readonly start: DayNumber | null; readonly end: DayNumber | null };
}

export type SeriesType = 'STANDARD' | 'RISK' | 'EVALUATION_ONLY';
export type Gender = 'FEMALE' | 'MALE' | 'UNKNOWN';

export interface Indication {
  readonly observation: ObservationCode;
  readonly description: string;
  readonly age: AgeSpan;
}

export interface AntigenSeries {
  readonly name: string;
  readonly antigen: string;
  readonly vaccineGroup: string;
  readonly type: SeriesType;
  /** Empty: every gender. */
  readonly requiredGenders: readonly Gender[];
  readonly seriesGroup: string;
  readonly seriesGroupName: string;
  /** Numbers of series groups one of which can stand for this one (4.5). */
  readonly equivalentSeriesGroups: readonly string[];
  readonly defaultSeries: boolean;
  readonly productPath: boolean;
  /** 'A' is the highest. */
  readonly priority: string;
  /** 1 is the best ranked; one without a rank comes last. */
  readonly preference: number;
  readonly minimumAgeToStart: Period | null;
  readonly maximumAgeToStart: Period | null;
  readonly indications: readonly Indication[];
  readonly doses: readonly SeriesDose[];
}

/** Table 7-2: what makes a patient immune to the antigen's disease. */
export interface Immunity {
  readonly guidelines: readonly ObservationCode[];
  readonly birthDates: readonly {
    readonly before: DayNumber;
    readonly country: string | null;
    readonly exclusions: readonly ObservationCode[];
  }[];
}

export interface AntigenContraindication {
  readonly observation: ObservationCode;
  readonly text: string;
  readonly age: AgeSpan;
}

export interface VaccineContraindication {
  readonly observation: ObservationCode;
  readonly text: string;
  readonly vaccines: readonly AllowableVaccine[];
}

export interface Antigen {
  readonly name: string;
  readonly series: readonly AntigenSeries[];
  readonly immunity: Immunity;
  readonly contraindications: readonly AntigenContraindication[];
  readonly vaccineContraindications: readonly VaccineContraindication[];
}

export interface VaccineGroup {
  readonly name: string;
  readonly antigens: readonly string[];
  readonly administerFullVaccineGroup: boolean;
}

/** Table 6-24: after a dose of `conflicting`, a dose of the impacted type is too early in these intervals. */
export interface VaccineConflict {
  readonly conflicting: Cvx;
  readonly begin: Period;
  readonly minimumEnd: Period;
  readonly end: Period;
}

/** The CDC's supporting data in runnable form. */
export interface SupportingData {
  readonly antigens: ReadonlyMap<string, Antigen>;
  readonly vaccineGroups: readonly VaccineGroup[];
  /** Per CVX the antigens and the ages at which the vaccine counts for them (4.2, note a). */
  readonly antigensOfVaccine: ReadonlyMap<Cvx, readonly (AgeSpan & { readonly antigen: string })[]>;
  /** Per impacted vaccine type. */
  readonly conflicts: ReadonlyMap<Cvx, readonly VaccineConflict[]>;
  /** `SYSTEM|code` of a coded value (SNOMED, CVX, CDCPHINVS), to the observations it can mean. */
  readonly observationsOfCode: ReadonlyMap<string, readonly ObservationCode[]>;
}

/** The CVX code in the form the engine compares. */
export function normaliseCvx(code: string): Cvx {
  return code.trim().replace(/^0+(?=.)/, '');
}
