import type { DayNumber } from './dates.ts';
import type { Schedule } from './schedule.ts';

/** The rules where a person lives on a day: those of the province when it has its own, else the national ones. */
export function rulesOfPlace(schedule: Schedule, division: string, day: DayNumber): Schedule {
  for (const v of schedule.variants)
    if (division.startsWith(v.division) && v.from <= day && day < v.to) return v.schedule;
  return schedule;
}
