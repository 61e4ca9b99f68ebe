/**
 * Civil dates: calendar days without zone or clock. Inside the engine a date is a day number
 * (days since 1970-01-01), so that hot loops compare integers and no `Date` object is made.
 */

/** A calendar date `YYYY-MM-DD`, without a time zone. */
export type IsoDate = string;

/** Days since 1970-01-01 in the proleptic Gregorian calendar. */
export type DayNumber = number;

/** A length of calendar time: whole months (a year is 12) and exact days. */
export interface Period {
  readonly months: number;
  readonly days: number;
}

const PERIOD = /^P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/;
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function monthLength(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return leap ? 29 : MONTH_LENGTHS[month - 1]!;
}

/** The day number of a civil date (H. Hinnant, "chrono-compatible low-level date algorithms"). */
function fromCivil(year: number, month: number, day: number): DayNumber {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function toCivil(dayNumber: DayNumber): Civil {
  const z = dayNumber + 719468;
  const era = Math.floor(z / 146097);
  const doe = z - era * 146097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp + (mp < 10 ? 3 : -9);
  return { year: yoe + era * 400 + (month <= 2 ? 1 : 0), month, day: doy - Math.floor((153 * mp + 2) / 5) + 1 };
}

/** The decimal number in a part of a text, or -1 when a character is no digit. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

const DASH = 45;

/** The day number of an ISO date, or NaN when the text is no existing calendar date. */
export function dayOf(date: IsoDate): DayNumber {
  if (date.length !== 10 || date.charCodeAt(4) !== DASH || date.charCodeAt(7) !== DASH) return Number.NaN;
  const year = digits(date, 0, 4);
  const month = digits(date, 5, 7);
  const day = digits(date, 8, 10);
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > monthLength(year, month)) return Number.NaN;
  return fromCivil(year, month, day);
}

/** The ISO date of a day number. */
export function isoOf(day: DayNumber): IsoDate {
  const { year, month, day: date } = toCivil(day);
  return `${year > 999 ? year : String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(date)}`;
}

function twoDigits(n: number): string {
  return n < 10 ? `0${n}` : `${n}`;
}

/** Adds a period to a day: months first (clamped to the last day of the month), then days. */
export function plus(day: DayNumber, period: Period): DayNumber {
  if (period.months === 0) return day + period.days;
  const c = toCivil(day);
  const months = c.year * 12 + c.month - 1 + period.months;
  const year = Math.floor(months / 12);
  const month = months - year * 12 + 1;
  return fromCivil(year, month, Math.min(c.day, monthLength(year, month))) + period.days;
}

/**
 * Adds a period to a day: months first, then days. A day that the month does not have becomes the first of the next
 * month (CDSi Logic Specification 4.6, CALCDT-5 and CALCDT-6), where `plus` stays in the month.
 */
export function plusRolled(day: DayNumber, period: Period): DayNumber {
  if (period.months === 0) return day + period.days;
  const c = toCivil(day);
  const months = c.year * 12 + c.month - 1 + period.months;
  const year = Math.floor(months / 12);
  const month = months - year * 12 + 1;
  const last = monthLength(year, month);
  return fromCivil(year, month, Math.min(c.day, last)) + (c.day > last ? 1 : 0) + period.days;
}

/** Parses an ISO 8601 duration of years, months, weeks and days; null when it is not one. */
export function parsePeriod(text: string): Period | null {
  const m = PERIOD.exec(text);
  if (!m) return null;
  const n = (i: number) => Number(m[i] ?? 0);
  return { months: n(1) * 12 + n(2), days: n(3) * 7 + n(4) };
}

function strictDay(date: IsoDate): DayNumber {
  const day = dayOf(date);
  if (Number.isNaN(day)) throw new RangeError('not a calendar date YYYY-MM-DD');
  return day;
}

/** `date` + months; a day the month does not have becomes its last day. Throws RangeError on a malformed date. */
export function addMonths(date: IsoDate, months: number): IsoDate {
  return isoOf(plus(strictDay(date), { months, days: 0 }));
}

/** `date` + years; 29 February becomes 28 February in a common year. Throws RangeError on a malformed date. */
export function addYears(date: IsoDate, years: number): IsoDate {
  return addMonths(date, years * 12);
}

/** `date` + days. Throws RangeError on a malformed date. */
export function addDays(date: IsoDate, days: number): IsoDate {
  return isoOf(strictDay(date) + days);
}

/** Days from `from` to `to`, negative when `to` is earlier. Throws RangeError on a malformed date. */
export function diffDays(from: IsoDate, to: IsoDate): number {
  return strictDay(to) - strictDay(from);
}

/** Completed age on a day: years, remaining months, remaining days; negative ages are refused with RangeError. */
export function ageAt(birth: IsoDate, on: IsoDate): { years: number; months: number; days: number } {
  const from = strictDay(birth);
  const to = strictDay(on);
  if (to < from) throw new RangeError('the day lies before the birth');
  const a = toCivil(from);
  const b = toCivil(to);
  let months = (b.year - a.year) * 12 + b.month - a.month;
  if (plus(from, { months, days: 0 }) > to) months -= 1;
  const reached = plus(from, { months, days: 0 });
  return { years: Math.floor(months / 12), months: months % 12, days: to - reached };
}
