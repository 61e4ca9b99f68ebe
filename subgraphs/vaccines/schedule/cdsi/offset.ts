import { type DayNumber, type Period, plusRolled } from '../dates.ts';

const TERM = /([+-]?)\s*(\d+)\s*(year|month|week|day)s?\b/giy;

/**
 * Parses the lengths of time of the supporting data: terms of years, months, weeks and days joined by `+` or `-`
 * ("6 weeks - 4 days", "19 months + 4 weeks"). Null when the text is none.
 */
export function parseOffset(text: string): Period | null {
  const source = text.trim();
  let months = 0;
  let days = 0;
  let at = 0;
  while (at < source.length) {
    TERM.lastIndex = at;
    const match = TERM.exec(source);
    if (!match || (at > 0 && match[1] === '')) return null;
    const amount = Number(match[2]) * (match[1] === '-' ? -1 : 1);
    const unit = match[3]!.toLowerCase();
    if (unit === 'year') months += amount * 12;
    else if (unit === 'month') months += amount;
    else if (unit === 'week') days += amount * 7;
    else days += amount;
    at = TERM.lastIndex;
    while (source[at] === ' ') at += 1;
  }
  return at === 0 ? null : { months, days };
}

/** A calculated date: the day plus the length, by CALCDT-1 to CALCDT-6; `otherwise` when there is no length. */
export function dateOr<T>(from: DayNumber, offset: Period | null, otherwise: T): DayNumber | T {
  return offset ? plusRolled(from, offset) : otherwise;
}
