import { CONDITION_ALIASES } from './conditions.ts';
import { type DayNumber, dayOf, type Period, plus } from './dates.ts';
import type { HealthState } from './load-health.ts';
import { rulesOfPlace } from './place.ts';
import type { Schedule, SeriesRules, VaccineCode } from './schedule.ts';
import type { Tracer } from './trace-step.ts';
import type { Condition, GivenDose, Subject } from './types.ts';

/** The subject cannot be judged: a date that is none. Names the field, never its content. */
export class SubjectError extends Error {
  readonly code = 'SUBJECT_INVALID';
  readonly field: string;
  constructor(field: string) {
    super(`${field} is not a calendar date`);
    this.name = 'SubjectError';
    this.field = field;
  }
}

/** A recorded dose inside the engine. */
export interface Rec {
  readonly given: GivenDose;
  /** Its place in the history as it was given. */
  readonly index: number;
  /** NaN when the record has no calendar date. */
  readonly day: DayNumber;
  readonly vaccine: VaccineCode | undefined;
  readonly duplicate: boolean;
}

/** A dose the series has accepted. */
export interface Accepted {
  readonly day: DayNumber;
  readonly code: string;
}

/** What one series knows while the doses are walked by date. */
export interface SeriesState {
  readonly accepted: Accepted[];
  /** Valid substitutes so far: their label rank. */
  substitutes: number;
  firstSubstituteDay: DayNumber;
  /** Last dose that did not count because of age, spacing or health state. */
  lastInvalid: DayNumber | null;
}

export interface ActiveCondition {
  /** Of CONDITION_CODES, aliases resolved; or a code that has no rule. */
  readonly code: string;
  readonly state: HealthState | undefined;
  readonly from: DayNumber | null;
  /** The first day on which vaccination may go on: of a treatment that is later than its stop. */
  readonly until: DayNumber | null;
  readonly vaccine: string | null;
}

/** One person under one schedule; made once per call. */
export interface Context {
  readonly schedule: Schedule;
  readonly subject: Subject;
  readonly birth: DayNumber;
  /** The days on which ages in whole months are reached, as far as they were asked for. */
  readonly ages: (DayNumber | undefined)[];
  readonly asOf: DayNumber;
  /** By date, then code, then id: the order of the input never matters. */
  readonly recs: readonly Rec[];
  readonly states: ReadonlyMap<string, SeriesState>;
  readonly injectedLive: readonly { readonly day: DayNumber; readonly code: string }[];
  readonly observations: readonly { readonly code: string; readonly day: DayNumber }[];
  readonly bloodProducts: readonly DayNumber[];
  readonly conditions: readonly ActiveCondition[];
  /** Set when somebody asks how the judgement came about. */
  readonly tracer: Tracer | null;
}

function requiredDay(date: string, field: string): DayNumber {
  const day = dayOf(date);
  if (Number.isNaN(day)) throw new SubjectError(field);
  return day;
}

function readCondition(condition: Condition, index: number, schedule: Schedule): ActiveCondition {
  const at = (key: 'from' | 'until') => {
    const date = condition[key];
    return date === undefined ? null : requiredDay(date, `conditions[${index}].${key}`);
  };
  const code = CONDITION_ALIASES[condition.code] ?? condition.code;
  const state = schedule.health.states.get(code);
  const end = at('until');
  const until = end !== null && state?.resumeAfter ? plus(end, state.resumeAfter) : end;
  return { code, state, from: at('from'), until, vaccine: condition.vaccine ?? null };
}

/** By date, code, id; records without a date at the end. */
function byDate(a: Rec, b: Rec): number {
  if (a.day !== b.day) {
    const [first, second] = [Number.isNaN(a.day), Number.isNaN(b.day)];
    if (first !== second) return first ? 1 : -1;
    if (!first) return a.day - b.day;
  }
  if (a.given.vaccine !== b.given.vaccine) return a.given.vaccine < b.given.vaccine ? -1 : 1;
  return a.given.id < b.given.id ? -1 : a.given.id > b.given.id ? 1 : 0;
}

/** Sorts by date, code, id and marks repeats of the same code on the same day (S46); the earliest id is kept. */
function sortRecs(history: readonly GivenDose[], schedule: Schedule): Rec[] {
  const recs: Writable<Rec>[] = [];
  let sorted = true;
  for (const given of history) {
    const rec = {
      given,
      index: recs.length,
      day: dayOf(given.date),
      vaccine: schedule.vaccines.get(given.vaccine),
      duplicate: false,
    };
    const before = recs[recs.length - 1];
    if (before && byDate(before, rec) > 0) sorted = false;
    recs.push(rec);
  }
  if (!sorted) recs.sort(byDate);
  for (let i = 1; i < recs.length; i++) recs[i]!.duplicate = isRepeat(recs, i);
  return recs;
}

/** Whether a record repeats one before it; rabies also by the dose number, since 2-1-1 gives two doses on a day (S46). */
function isRepeat(recs: readonly Rec[], at: number): boolean {
  const { day, given, vaccine } = recs[at]!;
  const before = recs[at - 1]!;
  if (before.day !== day || before.given.vaccine !== given.vaccine) return false;
  const most = vaccine?.dosesOnOneDay ?? 1;
  if (most === 1) return true;
  let kept = 0;
  for (let i = at - 1; i >= 0 && recs[i]!.day === day && recs[i]!.given.vaccine === given.vaccine; i--) {
    if (recs[i]!.duplicate) continue;
    if (given.doseNumber !== undefined && recs[i]!.given.doseNumber === given.doseNumber) return true;
    kept += 1;
  }
  return kept >= most;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Throws SubjectError when the birth date, `asOf` or the date of a condition or observation is none. */
export function makeContext(
  subject: Subject,
  history: readonly GivenDose[],
  national: Schedule,
  asOf: string,
  tracer: Tracer | null = null,
): Context {
  const birth = requiredDay(subject.birthDate, 'birthDate');
  const today = requiredDay(asOf, 'asOf');
  const schedule = rulesOfPlace(national, subject.division, today);
  const recs = sortRecs(history, schedule);
  const states = new Map<string, SeriesState>();
  for (const s of schedule.series)
    states.set(s.id, { accepted: [], substitutes: 0, firstSubstituteDay: Number.NaN, lastInvalid: null });
  const injectedLive: { day: DayNumber; code: string }[] = [];
  for (const rec of recs)
    if (rec.vaccine?.injectedLive && !Number.isNaN(rec.day))
      injectedLive.push({ day: rec.day, code: rec.given.vaccine });
  const observations: { code: string; day: DayNumber }[] = [];
  const bloodProducts: DayNumber[] = [];
  for (const [i, o] of (subject.observations ?? []).entries()) {
    const day = requiredDay(o.date, `observations[${i}].date`);
    observations.push({ code: o.code, day });
    if (schedule.health.bloodProducts.has(o.code)) bloodProducts.push(day);
  }
  return {
    schedule,
    subject,
    birth,
    ages: [],
    asOf: today,
    recs,
    states,
    injectedLive,
    observations,
    bloodProducts,
    conditions: subject.conditions.map((c, i) => readCondition(c, i, schedule)),
    tracer,
  };
}

/** The day the person reaches an age. */
export function ageDay(ctx: Context, age: Period): DayNumber {
  let day = ctx.ages[age.months];
  if (day === undefined) {
    day = plus(ctx.birth, { months: age.months, days: 0 });
    ctx.ages[age.months] = day;
  }
  return day + age.days;
}

export function stateOf(ctx: Context, series: string): SeriesState {
  const state = ctx.states.get(series);
  if (!state) throw new Error(`no series ${series} in this schedule`);
  return state;
}

/** The doses accepted by a series; none when this version does not hold the series. */
export function acceptedOf(ctx: Context, series: string): readonly Accepted[] {
  return ctx.states.get(series)?.accepted ?? [];
}

/** Whether the series is no routine where the person lives. */
export function isExempt(ctx: Context, { exemptDivisions }: SeriesRules): boolean {
  return exemptDivisions.some((division) => ctx.subject.division.startsWith(division));
}

/** The rules of a series that were in force on a day. */
export function rulesInForce(ctx: Context, series: string, day: DayNumber): SeriesRules | undefined {
  const { timeline } = ctx.schedule;
  for (let i = timeline.length - 1; i > 0; i--) {
    const version = timeline[i]!;
    if (version.from <= day) return version.byId.get(series);
  }
  return timeline[0]?.byId.get(series);
}
