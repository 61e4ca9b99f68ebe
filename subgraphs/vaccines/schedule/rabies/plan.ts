import { ageDay, type Context, makeContext } from '../context.ts';
import { type DayNumber, dayOf, type IsoDate, isoOf, plus } from '../dates.ts';
import { hasState } from '../health.ts';
import { type Reason, reason } from '../reasons.ts';
import type { Schedule } from '../schedule.ts';
import type { GivenDose, Subject } from '../types.ts';
import { type Course, daysToCome, occasionsOf, rabiesHistory } from './course.ts';
import type { RabiesGrade, RabiesRules, RabiesTable } from './rules.ts';
import { rabiesRulesOf } from './rules-of.ts';

/** One contact with an animal that may have rabies. */
export interface RabiesExposure {
  readonly date: IsoDate;
  readonly grade: RabiesGrade;
  /** In kilograms; gives the amount of immunoglobulin. */
  readonly weightKg?: number;
  /** The product to be used from now on, and whether its own label allows 2-1-1. */
  readonly product?: { readonly code: string; readonly labelled211: boolean };
  /** 2-1-1 when the product allows it; five doses otherwise. */
  readonly prefer211?: boolean;
}

export interface RabiesPlannedDay {
  readonly date: IsoDate;
  /** Injections of the day; two of 2-1-1 go into both arms. */
  readonly count: number;
  readonly site: 'deltoid' | 'anterolateral-thigh';
}

export interface RabiesPlan {
  /** `none`: no vaccine needed; `again`: the two doses after a full course. */
  readonly course: 'none' | 'essen' | 'zagreb' | 'again';
  readonly woundCare: boolean;
  /** What is still to come from `asOf` on, each day as if the one before was kept. */
  readonly days: readonly RabiesPlannedDay[];
  /** Doses of this course that count. */
  readonly given: number;
  /** Passive immunisation; null: not needed, or too late. */
  readonly globulin: {
    /** Last day: 7 days after the first dose. */
    readonly until: IsoDate;
    readonly humanIU: number | null;
    /** Equine serum only after a skin test. */
    readonly equineIU: number | null;
    readonly humanIUPerKg: number;
    readonly equineIUPerKg: number;
  } | null;
  readonly reasons: readonly Reason[];
}

/**
 * What an exposure to rabies asks for (狂犬病暴露预防处置工作规范 2023): wound care, vaccine days, passive
 * immunisation. Doses after `asOf` do not exist yet. There is no contraindication after an exposure. Throws
 * SubjectError when a date is none.
 */
export function rabiesPlan(
  exposure: RabiesExposure,
  history: readonly GivenDose[],
  subject: Subject,
  schedule: Schedule,
  asOf: IsoDate,
): RabiesPlan {
  const observed = { code: `RABIES_EXPOSURE_${exposure.grade}`, date: exposure.date };
  const observations = [...(subject.observations ?? []), observed];
  const ctx = makeContext({ ...subject, observations }, history, schedule, asOf);
  const rules = rabiesRulesOf(schedule);
  const day = dayOf(exposure.date);
  const occasions = occasionsOf(ctx, rules).filter((o) => o.day <= ctx.asOf || o.day === day);
  const { current, full } = rabiesHistory(ctx.recs, rules, occasions, ctx.asOf);
  const ended = full.findLast((c) => c.last < day);
  const own = current ?? full.find((c) => c.last >= day) ?? null;
  const severe = isSevere(ctx, rules, day);
  const nothing = { course: 'none', days: [], given: 0, globulin: null } as const;
  if (!rules.exposure.vaccine.has(exposure.grade))
    return { ...nothing, woundCare: false, reasons: [note('RABIES_GRADE_I', rules.exposure)] };
  const globulin = globulinOf(ctx, rules, exposure, { own, severe, again: ended !== undefined });
  const reasons = globulin ? [note('RABIES_GLOBULIN', rules.globulin, { until: globulin.until })] : [];
  if (ended && !own) {
    const safe = plus(ended.last, rules.protectedFor.time);
    if (day < safe) {
      const why = note('RABIES_PROTECTED', rules.protectedFor, { until: isoOf(safe) });
      return { ...nothing, woundCare: true, globulin, reasons: [why, ...reasons] };
    }
    return { course: 'again', woundCare: true, days: fresh(ctx, rules, rules.again, day), given: 0, globulin, reasons };
  }
  const table = tableFor(rules, exposure, own);
  const switched = own !== null && table !== own.table && own.kind !== 'before';
  if (switched) reasons.push(note('RABIES_PRODUCT_CHANGED', rules.switched));
  return {
    course: table === rules.zagreb ? 'zagreb' : table === rules.essen ? 'essen' : 'again',
    woundCare: true,
    days: own ? comingOf(ctx, rules, own, table) : fresh(ctx, rules, table, day),
    given: own?.doses.length ?? 0,
    globulin,
    reasons,
  };
}

/** The days before an exposure: the course of three, then the boosters for continuing risk. */
export function rabiesBefore(schedule: Schedule, first: IsoDate): IsoDate[] {
  const { before, booster } = rabiesRulesOf(schedule);
  const day = dayOf(first);
  const days = before.points.map((p) => day + p.offset);
  const boosted = plus(days.at(-1) ?? day, booster.first);
  return [...days, boosted, plus(boosted, booster.further)].map(isoOf);
}

type Rule = { readonly id: string; readonly source: readonly string[] };

const note = (code: Reason['code'], { id, source }: Rule, facts: Reason['facts'] = {}): Reason =>
  reason(code, id, null, source, facts);

function isSevere(ctx: Context, { severe }: RabiesRules, day: DayNumber): boolean {
  return [...severe.conditions].some((code) => hasState(ctx, code, day));
}

/** The remaining days follow the product in hand: a new one brings its own table. */
function tableFor(rules: RabiesRules, { product, prefer211 }: RabiesExposure, own: Course | null): RabiesTable {
  if (own && own.kind !== 'essen' && own.kind !== 'zagreb') return own.kind === 'again' ? rules.again : rules.essen;
  if (!product) return own?.table ?? rules.essen;
  if (!product.labelled211) return rules.essen;
  return (prefer211 ?? own?.kind === 'zagreb') ? rules.zagreb : rules.essen;
}

function fresh(ctx: Context, rules: RabiesRules, table: RabiesTable, day: DayNumber): RabiesPlannedDay[] {
  const start = Math.max(day, ctx.asOf);
  return table.points.map((p) => planned(ctx, rules, start + p.offset, p.count));
}

function comingOf(ctx: Context, rules: RabiesRules, course: Course, table: RabiesTable): RabiesPlannedDay[] {
  return daysToCome(course, table, ctx.asOf).map((d) => planned(ctx, rules, d.due, d.count));
}

function planned(ctx: Context, rules: RabiesRules, day: DayNumber, count: number): RabiesPlannedDay {
  return { date: isoOf(day), count, site: day >= ageDay(ctx, rules.deltoidFrom) ? 'deltoid' : 'anterolateral-thigh' };
}

/** Grade III, or grade II with severe immunodeficiency; after a full course only with severe immunodeficiency. */
function globulinOf(
  ctx: Context,
  { exposure: rule, globulin }: RabiesRules,
  { grade, date, weightKg }: RabiesExposure,
  { own, severe, again }: { own: Course | null; severe: boolean; again: boolean },
): RabiesPlan['globulin'] {
  const repeated = again || own?.kind === 'again';
  const wanted = severe || (rule.globulin.has(grade) && !repeated);
  const first = own?.first ?? Math.max(ctx.asOf, dayOf(date));
  const until = plus(first, globulin.withinAfterFirstDose);
  if (!wanted || ctx.asOf > until) return null;
  const { humanIUPerKg, equineIUPerKg } = globulin;
  const amount = (perKg: number) => (weightKg === undefined ? null : Math.round(weightKg * perKg));
  return {
    until: isoOf(until),
    humanIU: amount(humanIUPerKg),
    equineIU: amount(equineIUPerKg),
    humanIUPerKg,
    equineIUPerKg,
  };
}
