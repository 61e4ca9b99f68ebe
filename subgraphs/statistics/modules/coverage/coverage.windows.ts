import { dayOf, isoOf, type Period, plus } from '@miaoben/schedule';
import {
  CHILDREN,
  FULL_COURSE_DOSES,
  fullCourseMeasure,
  REPORT_SLOTS,
  type ReportSlot,
  withoutJapaneseEncephalitis,
} from './coverage.measures.ts';
import { monthOf } from './coverage.rules.ts';

/**
 * Birth months of which a measure is summed, `from` inclusive, `to` exclusive (year * 12 + month - 1).
 * `due`: all children of the months count as due; otherwise only those who have the dose already.
 */
export interface Window {
  measure: number;
  from: number;
  to: number;
  due: boolean;
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
  const windows: Window[] = [{ measure: CHILDREN, from, to, due: true }];
  for (const { measure, dueAge } of slots) {
    const reached = firstMonthNotReached(today, dueAge);
    windows.push(...clip({ measure, from, to: reached, due: true }, from, to));
    windows.push(...clip({ measure, from: reached, to, due: false }, from, to));
  }
  const ages = FULL_COURSE_DOSES.map(({ age }) => age);
  for (const [i, age] of ages.entries()) {
    const older = ages[i + 1];
    const start = older === undefined ? from : firstMonthNotReached(today, { months: older * 12, days: 0 });
    const end = firstMonthNotReached(today, { months: age * 12, days: 0 });
    windows.push(...clip({ measure: fullCourseMeasure(age), from: start, to: end, due: true }, from, to));
  }
  return windows;
}

/** Splits windows into whole years, answered by the county-and-year rollup, and the months left at their ends. */
export function splitByYear(windows: readonly Window[]): { years: Window[]; months: Window[] } {
  const years: Window[] = [];
  const months: Window[] = [];
  for (const w of windows) {
    const firstYear = Math.ceil(w.from / 12);
    const endYear = Math.floor(w.to / 12);
    if (firstYear >= endYear) {
      months.push(w);
      continue;
    }
    years.push({ ...w, from: firstYear, to: endYear });
    months.push(...clip(w, w.from, firstYear * 12), ...clip(w, endYear * 12, w.to));
  }
  return { years, months };
}
