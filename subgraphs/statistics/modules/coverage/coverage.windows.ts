import { dayOf, isoOf, type Period, plus } from '@miaoben/schedule';
import {
  CHILDREN,
  FULL_COURSE_DOSES,
  fullCourseMeasure,
  GRAIN,
  type Grain,
  JUDGED,
  REPORT_SLOTS,
  type ReportSlot,
  withoutJapaneseEncephalitis,
} from './coverage.measures.ts';
import { monthOf } from './coverage.rules.ts';

/** Birth months of which a measure is summed: `from` inclusive, `to` exclusive (year * 12 + month - 1). */
export interface Window {
  measure: number;
  from: number;
  to: number;
  /** the column it is summed into: the measure of a dose, CHILDREN or JUDGED (full course) */
  column: number;
  /** who is due, or who is done */
  figure: 'due' | 'done';
}

/** 'YYYY-MM-DD' of the first day of a month. */
export const firstDayOf = (month: number): string =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`;

/**
 * The first birth month in which not every child has reached the age today. A month is due as a whole, when its youngest
 * child is: the rollups know months, not days.
 */
export function firstMonthNotReached(today: string, age: Period): number {
  const now = dayOf(today);
  let month = monthOf(isoOf(plus(now, { months: -age.months, days: -age.days }))) - 1;
  while (plus(dayOf(firstDayOf(month + 1)) - 1, age) <= now) month += 1;
  return month;
}

const clip = (window: Window, from: number, to: number): Window[] => {
  const part = { ...window, from: Math.max(window.from, from), to: Math.min(window.to, to) };
  return part.from < part.to ? [part] : [];
};

/**
 * Columns of a report: the programme doses of the area. HPV only where the oldest cohort asked for has reached its age:
 * for younger ones the column says nothing.
 */
export function slotsFor(division: string, cohortFrom: number, today: string): ReportSlot[] {
  const first = cohortFrom * 12;
  return REPORT_SLOTS.filter((slot) => {
    if (slot.exemptDivisions.length > 0 && withoutJapaneseEncephalitis(division)) return false;
    return slot.girlsBornFrom === null || firstMonthNotReached(today, slot.dueAge) > first;
  });
}

/** Everything a report over the cohorts sums up. */
export function reportWindows(
  slots: readonly ReportSlot[],
  cohortFrom: number,
  cohortTo: number,
  today: string,
): Window[] {
  const [from, to] = [cohortFrom * 12, (cohortTo + 1) * 12];
  const windows: Window[] = [];
  const sum = (measure: number, column: number, figure: 'due' | 'done', start = from, end = to) =>
    windows.push(...clip({ measure, column, figure, from: start, to: end }, from, to));
  sum(CHILDREN, CHILDREN, 'due');
  for (const { measure, target, dueAge } of slots) {
    const reached = firstMonthNotReached(today, dueAge);
    sum(measure, measure, 'done');
    sum(target, measure, 'due', from, reached);
    // Below the age only those count who have the dose already: an early dose is given and due (SLIB).
    sum(measure, measure, 'due', reached, to);
  }
  const ages = FULL_COURSE_DOSES.map(({ age }) => age);
  for (const [i, age] of ages.entries()) {
    const older = ages[i + 1];
    const start = older === undefined ? from : firstMonthNotReached(today, { months: older * 12, days: 0 });
    const end = firstMonthNotReached(today, { months: age * 12, days: 0 });
    sum(fullCourseMeasure(age), JUDGED, 'done', start, end);
    sum(JUDGED, JUDGED, 'due', start, end);
  }
  return windows;
}

/** A window and the rollup that answers it; of a yearly rollup `from` and `to` are years. */
export interface GrainWindow extends Window {
  grain: Grain;
}

/** Takes whole years from the yearly rollup, and the months left at the ends of a window from the monthly one. */
export function byGrain(windows: readonly Window[], place: 'township' | 'county'): GrainWindow[] {
  const [month, year] =
    place === 'county' ? [GRAIN.countyMonth, GRAIN.countyYear] : [GRAIN.townshipMonth, GRAIN.townshipYear];
  return windows.flatMap((w) => {
    const firstYear = Math.ceil(w.from / 12);
    const endYear = Math.floor(w.to / 12);
    if (firstYear >= endYear) return [{ ...w, grain: month }];
    const ends = [...clip(w, w.from, firstYear * 12), ...clip(w, endYear * 12, w.to)];
    return [{ ...w, grain: year, from: firstYear, to: endYear }, ...ends.map((e) => ({ ...e, grain: month }))];
  });
}
