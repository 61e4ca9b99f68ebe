import type { Rec } from './context.ts';
import type { DayNumber, IsoDate, Period } from './dates.ts';
import type { Block } from './health.ts';
import type { Reason } from './reasons.ts';
import type { DoseTarget } from './rules/target.ts';
import type { SeriesRules } from './schedule.ts';
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
  'coverage',
  'timely',
  'complete',
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
  /** The first day that passes; of `age_limit`, `lot` and `overdue` the last. */
  readonly bound: IsoDate | null;
  /** The day held against the bound: that of the dose, or the day of the forecast. */
  readonly actual: IsoDate | null;
  /** `actual` minus `bound` in days: too early when negative, where the bound is a last day too late when positive. */
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
  /** Left out: the marks of the rule in the data. */
  readonly source?: readonly string[];
  readonly series?: string | null;
  readonly dose?: number | null;
  readonly bound?: DayNumber | null;
  readonly binds?: boolean;
  /** Left out: the age of a bound that is one; null: the bound is no age. */
  readonly length?: Period | null;
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
  /** From here on the steps belong to this recorded dose and to no series yet. */
  dose(rec: Rec): void;
  /** From here on the steps judge for a series by these rules. */
  by(rules: RuleSet, series: string): void;
  step(facts: CheckFacts): void;
  /** The bounds of the next dose of a series, before its status is known. */
  path(path: ForecastPath): void;
}

/** What keeps a product back besides the dose's own age and intervals. */
export interface Wait {
  readonly code: 'LIVE_INTERVAL' | 'BLOOD_PRODUCT_INTERVAL' | 'IMMUNOGLOBULIN_INTERVAL';
  readonly ruleId: string;
  readonly source: readonly string[];
  readonly due: DayNumber;
  readonly otherVaccine?: string;
}

/** How a forecast came to the earliest day of a dose. */
export interface ForecastPath {
  readonly rules: SeriesRules;
  readonly target: DoseTarget;
  readonly waits: readonly Wait[];
  readonly postponed: Block | null;
  readonly barred: Reason | null;
  readonly earliest: DayNumber;
}
