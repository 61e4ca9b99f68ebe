import { type GivenDose, loadSchedule, OBSERVATION_CODES, type Schedule, type Subject } from '@miaoben/schedule';
import type { PackDose, PackFact, PackPerson } from './packs-rows.ts';
import { heldSchedule } from './schedule-held.ts';

let loaded: { key: string; schedule: Promise<Schedule> } | undefined;

/** The version in force on a day, of the schedule document this device holds. */
export async function scheduleOn(day: string): Promise<Schedule> {
  const { documentId, document, layers } = await heldSchedule();
  const key = `${documentId} ${day}`;
  if (loaded?.key !== key) loaded = { key, schedule: Promise.resolve(loadSchedule(document, { asOf: day }, layers)) };
  return loaded.schedule;
}

const OBSERVATIONS: ReadonlySet<string> = new Set(OBSERVATION_CODES);

/** What the engine is told of a file. `facts` are the dated findings and passing states of the child. */
export function subjectOf(
  person: Pick<PackPerson, 'birthDate' | 'sex' | 'residence' | 'conditions'> & { birthWeightG?: number | null },
  facts: readonly PackFact[] = [],
): Subject {
  return {
    birthDate: person.birthDate,
    sex: person.sex,
    division: person.residence,
    conditions: [
      ...person.conditions.map((code) => ({ code })),
      ...facts
        .filter(({ code }) => !OBSERVATIONS.has(code))
        .map(({ code, date, until }) => ({ code, from: date, ...(until && { until }) })),
    ],
    observations: facts.filter(({ code }) => OBSERVATIONS.has(code)).map(({ code, date }) => ({ code, date })),
    ...(person.birthWeightG != null && { birthWeightG: person.birthWeightG }),
  };
}

type JudgedDose = Pick<PackDose, 'id' | 'date' | 'vaccine' | 'lotExpires' | 'partial' | 'recalled'>;

/** What the engine is told of the standing doses of a child. */
export const historyOf = (doses: readonly JudgedDose[]): GivenDose[] =>
  doses.map(({ id, date, vaccine, lotExpires, partial, recalled }) => ({
    id,
    date,
    vaccine,
    ...(lotExpires && { lotExpires }),
    ...((partial || recalled) && {
      substandard: [...(recalled ? ['recalled_lot' as const] : []), ...(partial ? ['partial_dose' as const] : [])],
    }),
  }));
