import { type GivenDose, loadSchedule, type Schedule, type Subject } from '@miaoben/schedule';
import { scheduleReference } from '../data/schedule-reference.ts';
import type { PackDose, PackPerson } from './packs-rows.ts';

let loaded: Promise<Schedule> | undefined;

/** The schedule version in force on a day; its data are a chunk of their own, precached with the app. */
export function scheduleOn(day: string): Promise<Schedule> {
  loaded ??= scheduleReference().then((reference) => loadSchedule(reference, { asOf: day }));
  return loaded;
}

/** What the engine is told of a file. */
export function subjectOf(
  person: Pick<PackPerson, 'birthDate' | 'sex' | 'residence' | 'conditions'> & { birthWeightG?: number | null },
): Subject {
  return {
    birthDate: person.birthDate,
    sex: person.sex,
    division: person.residence,
    conditions: person.conditions.map((code) => ({ code })),
    ...(person.birthWeightG != null && { birthWeightG: person.birthWeightG }),
  };
}

export const historyOf = (doses: readonly Pick<PackDose, 'id' | 'date' | 'vaccine'>[]): GivenDose[] =>
  doses.map(({ id, date, vaccine }) => ({ id, date, vaccine }));
