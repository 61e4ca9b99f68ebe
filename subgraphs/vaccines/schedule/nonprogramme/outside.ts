import { bounds } from '../bounds.ts';
import { type Context, makeContext, type Rec, type SeriesState } from '../context.ts';
import type { DayNumber, IsoDate } from '../dates.ts';
import { isoOf } from '../dates.ts';
import { evaluate, statusOf } from '../evaluate.ts';
import { occasionsOf, rabiesHistory } from '../rabies/course.ts';
import { faultOf, rabiesSeries, rabiesStanding, seriesOfCourse } from '../rabies/outside.ts';
import { rabiesRulesOf } from '../rabies/rules-of.ts';
import { type Reason, type ReasonCode, reason } from '../reasons.ts';
import type { DoseTarget } from '../rules/target.ts';
import type { Schedule } from '../schedule.ts';
import type { DoseEvaluation, GivenDose, SeriesForecast, Subject } from '../types.ts';
import { walk } from '../walk.ts';
import { byTable } from './course.ts';
import { othersOf } from './others-of.ts';
import type { OtherProgramme, OtherRules } from './rules.ts';
import { bySeason } from './season.ts';
import { standingOutside } from './standing.ts';

/** A forecast outside the national programme; of key populations when the programme has it for them. */
export interface OtherForecast extends SeriesForecast {
  readonly programme: OtherProgramme;
}

/**
 * The state and next dose of every vaccine outside the programme on `asOf`, by the names of the data and in their
 * order (nip-schedule sections 10 and 11). Statuses as in `forecast`; `overdueFrom` and `latest` are null where the
 * data set none. Throws SubjectError and, on first use of a document, ScheduleFormatError.
 */
export function forecastOthers(
  subject: Subject,
  history: readonly GivenDose[],
  schedule: Schedule,
  asOf: IsoDate,
): OtherForecast[] {
  const ctx = contextOf(subject, history, schedule, asOf);
  const others = othersOf(ctx.schedule);
  judgeOthers(ctx, walk(ctx, ctx.asOf), ctx.asOf);
  const programmes = new Map(others.series.map((s) => [s.id, s.programme]));
  return [...standingOutside(ctx, others), ...rabiesStanding(ctx, rabiesRulesOf(ctx.schedule))].map((forecast) => ({
    ...forecast,
    programme: programmes.get(forecast.series) ?? 'non-NIP',
  }));
}

/**
 * `evaluate` with the doses of vaccines outside the programme judged as well. What a code is worth in the programme is
 * decided there alone; its series outside are named beside it when they accept the dose.
 */
export function evaluateWithOthers(
  subject: Subject,
  history: readonly GivenDose[],
  schedule: Schedule,
  asOf: IsoDate,
): { doses: DoseEvaluation[] } {
  const ctx = contextOf(subject, history, schedule, asOf);
  const outside = judgeOthers(ctx, walk(ctx, Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY);
  const { doses } = evaluate(subject, history, schedule, asOf);
  return { doses: doses.map((dose, i) => together(ctx, dose, outside.get(history[i]!))) };
}

function together(ctx: Context, dose: DoseEvaluation, found: Found | undefined): DoseEvaluation {
  if (!found) return dose;
  const series = [...dose.series, ...found.series];
  if (ctx.schedule.vaccines.get(dose.vaccine)?.series.length) return { ...dose, series };
  const faults = found.series.length > 0 ? [] : found.reasons;
  const clinicallyValid = dose.clinicallyValid && faults.length === 0;
  const reasons = [...dose.reasons, ...faults];
  return { ...dose, series, clinicallyValid, reasons, status: clinicallyValid ? 'valid' : statusOf(reasons) };
}

/** The person with room for what the series outside have accepted. */
function contextOf(subject: Subject, history: readonly GivenDose[], schedule: Schedule, asOf: IsoDate): Context {
  const ctx = makeContext(subject, history, schedule, asOf);
  const states = new Map(ctx.states);
  const ids = [...othersOf(ctx.schedule).series, ...rabiesSeries(rabiesRulesOf(ctx.schedule))].map((s) => s.id);
  for (const id of ids) if (!states.has(id)) states.set(id, emptyState());
  return { ...ctx, states };
}

const emptyState = (): SeriesState => ({
  accepted: [],
  substitutes: 0,
  firstSubstituteDay: Number.NaN,
  lastInvalid: null,
});

/** What the series outside say of one dose. */
interface Found {
  readonly series: DoseEvaluation['series'];
  readonly reasons: readonly Reason[];
}

/** Faults of the dose itself: it counts for nothing, whatever the series. */
const SPOILT: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'NO_DATE',
  'DUPLICATE',
  'LIVE_CONFLICT',
  'CONTRAINDICATED',
  'EXPIRED_LOT',
  'DOSE_TOO_SMALL',
]);

function judgeOthers(ctx: Context, verdicts: ReturnType<typeof walk>, until: DayNumber): Map<GivenDose, Found> {
  const found = judgeRabies(ctx, until);
  const others = othersOf(ctx.schedule).series.filter((s) => !ctx.schedule.byId.has(s.id));
  for (const { rec, reasons: common } of verdicts) {
    const mine = others.filter((s) => s.members.has(rec.given.vaccine));
    if (mine.length === 0 || Number.isNaN(rec.day)) continue;
    const spoilt = common.some((r) => SPOILT.has(r.code));
    const series: { series: string; dose: number | null }[] = [];
    const reasons: Reason[] = [];
    for (const rules of mine) {
      const verdict = judge(ctx, rules, rec);
      if (verdict.reasons.length === 0 && !spoilt) series.push({ series: rules.id, dose: verdict.dose });
      if (verdict.reasons.length === 0 && !spoilt && verdict.dose !== null) accept(ctx, rules, rec);
      reasons.push(...verdict.reasons);
      if (spoilt || (verdict.reasons.length > 0 && verdict.reasons[0]?.code !== 'EXCESS_DOSE'))
        ctx.states.get(rules.id)!.lastInvalid = rec.day;
    }
    found.set(rec.given, { series, reasons });
  }
  return found;
}

function accept(ctx: Context, { id }: OtherRules, { day, given }: Rec): void {
  const state = ctx.states.get(id)!;
  state.accepted.push({ day, code: given.vaccine });
  state.lastInvalid = null;
}

const always = () => true;

function judge(
  ctx: Context,
  rules: OtherRules,
  { day, given }: Rec,
): { dose: number | null; reasons: readonly Reason[] } {
  const code = given.vaccine;
  const window = rules.window[ctx.subject.sex] ?? rules.window.F ?? rules.window.M;
  if (rules.byLabel || !window) return { dose: null, reasons: [] };
  const state = ctx.states.get(rules.id)!;
  const ask = { ctx, rules, window, state, day, code, allowed: always };
  const target = rules.season ? bySeason(ask) : byTable(ask);
  if (target.kind !== 'dose')
    return { dose: null, reasons: [reason('EXCESS_DOSE', `${rules.id}.complete`, rules.id, rules.source)] };
  const faults = bounds(ctx, rules, target, code, day);
  const late = tooOld(rules, target, code, day);
  return { dose: target.number, reasons: late ? [...faults, late] : faults };
}

/** A dose after the ages of the label. */
function tooOld(
  { id }: OtherRules,
  { number: dose, endDay, rule }: DoseTarget,
  code: string,
  day: DayNumber,
): Reason | null {
  if (day < endDay) return null;
  const facts = { dose, otherVaccine: code, requiredDate: isoOf(endDay - 1) };
  return reason('WRONG_PRODUCT', `${id}-${dose}.ageBefore`, id, rule.source, facts);
}

/** Rabies has courses instead of ages; its doses wait for no other vaccine and no state forbids them. */
function judgeRabies(ctx: Context, until: DayNumber): Map<GivenDose, Found> {
  const rules = rabiesRulesOf(ctx.schedule);
  const { verdicts } = rabiesHistory(ctx.recs, rules, occasionsOf(ctx, rules), until);
  const found = new Map<GivenDose, Found>();
  for (const verdict of verdicts) {
    const fault = faultOf(verdict, rules);
    const series =
      verdict.fault === null ? [{ series: seriesOfCourse(verdict.course, rules), dose: verdict.dose }] : [];
    found.set(verdict.rec.given, { series, reasons: fault ? [fault] : [] });
  }
  return found;
}
