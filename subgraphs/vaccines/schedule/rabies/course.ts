import type { Context, Rec } from '../context.ts';
import { type DayNumber, plus } from '../dates.ts';
import type { RabiesGrade, RabiesRules, RabiesTable } from './rules.ts';

/** Something that made rabies vaccine needed on a day; a request is for doses before any exposure. */
export interface Occasion {
  readonly day: DayNumber;
  readonly grade: RabiesGrade | 'request';
}

/** Five doses, 2-1-1, before an exposure, the two doses after a full course, or its booster for continuing risk. */
export type CourseKind = 'essen' | 'zagreb' | 'before' | 'again' | 'booster';

/** A course of doses, as far as it went. */
export interface Course {
  readonly kind: CourseKind;
  readonly table: RabiesTable;
  readonly first: DayNumber;
  readonly doses: readonly Rec[];
  readonly last: DayNumber;
  /** The planned day the course has reached, counted from the first dose. */
  readonly position: number;
  /** Injections of that day that are still to be given. */
  readonly open: number;
  /** Neither an exposure nor a request is recorded, and the doses so far fit a course before exposure as well. */
  readonly unclear: boolean;
}

/** The next planned day of a course, and the first day it may come: what came late moves the rest, nothing restarts. */
export function nextPoint(
  course: Course,
  table: RabiesTable = course.table,
): { due: DayNumber; offset: number } | null {
  if (course.open > 0) return { due: course.last, offset: course.position };
  const point = table.points.find((p) => p.offset > course.position);
  if (!point) return null;
  const due = Math.max(course.first + point.offset, course.last + point.offset - course.position);
  return { due, offset: point.offset };
}

/** The days still to come, the first possible ones, each as if the one before was given on its day. */
export function daysToCome(course: Course, table: RabiesTable, from: DayNumber): { due: DayNumber; count: number }[] {
  const days: { due: DayNumber; count: number }[] = [];
  if (course.open > 0) days.push({ due: Math.max(course.last, from), count: course.open });
  let { position, last } = course;
  for (const { offset, count } of table.points) {
    if (offset <= course.position) continue;
    const due = Math.max(course.first + offset, last + offset - position, days.length === 0 ? from : 0);
    days.push({ due, count });
    [position, last] = [offset, due];
  }
  return days;
}

export type DoseVerdict =
  | { readonly rec: Rec; readonly fault: null; readonly course: CourseKind; readonly dose: number }
  | {
      readonly rec: Rec;
      readonly fault: 'early';
      readonly due: DayNumber;
      readonly course: CourseKind;
      readonly dose: number;
    }
  | { readonly rec: Rec; readonly fault: 'protected'; readonly until: DayNumber }
  | { readonly rec: Rec; readonly fault: 'duplicate' };

/** What the doses on record amount to. */
export interface RabiesHistory {
  readonly verdicts: readonly DoseVerdict[];
  /** The course that is not finished yet. */
  readonly current: Course | null;
  /** Full courses, oldest first, boosters included. */
  readonly full: readonly Course[];
}

/** What is on record of exposures, by day. */
export function occasionsOf(ctx: Context, rules: RabiesRules): Occasion[] {
  const found: Occasion[] = [];
  for (const { code, day } of ctx.observations) {
    const grade = code === rules.request.finding ? 'request' : rules.exposure.findings.get(code);
    if (grade !== undefined) found.push({ day, grade });
  }
  return found.sort((a, b) => a.day - b.day);
}

/** Puts the rabies doses up to a day into courses and judges each. `recs` are in order of date. */
export function rabiesHistory(
  recs: readonly Rec[],
  rules: RabiesRules,
  occasions: readonly Occasion[],
  until: DayNumber,
): RabiesHistory {
  const doses = recs.filter((r) => rules.essen.codes.includes(r.given.vaccine) && !r.duplicate && r.day <= until);
  const verdicts: DoseVerdict[] = [];
  const full: Course[] = [];
  let current: Course | null = null;
  for (const [i, rec] of doses.entries()) {
    if (current && abandoned(current, occasions, rec.day)) current = null;
    if (current) {
      const { verdict, course } = take(current, rec, rules);
      verdicts.push(verdict);
      current = course;
    } else {
      const end: DayNumber | undefined = full.at(-1)?.last;
      const safe = end === undefined ? null : plus(end, rules.protectedFor.time);
      if (safe !== null && rec.day < safe) {
        const twice = doses[i - 1]?.day === rec.day;
        verdicts.push(twice ? { rec, fault: 'duplicate' } : { rec, fault: 'protected', until: safe });
        continue;
      }
      current = begin(rec, doses.slice(i + 1), rules, occasions, full);
      verdicts.push({ rec, fault: null, course: current.kind, dose: 1 });
    }
    if (current && nextPoint(current) === null) {
      full.push(current);
      current = null;
    }
  }
  if (current && abandoned(current, occasions, until + 1)) current = null;
  return { verdicts, current, full };
}

/** A new exposure after the planned end of a course that was never finished begins anew; one during it does not. */
function abandoned(course: Course, occasions: readonly Occasion[], before: DayNumber): boolean {
  const end = daysToCome(course, course.table, course.last).at(-1)?.due ?? course.last;
  return occasions.some((o) => o.grade !== 'request' && o.grade !== 'I' && o.day > end && o.day < before);
}

function begin(
  rec: Rec,
  later: readonly Rec[],
  rules: RabiesRules,
  occasions: readonly Occasion[],
  full: readonly Course[],
): Course {
  const why = occasions.findLast(
    (o) => o.day <= rec.day && o.grade !== 'I' && o.day > (full.at(-1)?.last ?? Number.NEGATIVE_INFINITY),
  );
  const twice = later.some((r) => r.day === rec.day && r.given.vaccine === rec.given.vaccine);
  const second = later.find((r) => r.day > rec.day);
  const third = second && later.find((r) => r.day > second.day);
  const wide = second !== undefined && second.day >= plus(rec.day, rules.inferred.beforeFrom);
  const asBefore = second !== undefined && third !== undefined && third.day >= lastOfBefore(rec, second, rules);
  const course = (kind: CourseKind, table: RabiesTable, unclear = false): Course => ({
    kind,
    table,
    first: rec.day,
    doses: [rec],
    last: rec.day,
    position: 0,
    open: (table.points[0]?.count ?? 1) - 1,
    unclear,
  });
  if (full.length > 0) {
    const exposed = why !== undefined && why.grade !== 'request';
    // Without a recorded exposure a dose that no other follows at once is the booster of somebody at continuing risk.
    if (exposed || (why === undefined && second !== undefined && !wide)) return course('again', rules.again);
    return course('booster', { ...rules.again, points: rules.again.points.slice(0, 1) });
  }
  if (why?.grade === 'request') return course('before', rules.before);
  if (twice && rules.zagreb.codes.includes(rec.given.vaccine)) return course('zagreb', rules.zagreb);
  if (why === undefined && wide && asBefore) return course('before', rules.before);
  const unclear = why === undefined && (second === undefined || (wide && third === undefined));
  return course('essen', rules.essen, unclear);
}

/** The first day of the third dose before an exposure, after two on record. */
function lastOfBefore(first: Rec, second: Rec, { before }: RabiesRules): DayNumber {
  const [middle, last] = before.points.slice(-2).map((p) => p.offset);
  return Math.max(first.day + last!, second.day + last! - middle!);
}

/** A dose of a course under way; a product that is not labelled for 2-1-1 goes on by the five-dose table. */
function take(course: Course, rec: Rec, rules: RabiesRules): { verdict: DoseVerdict; course: Course } {
  const dose = course.doses.length + 1;
  const leaves = course.kind === 'zagreb' && !rules.zagreb.codes.includes(rec.given.vaccine);
  const table = leaves ? rules.essen : course.table;
  const kind = leaves ? 'essen' : course.kind;
  const next = nextPoint(leaves ? { ...course, open: 0 } : course, table);
  const early = next !== null && rec.day < next.due;
  if (rec.day === course.last && (next === null || early)) return { verdict: { rec, fault: 'duplicate' }, course };
  if (next === null || early) {
    return { verdict: { rec, fault: 'early', due: next?.due ?? rec.day, course: kind, dose }, course };
  }
  const point = table.points.find((p) => p.offset === next.offset);
  const same = next.offset === course.position;
  const open = same ? course.open - 1 : (point?.count ?? 1) - 1;
  const doses = [...course.doses, rec];
  return {
    verdict: { rec, fault: null, course: kind, dose },
    course: { ...course, kind, table, doses, last: rec.day, position: next.offset, open },
  };
}
