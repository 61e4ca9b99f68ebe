import { type DayNumber, dayOf, type IsoDate, isoOf, type Period, parsePeriod, plus } from '@miaoben/schedule';

/** Days since 1970-01-01: what the generator counts in; strings are made only for output. */
export type Day = DayNumber;

export type Span = Period;

const FIRST_CACHED = -25_567; // 1900-01-01
const cache: string[] = [];

export function toDay(date: IsoDate): Day {
  const day = dayOf(date);
  if (Number.isNaN(day)) throw new RangeError('not a calendar date YYYY-MM-DD');
  return day;
}

export function toIso(day: Day): IsoDate {
  const cached = cache[day - FIRST_CACHED];
  if (cached !== undefined) return cached;
  const text = isoOf(day);
  if (day >= FIRST_CACHED) cache[day - FIRST_CACHED] = text;
  return text;
}

export function addMonths(day: Day, months: number): Day {
  return plus(day, { months, days: 0 });
}

export function addSpan(day: Day, span: Span): Day {
  return plus(day, span);
}

export function parseSpan(text: string): Span {
  const span = parsePeriod(text);
  if (span === null) throw new RangeError(`not a duration: ${text}`);
  return span;
}

/** Sunday is closed: 1970-01-01 was a Thursday. */
export function nextOpenDay(day: Day): Day {
  return (day + 4) % 7 === 0 ? day + 1 : day;
}

export function startOfYear(day: Day): Day {
  return toDay(`${toIso(day).slice(0, 4)}-01-01`);
}
