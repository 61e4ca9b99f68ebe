import type { Sex } from '@miaoben/identifiers';
import { addMonths, type Day, nextOpenDay, startOfYear, toDay } from './days.ts';
import type { Rng } from './rng.ts';

export interface PlannedAdultDose {
  readonly day: Day;
  readonly vaccineKey: string;
}

const COVID_FROM = toDay('2021-03-01');
const COVID_TO = toDay('2022-06-30');

/**
 * Draws what an adult's file holds. Adults come into the system by single occasions (a bite, an influenza season), so
 * most files have one dose; the mean is about 1.16 (6.1 of the 33.3 million doses of Q-165 on 5.3 million files).
 */
export function adultDoses(birth: Day, sex: Sex, until: Day, rng: Rng): PlannedAdultDose[] {
  const doses: PlannedAdultDose[] = [];
  const age = (until - birth) / 365.25;
  const recent = (years: number): Day => until - rng.int(0, Math.floor(years * 365));
  const course = (vaccineKey: string, first: Day, offsets: readonly number[]): void => {
    for (const offset of offsets) {
      const day = nextOpenDay(first + offset);
      if (day <= until) doses.push({ day, vaccineKey });
    }
  };
  if (rng.chance(0.34)) {
    const season = addMonths(startOfYear(until), -12 * rng.int(1, 5));
    course('IIV3', addMonths(season, 9) + rng.int(0, 80), [0]);
  }
  if (rng.chance(0.15)) course('COVID-19', rng.int(COVID_FROM, COVID_TO), [0, 28].slice(0, rng.int(1, 2)));
  if (rng.chance(0.07)) course('RabV', recent(6), [0, 3, 7, 14, 28].slice(0, rng.int(3, 5)));
  if (rng.chance(0.06)) course('HepB', recent(8), [0, 30, 183].slice(0, rng.int(1, 3)));
  if (sex === 'F' && age < 46 && rng.chance(0.09)) course('HPV9', recent(5), [0, 61, 184]);
  if (age >= 60 && rng.chance(0.3)) course('PPSV23', recent(6), [0]);
  if (age >= 50 && rng.chance(0.03)) course('RZV', recent(4), [0, 75]);
  if (rng.chance(0.03)) course('TT', recent(6), [0]);
  return doses.sort((a, b) => a.day - b.day);
}
