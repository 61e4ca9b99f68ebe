import {
  forecast,
  type GivenDose,
  loadSchedule,
  type Schedule,
  type SeriesForecast,
  type Subject,
} from '@miaoben/schedule';
import reference from '../../seeds/reference/nip-schedule.json' with { type: 'json' };

export const REFERENCE: unknown = reference;
export const NOW = loadSchedule(reference, 'current');

/** A child without anything special, in a province with routine JE. */
export function child(birthDate: string, more: Partial<Subject> = {}): Subject {
  return { birthDate, sex: 'F', division: '320102', conditions: [], ...more };
}

/** Doses from `code date` pairs. */
export function doses(...rows: string[]): GivenDose[] {
  return rows.map((row, i) => {
    const [vaccine, date] = row.split(' ') as [string, string];
    return { id: `dose-${i}`, vaccine, date };
  });
}

export function seriesOn(
  subject: Subject,
  history: readonly GivenDose[],
  asOf: string,
  series: string,
  schedule: Schedule = NOW,
): SeriesForecast {
  const found = forecast(subject, history, schedule, asOf).find((f) => f.series === series);
  if (!found) throw new Error(`no series ${series}`);
  return found;
}
