import { type Context, stateOf } from '../context.ts';
import { type DayNumber, isoOf, plus } from '../dates.ts';
import { forecastBy } from '../forecast.ts';
import { type Reason, reason } from '../reasons.ts';
import type { DoseTarget, Target } from '../rules/target.ts';
import type { DoseRule, SeriesRules } from '../schedule.ts';
import type { SeriesForecast } from '../types.ts';
import {
  type Course,
  type CourseKind,
  type DoseVerdict,
  nextPoint,
  type Occasion,
  occasionsOf,
  type RabiesHistory,
  rabiesHistory,
} from './course.ts';
import type { RabiesRules, RabiesTable } from './rules.ts';

/** The series of the data a course is told under. */
export function seriesOfCourse(kind: CourseKind, rules: RabiesRules): string {
  if (kind === 'zagreb') return rules.zagreb.id;
  return kind === 'before' || kind === 'booster' ? rules.before.id : rules.essen.id;
}

/** What is wrong with a rabies dose, in the terms of section 7; null: nothing. */
export function faultOf(verdict: DoseVerdict, rules: RabiesRules): Reason | null {
  switch (verdict.fault) {
    case null:
      return null;
    case 'duplicate':
      return reason('DUPLICATE', rules.duplicates.id, rules.essen.id, rules.duplicates.source);
    case 'protected': {
      const { id, source } = rules.protectedFor;
      return reason('EXCESS_DOSE', id, rules.essen.id, source, { until: isoOf(verdict.until) });
    }
    case 'early': {
      const { dose, due, rec } = verdict;
      const series = seriesOfCourse(verdict.course, rules);
      const facts = { dose, requiredDate: isoOf(due), daysShort: due - rec.day };
      return reason('INTERVAL_SHORT', `${series}-${dose}.offset`, series, rules.essen.source, facts);
    }
  }
}

/** A rabies series as rules the forecast can go by; nothing in them is bound to an age. */
export function rabiesSeries(rules: RabiesRules): SeriesRules[] {
  return [rules.essen, rules.zagreb, rules.before].map(({ id, codes, source }) => ({
    id,
    zh: id,
    source,
    give: codes,
    members: new Set(codes),
    doses: [],
    groups: [],
    exemptDivisions: [],
    exemptSource: [],
    sex: null,
    bornFrom: null,
  }));
}

/** Where the three rabies series stand: by the exposures on record, else by the course the doses show. */
export function rabiesStanding(ctx: Context, rules: RabiesRules): SeriesForecast[] {
  const occasions = occasionsOf(ctx, rules).filter((o) => o.day <= ctx.asOf);
  const history = rabiesHistory(ctx.recs, rules, occasions, ctx.asOf);
  for (const course of [...history.full, ...(history.current ? [history.current] : [])].slice(-1))
    for (const rec of course.doses)
      stateOf(ctx, seriesOfCourse(course.kind, rules)).accepted.push({ day: rec.day, code: rec.given.vaccine });
  return rabiesSeries(rules).map((series) => {
    const target = targetOf(ctx, rules, series, history, pending(occasions, history));
    return forecastBy(ctx, series, () => target).forecast;
  });
}

/** The last occasion no dose has followed yet; an exposure goes before a request. */
function pending(occasions: readonly Occasion[], { current, full }: RabiesHistory): Occasion | undefined {
  const since = current?.first ?? full.at(-1)?.last ?? Number.NEGATIVE_INFINITY;
  const open = occasions.filter((o) => (current ? o.day > current.last && o.grade !== 'request' : o.day > since));
  return open.findLast((o) => o.grade !== 'request' && o.grade !== 'I') ?? open.at(-1);
}

function targetOf(
  ctx: Context,
  rules: RabiesRules,
  series: SeriesRules,
  { current, full }: RabiesHistory,
  open: Occasion | undefined,
): Target {
  if (current) return underWay(ctx, rules, series, current);
  const last = full.at(-1);
  const isBefore = series.id === rules.before.id;
  if (open && open.grade !== 'I') {
    if (open.grade === 'request')
      return isBefore && !last ? firstDose(ctx, rules.before, series, open) : idle(rules, series, last);
    if (isBefore) return idle(rules, series, undefined);
    if (!last)
      return firstDose(
        ctx,
        series.id === rules.zagreb.id ? rules.zagreb : rules.essen,
        series,
        open,
        globulin(rules, open, open.day),
      );
    if (series.id === rules.zagreb.id) return idle(rules, series, undefined);
    const safe = plus(last.last, rules.protectedFor.time);
    if (open.day < safe) {
      const why = reason('RABIES_PROTECTED', rules.protectedFor.id, series.id, rules.protectedFor.source, {
        until: isoOf(safe),
      });
      return { kind: 'complete', needed: last.doses.length, notes: [why] };
    }
    return firstDose(ctx, rules.again, series, open);
  }
  if (isBefore && last && (last.kind === 'before' || last.kind === 'booster'))
    return continuing(ctx, rules, series, full);
  if (open?.grade === 'I' && !last)
    return { kind: 'none', reason: reason('RABIES_GRADE_I', rules.exposure.id, series.id, rules.exposure.source) };
  return idle(rules, series, last);
}

/** Nothing to do: the course was full, or nothing has happened. */
function idle(rules: RabiesRules, series: SeriesRules, last: Course | undefined): Target {
  if (last && seriesOfCourse(last.kind, rules) === series.id) return { kind: 'complete', needed: last.doses.length };
  const { id, source } = series.id === rules.before.id ? rules.request : rules.exposure;
  return { kind: 'none', reason: reason('ON_OCCASION', id, series.id, source) };
}

function underWay(ctx: Context, rules: RabiesRules, series: SeriesRules, course: Course): Target {
  const own = seriesOfCourse(course.kind, rules);
  const isAlso = course.unclear && series.id === rules.before.id;
  if (own !== series.id && !isAlso) {
    const { id, source } = series.id === rules.before.id ? rules.request : rules.exposure;
    return { kind: 'none', reason: reason('ALTERNATIVE_BEGUN', id, series.id, source, { otherSeries: own }) };
  }
  const table = isAlso ? rules.before : course.table;
  const position = isAlso ? (table.points[course.doses.length - 1]?.offset ?? course.position) : course.position;
  const next = nextPoint({ ...course, position }, table);
  if (!next) return { kind: 'complete', needed: course.doses.length };
  const notes = course.kind === 'essen' || course.kind === 'zagreb' ? globulinOf(ctx, rules, course) : [];
  return dose(ctx, series, table, { number: course.doses.length + 1, due: next.due, from: course.last, notes });
}

function globulinOf(ctx: Context, rules: RabiesRules, course: Course): Reason[] {
  const why = occasionsOf(ctx, rules).findLast((o) => o.day <= course.last && o.grade !== 'request');
  return why ? globulin(rules, why, course.first).filter((r) => (r.facts.until ?? '') >= isoOf(ctx.asOf)) : [];
}

/** Passive immunisation is told of while it may still be given. */
function globulin({ exposure, globulin }: RabiesRules, { grade }: Occasion, first: DayNumber): Reason[] {
  if (!exposure.globulin.has(grade)) return [];
  const until = isoOf(plus(first, globulin.withinAfterFirstDose));
  return [reason('RABIES_GLOBULIN', globulin.id, null, globulin.source, { until })];
}

function firstDose(
  ctx: Context,
  table: RabiesTable,
  series: SeriesRules,
  { day }: Occasion,
  notes: Reason[] = [],
): Target {
  return dose(ctx, series, table, { number: 1, due: day, from: null, notes });
}

/** Boosters for continuing risk: after one year, then every three to five. */
function continuing(ctx: Context, rules: RabiesRules, series: SeriesRules, full: readonly Course[]): Target {
  const given = full.flatMap((c) => (c.kind === 'before' || c.kind === 'booster' ? c.doses : []));
  const asked = occasionsOf(ctx, rules).some((o) => o.grade === 'request');
  if (!asked) return { kind: 'complete', needed: given.length };
  const boosted = full.some((c) => c.kind === 'booster');
  const last = full.at(-1)!.last;
  const due = plus(last, boosted ? rules.booster.further : rules.booster.first);
  const source = rules.booster.source;
  const note = reason('REVACCINATION', `${series.id}.booster`, series.id, source, { dose: given.length + 1 });
  return dose(ctx, series, { ...rules.before, source }, { number: given.length + 1, due, from: last, notes: [note] });
}

interface Next {
  readonly number: number;
  readonly due: DayNumber;
  /** The dose the time runs from; null for a first one. */
  readonly from: DayNumber | null;
  readonly notes: readonly Reason[];
}

function dose(ctx: Context, series: SeriesRules, table: RabiesTable, { number, due, from, notes }: Next): DoseTarget {
  const count = table.points.reduce((sum, p) => sum + p.count, 0);
  const min = { months: 0, days: from === null ? 0 : due - from };
  const rule: DoseRule = {
    dose: number,
    minAge: null,
    recommendedAge: null,
    completeBefore: null,
    catchUpBefore: { months: Number.POSITIVE_INFINITY, days: 0 },
    intervals: [],
    recommendedAfterFirst: null,
    completeAfterFirst: null,
    source: table.source,
  };
  return {
    kind: 'dose',
    number,
    needed: Math.max(count, number),
    rule,
    minDay: from === null ? due : ctx.birth,
    after: from === null ? [] : [{ day: from, min, due }],
    recommendedDay: due,
    overdueDay: null,
    endDay: Number.POSITIVE_INFINITY,
    products: series.give,
    accepts: true,
    repeat: min,
    repeatSource: table.source,
    barred: null,
    notes,
  };
}
