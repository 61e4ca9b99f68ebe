import { todayInChina } from '../../i18n/format.ts';

/** What a sealed file is handed over for, the most frequent first. */
export const PURPOSES = ['school_entry', 'transfer', 'employment', 'event', 'other'] as const;
export type Purpose = (typeof PURPOSES)[number];
/** Days a hand-over may stay open; the first is proposed. */
export const DAYS = [30, 7, 90] as const;

const DAY_MS = 86_400_000;
/** How many days are left to a last day, today the first. @param last YYYY-MM-DD */
export const daysTo = (last: string, today = todayInChina()): number =>
  (Date.parse(last) - Date.parse(today)) / DAY_MS + 1;
