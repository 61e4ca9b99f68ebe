import type { Period } from '../dates.ts';
import type { DoseRule, SeriesRules } from '../schedule.ts';

/** One dose of a label's table. Ages run from birth. */
export interface OtherDose extends DoseRule {
  /** The last age of the dose, inclusive. */
  readonly maxAge: Period | null;
  /** The longest time from the dose before that is still as the label wants it; later is late, never void. */
  readonly maxInterval: Period | null;
}

/** The doses of those who begin at an age; the first table of a series is the usual one and has no bounds. */
export interface OtherTable {
  readonly startFrom: Period | null;
  /** Exclusive. */
  readonly startBefore: Period | null;
  readonly doses: readonly OtherDose[];
}

/** The ages a vaccine is licensed for. */
export interface AgeWindow {
  readonly from: Period;
  /** Exclusive; null: no upper age. */
  readonly before: Period | null;
  /** Only an imported product has this indication. */
  readonly importedOnly: boolean;
  readonly source: readonly string[];
}

/** A day of every year. */
export interface MonthDay {
  readonly month: number;
  readonly day: number;
}

/** Vaccination once a year in a season (influenza). */
export interface SeasonRule {
  readonly from: MonthDay;
  /** Last day of the season. */
  readonly to: MonthDay;
  /** Doses of somebody younger than `before` who never had one in an earlier season. */
  readonly first: {
    readonly id: string;
    readonly before: Period;
    readonly doses: number;
    readonly minInterval: Period;
  };
  readonly doses: number;
  /** The nasal live product: its ages, and the doses of a season that began with it. */
  readonly nasal: { readonly code: string; readonly from: Period; readonly before: Period; readonly doses: number };
}

/** Once more after the course, for some. */
export interface Revaccination {
  readonly minInterval: Period;
  readonly times: number;
  /** Forecast only for people with weak immunity; null: never forecast, but right when it was given. */
  readonly highRisk: boolean;
  readonly source: readonly string[];
}

/** A vaccine outside the programme, or for key populations, in the terms the programme's series have. */
export interface OtherRules extends SeriesRules {
  readonly programme: OtherProgramme;
  readonly tables: readonly OtherTable[];
  /** By sex; absent for a sex the vaccine is not licensed for. */
  readonly window: { readonly F?: AgeWindow; readonly M?: AgeWindow; readonly U?: AgeWindow };
  /** One dose after this time, again and again while the age allows. */
  readonly repeat: Period | null;
  readonly season: SeasonRule | null;
  readonly revaccination: Revaccination | null;
  /** Components of a combination, by the ids of their series. */
  readonly counts: readonly string[];
  /** Begun only on an occasion: an injury, an outbreak. Null: begun by age. */
  readonly onDemand: readonly string[] | null;
  /** The data hold no table: the label of the product decides. */
  readonly byLabel: boolean;
}

/** Outside the national programme (非免疫规划疫苗), or its vaccines for key populations. */
export type OtherProgramme = 'non-NIP' | 'key-population';

/** Series of which one full course is enough. */
export interface Alternatives {
  readonly id: string;
  readonly series: readonly string[];
  /** Programme series that are enough as well. */
  readonly programme: readonly string[];
  readonly source: readonly string[];
}

/** Everything outside the programme, in the order of the data. */
export interface Others {
  readonly series: readonly OtherRules[];
  readonly alternatives: readonly Alternatives[];
}
