import type { DayNumber, IsoDate, Period } from './dates.ts';
import type { HealthRules } from './load-health.ts';

/** The smallest time from an earlier dose of the same series (`from` a number) or of another one. */
export interface IntervalRule {
  readonly from: number | { readonly series: string; readonly dose: number };
  readonly min: Period;
}

/** One dose of a series as the schedule table states it. Ages run from birth. */
export interface DoseRule {
  readonly dose: number;
  readonly minAge: Period | null;
  readonly recommendedAge: Period | null;
  /** Exclusive: the dose is timely when given before it. */
  readonly completeBefore: Period | null;
  /** Exclusive bound of the programme. */
  readonly catchUpBefore: Period;
  readonly intervals: readonly IntervalRule[];
  /** When the dose is planned by time since dose 1 instead of by age (HPV 2). */
  readonly recommendedAfterFirst: Period | null;
  readonly completeAfterFirst: Period | null;
  readonly source: readonly string[];
}

/** Products of a series that share one dose table (JE-L, JE-I; IPV, bOPV). */
export interface ProductGroup {
  readonly id: string;
  readonly codes: readonly string[];
  readonly doses: readonly DoseRule[];
}

/** One series in one dated version. The optional parts are the rules only some series have. */
export interface SeriesRules {
  readonly id: string;
  readonly zh: string;
  readonly source: readonly string[];
  /** Codes the programme gives today. */
  readonly give: readonly string[];
  /** All codes whose doses belong to the series: today's, former ones, combinations, substitutes. */
  readonly members: ReadonlySet<string>;
  readonly doses: readonly DoseRule[];
  readonly groups: readonly ProductGroup[];
  readonly exemptDivisions: readonly string[];
  readonly exemptSource: readonly string[];
  /** The one dose a resident of an exempt division gets before a stay where the disease is found (JE, S21). */
  readonly travel?: {
    readonly condition: string;
    readonly codes: readonly string[];
    readonly source: readonly string[];
  };
  readonly sex: 'F' | null;
  readonly bornFrom: DayNumber | null;
  readonly lowWeight?: {
    readonly belowG: number;
    readonly doses: readonly DoseRule[];
    readonly id: string;
    readonly source: readonly string[];
  };
  readonly hepB?: HepBRule;
  /** A state of the newborn in which the dose at birth waits for stable vital signs. */
  readonly whenStable?: WhenStable;
  /** Never repeated, whatever became of the dose (BCG). */
  readonly onceOnly?: boolean;
  readonly skinTest?: { readonly from: Period; readonly before: Period | null; readonly source: readonly string[] };
  readonly typeTwo?: TypeTwoRule;
  readonly components?: ComponentRule;
  readonly dt?: DtRule;
  readonly substitutes?: SubstituteRule;
  readonly acCatchUp?: AcCatchUpRule;
  /** Doses of this rank given before the age are not counted by the statistics. */
  readonly coverageFrom?: readonly (Period | null)[];
  readonly mixedInterval?: Period;
  /** Products that keep a time from immunoglobulin though they are not live. */
  readonly afterImmunoglobulin?: {
    readonly id: string;
    readonly codes: ReadonlySet<string>;
    readonly min: Period;
    readonly source: readonly string[];
  };
  /** Three-dose labels by product: when the second dose may come, and the age from which the label asks for three. */
  readonly hpvLabels?: ReadonlyMap<string, { readonly second: Period; readonly threeDosesFrom: Period }>;
  readonly immunocompromised?: readonly DoseRule[];
}

export interface WhenStable {
  readonly condition: string;
  readonly belowG: number | null;
  readonly source: readonly string[];
}

/** What follows from the HBsAg state of the mother. */
export interface HepBRule {
  /** Mother positive (first) or unknown: dose 1 within 12 hours. */
  readonly exposed: readonly { readonly condition: string; readonly id: string; readonly source: readonly string[] }[];
  /** HBIG for the child of a positive mother, in international units. */
  readonly globulinIU: number;
  readonly whenStable: WhenStable;
  /** The blood test after the last dose of the child of a positive mother. */
  readonly test: {
    readonly id: string;
    readonly from: Period;
    readonly to: Period;
    /** Findings that call for more doses, and findings that close the matter. */
    readonly notProtective: readonly string[];
    readonly done: readonly string[];
    readonly moreDoses: number;
    readonly source: readonly string[];
  };
}

export interface TypeTwoRule {
  readonly id: string;
  readonly codes: ReadonlySet<string>;
  readonly ipvCodes: ReadonlySet<string>;
  readonly source: readonly string[];
  /** 2021 rule: tOPV frees from IPV, and birth before this day needs one IPV only; null: the 2026 rule. */
  readonly oneDoseIfBornBefore: DayNumber | null;
  readonly need: number;
  /** The dose that closes an all-IPV course by label. */
  readonly fourthIpv: DoseRule;
}

export interface ComponentRule {
  readonly byCode: ReadonlyMap<string, readonly string[]>;
  readonly need: Readonly<Record<string, number>>;
  /** Born on or after: two doses of the programme's own product, whatever components came before. */
  readonly twoDosesIfBornFrom: DayNumber;
  readonly minInterval: Period;
  readonly extraDose: { readonly from: Period; readonly before: Period };
}

export interface DtRule {
  readonly from: Period;
  readonly before: Period;
  /** Age from which an earlier diphtheria dose is "the dose at 6 years". */
  readonly schoolAge: Period;
  /** The version plans one DT for every child at school age (before 2025); otherwise DT is catch-up only. */
  readonly routine: boolean;
  readonly total: number;
  readonly intervals: readonly { readonly dose: number; readonly min: Period }[];
  /** Interval of the single DT to the last DTaP, by number of DTaP doses before it. */
  readonly afterDtap: readonly { readonly doses: number; readonly min: Period }[];
  readonly source: readonly string[];
}

export interface SubstituteRule {
  readonly codes: ReadonlySet<string>;
  /** Age at which a substitute stops (MPSV-A) or starts (MPSV-AC) to belong to the series. */
  readonly before: Period | null;
  readonly from: Period | null;
  /** Age of the first substitute below which label doses 1 and 3 count. */
  readonly labelBelow: Period | null;
  readonly notAsSecond: ReadonlySet<string>;
}

export interface AcCatchUpRule {
  readonly minAge: Period;
  readonly afterOneA: Period;
  readonly noRepeatWithin: Period;
  readonly source: readonly string[];
}

/** What a national vaccine code is. */
export interface VaccineCode {
  readonly code: string;
  readonly name: string;
  readonly major: string;
  readonly majorName: string;
  readonly live: boolean;
  readonly injectedLive: boolean;
  /** Ids of the series whose class holds the code (age limits of substitutes left aside). */
  readonly series: readonly string[];
  /** Ids of the series outside the programme that hold it. */
  readonly others: readonly string[];
  /** No health state ever forbids or postpones it (rabies). */
  readonly neverBarred: boolean;
  /** Doses a course may give on one day (2 of rabies 2-1-1). */
  readonly dosesOnOneDay: number;
  /** Row of the HIV table (product group or series), null for vaccines outside the programme. */
  readonly healthRow: string | null;
  readonly pertussis: boolean;
}

/** A dated version of the schedule. */
export interface VersionInForce {
  readonly id: string;
  readonly effectiveFrom: IsoDate;
  readonly effectiveTo: IsoDate | null;
}

/** A document behind a mark. */
export interface SourceText {
  readonly mark: string;
  readonly title: string;
  readonly docNo: string | null;
}

/** A rule of the data that has an id of its own. */
export interface RuleText {
  readonly id: string;
  readonly source: readonly string[];
  readonly text: string | null;
}

/** A version as old doses are judged by it. */
export interface TimelineEntry {
  readonly id: string;
  readonly from: DayNumber;
  readonly byId: ReadonlyMap<string, SeriesRules>;
}

/** The schedule of a division for a time. */
export interface Variant {
  readonly division: string;
  readonly from: DayNumber;
  /** Exclusive. */
  readonly to: DayNumber;
  readonly schedule: Schedule;
}

/** One validated version, ready to run; it carries the versions before it, by which old doses are judged. */
export interface Schedule extends VersionInForce {
  /** The data it was read from, for those parts that are read when asked for. */
  readonly document: object;
  /** What provinces laid on it, the narrowest division first; the schedule itself is the national one. */
  readonly variants: readonly Variant[];
  readonly series: readonly SeriesRules[];
  readonly byId: ReadonlyMap<string, SeriesRules>;
  /** Series that came into the programme after this version. */
  readonly laterSeries: readonly { readonly id: string; readonly source: readonly string[] }[];
  /** This version and the earlier ones, oldest first. */
  readonly timeline: readonly TimelineEntry[];
  readonly vaccines: ReadonlyMap<string, VaccineCode>;
  /** Label tables of combination and non-programme products, by code and series. */
  readonly labels: ReadonlyMap<string, ReadonlyMap<string, readonly DoseRule[]>>;
  readonly upperAge: Period;
  /** Days a recorded dose may be before its age or interval; the texts know none, so 0 (GK). */
  readonly graceDays: number;
  readonly liveInterval: Period;
  readonly liveSource: readonly string[];
  readonly health: HealthRules;
  readonly fourthHepBBornFrom: DayNumber;
  readonly rules: ReadonlyMap<string, RuleText>;
  readonly sources: ReadonlyMap<string, SourceText>;
}

/** The name of a vaccine by its 4-digit code, in Chinese as the national code table has it; null: unknown code. */
export function vaccineName(schedule: Schedule, code: string): string | null {
  return schedule.vaccines.get(code)?.name ?? null;
}

/** The ids of the series a code belongs to; empty for vaccines outside the programme and unknown codes. */
export function seriesOfVaccine(schedule: Schedule, code: string): readonly string[] {
  return schedule.vaccines.get(code)?.series ?? [];
}

/** Whether the code is an injected live vaccine (28 days to another one not given the same day; S26). */
export function isInjectedLive(schedule: Schedule, code: string): boolean {
  return schedule.vaccines.get(code)?.injectedLive ?? false;
}
