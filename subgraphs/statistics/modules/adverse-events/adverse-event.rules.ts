import { addDays } from '../certificate-statistics/cells.rules.ts';

/** Calendar dates, both with them. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

export const PERIODS = ['week', 'month', 'quarter', 'year', 'own'] as const;
export type Period = (typeof PERIODS)[number];

const MONTHS: Readonly<Record<'month' | 'quarter' | 'year', number>> = { month: 1, quarter: 3, year: 12 };

/** The calendar period a day lies in; weeks begin on Monday. */
export function periodOf(period: Exclude<Period, 'own'>, day: string): Span {
  if (period === 'week') {
    const sinceMonday = (new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7;
    const from = addDays(day, -sinceMonday);
    return { from, to: addDays(from, 6) };
  }
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1];
  const first = month - (month % MONTHS[period]);
  const date = (at: number, dayOfMonth: number) => new Date(Date.UTC(year, at, dayOfMonth)).toISOString().slice(0, 10);
  return { from: date(first, 1), to: date(first + MONTHS[period], 0) };
}

/** Groups of completed years at the onset, with their first year. */
export const AGE_GROUPS = [
  { key: '0', from: 0 },
  { key: '1', from: 1 },
  { key: '2', from: 2 },
  { key: '3', from: 3 },
  { key: '4', from: 4 },
  { key: '5', from: 5 },
  { key: '6', from: 6 },
  { key: '7-17', from: 7 },
  { key: '18-59', from: 18 },
  { key: '60+', from: 60 },
] as const;

const PER = 100_000;

/** Reports of 100,000 doses; null without doses. */
export const rateOf = (cases: number, doses: number | null): number | null => (doses ? (cases * PER) / doses : null);
