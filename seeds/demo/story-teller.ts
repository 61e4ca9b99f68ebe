import type { Sex } from '@miaoben/identifiers';
import type { ChildSpec, Family, PersonBuilder } from '../province/builder.ts';
import type { Habits } from '../province/child-doses.ts';
import { addMonths, type Day } from '../province/days.ts';
import type { People } from '../province/names.ts';
import { Rng } from '../province/rng.ts';
import type { GeneratedDose, GeneratedPerson } from '../province/types.ts';
import { demoClinic } from './organisations.ts';

/** Every appointment kept, nothing bought: stories must not depend on luck. */
export const KEEPS_APPOINTMENTS: Habits = { delay: 1, miss: 0, dropOut: 0, refuses: 'nothing', early: 0, appetite: 0 };

interface Told extends Partial<Omit<ChildSpec, 'clinic' | 'family'>> {
  readonly clinic: string;
  readonly family: Family;
  readonly birth: Day;
  readonly sex: Sex;
}

/** Makes the persons of named stories: exact ages relative to today, exact doses. */
export class StoryTeller {
  private readonly rng: Rng;

  constructor(
    readonly builder: PersonBuilder,
    seed: number,
    stream: number,
  ) {
    this.rng = new Rng(seed, stream);
  }

  get today(): Day {
    return this.builder.today;
  }

  /** The day a child of this age today was born. */
  bornAgo(years: number, months: number, days = 0): Day {
    return addMonths(this.today, -(years * 12 + months)) - days;
  }

  family(clinic: string, people: People, eldestBirth: Day, names: { mother?: string; father?: string } = {}): Family {
    const residence = demoClinic(clinic).serves[0];
    if (residence === undefined) throw new Error(`clinic ${clinic} serves no township`);
    const family = this.builder.family(residence, eldestBirth, this.rng, people);
    const { mother, father } = family;
    return {
      ...family,
      mother: { ...mother, name: names.mother ?? mother.name },
      father: { ...father, name: names.father ?? father.name },
    };
  }

  child({ clinic, habits, birthWeightG, ...told }: Told): GeneratedPerson {
    return this.builder.child(
      { clinic: demoClinic(clinic), habits: habits ?? KEEPS_APPOINTMENTS, birthWeightG: birthWeightG ?? 3200, ...told },
      this.rng,
    );
  }

  /** A further dose, given at the managing clinic. */
  withDose(person: GeneratedPerson, vaccineKey: string, day: Day, route: string, site = '1'): GeneratedPerson {
    const dose = this.builder.dose(vaccineKey, day, route, site, person.managingClinicCode, this.rng);
    return { ...person, doses: inOrder([...person.doses, dose]) };
  }

  /** The same person in another file, with another id and barcode and its own ids of doses. */
  secondFile(
    person: GeneratedPerson,
    change: Partial<GeneratedPerson>,
    doses: readonly GeneratedDose[],
  ): GeneratedPerson {
    const day = this.today - 200;
    return {
      ...person,
      id: this.builder.id(day, this.rng),
      barcode: this.builder.barcode(person.residenceDivision, day),
      ...change,
      doses: doses.map((dose) => ({ ...dose, id: this.builder.id(this.today - 200, this.rng) })),
    };
  }
}

export function inOrder(doses: readonly GeneratedDose[]): readonly GeneratedDose[] {
  return [...doses].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

/** Takes away the last `count` doses whose vaccine is of a class (first two digits of the national code). */
export function withoutLast(person: GeneratedPerson, majorCode: string, count = 1): GeneratedPerson {
  const ofClass = person.doses.filter((d) => d.vaccine.startsWith(majorCode));
  const removed = new Set(ofClass.slice(-count).map((d) => d.id));
  return { ...person, doses: person.doses.filter((d) => !removed.has(d.id)) };
}
