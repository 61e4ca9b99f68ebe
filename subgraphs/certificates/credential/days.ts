import { CredentialError } from './errors.ts';

const MS_PER_DAY = 86_400_000;

/** Calendar date YYYY-MM-DD to days since 1970-01-01. @throws CredentialError `argument` for no such date. */
export function dayNumber(date: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms) || calendarDate(ms / MS_PER_DAY) !== date) throw new CredentialError('argument', 'date');
  return ms / MS_PER_DAY;
}

/** Days since 1970-01-01 to YYYY-MM-DD. */
export function calendarDate(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}
