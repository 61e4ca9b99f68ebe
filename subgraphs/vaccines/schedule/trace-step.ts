import type { DayNumber, IsoDate, Period } from './dates.ts';
import type { SeriesStatus } from './types.ts';

/** What a step of the judgement looked at. Closed list. */
export const CHECK_KINDS = [
  'date',
  'duplicate',
  'vaccine_code',
  'lot',
  'volume',
  'live_spacing',
  'blood_product',
  'immunoglobulin',
  'health_state',
  'age_class',
  'eligibility',
  'target',
  'label_course',
  'product',
  'min_age',
  'interval',
  'age_limit',
  'verdict',
  'coverage_age',
  'coverage_rank',
  'coverage',
  'recommended',
  'overdue',
  'status',
] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

/**
 * By which rules a step judged: the version asked for, the version in force on the day of the dose, the label of the
 * dose's own product, or the counting rules of coverage.
 */
export const RULE_SETS = ['chosen', 'in_force', 'label', 'coverage'] as const;
export type RuleSet = (typeof RULE_SETS)[number];

/** The dose an interval runs from. */
export interface TraceFrom {
  readonly date: IsoDate;
  /** Series and dose number of that dose; null when it is no numbered dose. */
  readonly series: string | null;
  readonly dose: number | null;
}

/** One step of the judgement, as data: what was looked at, which bound held, by how many days it was missed. */
export interface TraceStep {
  /** Id, day and national code of the recorded dose judged; null in the steps of a forecast. */
  readonly doseId: string | null;
  readonly givenOn: IsoDate | null;
  readonly vaccine: string | null;
  readonly series: string | null;
  /** Number of the dose the series asked for; null: the step is not about one. */
  readonly dose: number | null;
  readonly check: CheckKind;
  readonly rules: RuleSet;
  /** Id of the schedule version behind the step. */
  readonly version: string;
  readonly passed: boolean;
  /** The first (of age limits: the last) day that passes. */
  readonly bound: IsoDate | null;
  /** The day held against the bound: that of the dose, or the day of the forecast. */
  readonly actual: IsoDate | null;
  /** `actual` minus `bound` in days: negative is too early, after an age limit positive is too late. */
  readonly days: number | null;
  /** In a forecast: this bound sets the earliest day. */
  readonly binds: boolean;
  /** Length of the interval checked. */
  readonly length: Period | null;
  readonly from: TraceFrom | null;
  /** National code of another vaccine that matters. */
  readonly otherVaccine: string | null;
  /** Coded health state that matters. */
  readonly condition: string | null;
  readonly status: SeriesStatus | null;
  /** Doses the series needs and has. */
  readonly needed: number | null;
  readonly given: number | null;
  readonly ruleId: string;
  readonly source: readonly string[];
}

/** What the judge hands over of a step; what is left out is null, and the place in the record is known. */
export interface CheckFacts {
  readonly check: CheckKind;
  readonly passed: boolean;
  readonly ruleId: string;
  readonly source: readonly string[];
  readonly series?: string | null;
  readonly dose?: number | null;
  readonly bound?: DayNumber | null;
  readonly binds?: boolean;
  readonly length?: Period;
  readonly from?: DayNumber;
  readonly otherVaccine?: string;
  readonly condition?: string;
  readonly status?: SeriesStatus;
  readonly needed?: number;
  readonly given?: number;
}

/**
 * Where the judge leaves its steps when somebody asks for them. The judge calls it as `ctx.tracer?.…`: without a
 * tracer the facts are not even put together.
 */
export interface Tracer {
  /** From here on the steps belong to this recorded dose. */
  dose(id: string, date: string, day: DayNumber, vaccine: string): void;
  /** From here on the steps judge by these rules, those in force on a day when it is given. */
  by(rules: RuleSet, day?: DayNumber): void;
  step(facts: CheckFacts): void;
}
