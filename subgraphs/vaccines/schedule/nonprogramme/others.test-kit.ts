import { nipSchedule } from '@miaoben/seeds/reference/nip-schedule';
import { addDays, evaluateWithOthers, forecastOthers, loadSchedule, type Subject } from '../index.ts';

export const schedule = loadSchedule(nipSchedule(), 'current');

export const person = (birthDate: string, more: Partial<Subject> = {}): Subject => ({
  birthDate,
  sex: 'F',
  division: '320102',
  conditions: [],
  ...more,
});

/** Doses as `2026-03-10 2402`. */
export const history = (...doses: string[]) =>
  doses.map((text, i) => ({ id: String(i).padStart(3, '0'), date: text.slice(0, 10), vaccine: text.slice(11) }));

/** Where one series stands, in the words of the command: status, dose and dates. */
export function seen(subject: Subject, doses: readonly string[], asOf: string, series: string) {
  const found = forecastOthers(subject, history(...doses), schedule, asOf).find((f) => f.series === series);
  if (!found) throw new Error(`no series ${series}`);
  return found;
}

/** `dose 2 due, possible from 2026-04-10` as `2 due 2026-04-10`; finished series by their status. */
export function short(subject: Subject, doses: readonly string[], asOf: string, series: string): string {
  const { status, dose, earliest } = seen(subject, doses, asOf, series);
  return dose === null ? status : `${dose} ${status} ${earliest}`;
}

/** The verdict on the last dose: `valid`, or the codes of what is wrong with it. */
export function verdict(subject: Subject, doses: readonly string[]): string {
  const judged = evaluateWithOthers(subject, history(...doses), schedule, '2099-01-01').doses.at(-1)!;
  const codes = [...new Set(judged.reasons.map((r) => r.code))].join(' ');
  return judged.clinicallyValid ? 'valid' : codes;
}

/** The verdicts on a dose the day before a bound, on it and the day after. */
export function around(subject: Subject, doses: readonly string[], bound: string, vaccine: string): string[] {
  return [-1, 0, 1].map((days) => verdict(subject, [...doses, `${addDays(bound, days)} ${vaccine}`]));
}
