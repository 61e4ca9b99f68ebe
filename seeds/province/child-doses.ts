import type { Sex } from '@miaoben/identifiers';
import { addMonths, addSpan, type Day, nextOpenDay, startOfYear } from './days.ts';
import type { Rng } from './rng.ts';
import {
  DTAP_CHANGE,
  HPV,
  HPV_BORN_FROM,
  HPV_FROM,
  NON_PROGRAMME,
  OLD_DT,
  OLD_DTAP_AGES,
  PROGRAMME,
  type Slot,
} from './slots.ts';

/** How a family keeps its appointments. */
export interface Habits {
  /** Mean days behind the recommended age. */
  readonly delay: number;
  /** Chance that a dose due is not given at its visit. */
  readonly miss: number;
  /** Chance that a missed dose is never made up for. */
  readonly dropOut: number;
  /** `all`: no dose at all; `after_birth`: the birth doses only. */
  readonly refuses: 'nothing' | 'after_birth' | 'all';
  /** Chance that a dose is given some days before its minimum age, and so is not valid. */
  readonly early: number;
  /** Chance scale of vaccines the family pays for, and of influenza each season. */
  readonly appetite: number;
}

export interface ChildCourse {
  readonly birth: Day;
  readonly sex: Sex;
  /** Last day on which a dose can have been given. */
  readonly until: Day;
  readonly habits: Habits;
  readonly conditions: readonly string[];
  readonly birthWeightG: number;
  readonly hepA: 'HepA-L' | 'HepA-I';
}

export interface PlannedDose {
  readonly day: Day;
  readonly slot: Slot;
}

/** Minimum distance of two injected live vaccines not given together (S26). */
const LIVE_GAP = 28;

/** Draws the doses a child has had, in order of date. */
export function childDoses(course: ChildCourse, rng: Rng): PlannedDose[] {
  if (course.habits.refuses === 'all') return [];
  const plan = new Plan(course, rng);
  for (const slot of PROGRAMME[course.hepA]) plan.programme(slot);
  if (course.sex === 'F' && course.birth >= HPV_BORN_FROM) for (const slot of HPV) plan.give(slot, HPV_FROM);
  for (const { slots, appetite } of NON_PROGRAMME) {
    if (rng.chance(Math.min(0.97, course.habits.appetite * appetite))) for (const slot of slots) plan.give(slot);
  }
  plan.influenza();
  return plan.given.sort((a, b) => a.day - b.day);
}

class Plan {
  readonly given: PlannedDose[] = [];
  private readonly days = new Map<string, Day>();
  private readonly stopped = new Set<string>();
  private readonly visits = new Map<Day, Day>();
  private readonly liveDays: Day[] = [];

  constructor(
    private readonly course: ChildCourse,
    private readonly rng: Rng,
  ) {}

  programme(slot: Slot): void {
    if (slot.series !== 'DTaP') {
      const atRisk = this.course.conditions.some((c) => c.startsWith('HBSAG_')) && this.course.birthWeightG < 2000;
      if (slot.series === 'HepB' && atRisk) this.lowWeightHepB(slot);
      else this.give(slot);
      return;
    }
    // Before the change of 2025 DTaP stood at other ages, and DT in place of the dose at 6 years.
    const oldAge = OLD_DTAP_AGES[slot.dose - 1];
    if (oldAge && addSpan(this.course.birth, oldAge) < DTAP_CHANGE) {
      this.give({
        ...slot,
        age: oldAge,
        minAge: oldAge,
        afterSlots: slot.afterSlots.map((a) => ({ ...a, span: slot.dose < 4 ? { months: 0, days: 28 } : a.span })),
      });
    } else if (!oldAge && OLD_DT.age && addSpan(this.course.birth, OLD_DT.age) < DTAP_CHANGE - 30) {
      this.give(OLD_DT);
    } else {
      this.give(slot, DTAP_CHANGE);
    }
  }

  /** Under 2000 g and mother HBsAg positive or unknown: 0, 1, 2 and 7 months, four doses. */
  private lowWeightHepB(slot: Slot): void {
    const ages = [0, 1, 2];
    const months = ages[slot.dose - 1];
    if (months === undefined) return;
    this.give({
      ...slot,
      age: { months, days: 0 },
      minAge: { months, days: 0 },
      afterSlots: slot.dose === 1 ? [] : [{ slot: `HepB-${slot.dose - 1}`, span: { months: 0, days: 28 } }],
    });
    if (slot.dose === 3) {
      this.give({
        ...slot,
        id: 'HepB-4',
        dose: 4,
        age: { months: 7, days: 0 },
        minAge: { months: 7, days: 0 },
        afterSlots: [{ slot: 'HepB-3', span: { months: 5, days: 0 } }],
      });
    }
  }

  give(slot: Slot, notBefore?: Day): void {
    const { birth, until, habits, conditions } = this.course;
    const atBirth = slot.age !== null && slot.age.months === 0 && slot.age.days === 0;
    if (this.stopped.has(slot.series) || (habits.refuses === 'after_birth' && !atBirth)) return;
    if (conditions.includes('C03') && (slot.liveInjected || slot.vaccineKey === 'bOPV')) return;
    if (conditions.includes('C06') && slot.series === 'DTaP' && slot.dose > 1) return;
    let earliest = slot.minAge ? addSpan(birth, slot.minAge) : birth;
    for (const { slot: before, span } of slot.afterSlots) {
      const day = this.days.get(before);
      // A first dose of the next vaccine (MPSV-AC after MPSV-A) does not wait for one that was never given.
      if (day === undefined && before.startsWith(`${slot.series}-`)) return;
      if (day !== undefined) earliest = Math.max(earliest, addSpan(day, span));
    }
    const due = Math.max(earliest, slot.age ? addSpan(birth, slot.age) : 0, notBefore ?? earliest);
    let day = atBirth ? this.birthVisit(slot) : this.visit(due);
    if (!atBirth && this.rng.chance(habits.miss)) {
      if (this.rng.chance(habits.dropOut)) {
        this.stopped.add(slot.series);
        return;
      }
      day += 30 + this.rng.delay(120);
    }
    if (slot.liveInjected) day = this.clearOfLive(day);
    day = nextOpenDay(day);
    if (!atBirth && due - earliest === 0 && earliest - birth > 5 && this.rng.chance(habits.early))
      day = earliest - this.rng.int(1, 4);
    if (atBirth && slot.series === 'HepB') day = Math.max(day, birth);
    if (day > until || (slot.before && day >= addSpan(birth, slot.before))) return;
    if (slot.liveInjected) this.liveDays.push(day);
    this.days.set(slot.id, day);
    this.given.push({ day, slot });
  }

  influenza(): void {
    const { birth, until, habits } = this.course;
    let season = startOfYear(Math.max(birth, until - 15 * 365));
    for (; season <= until; season = addMonths(season, 12)) {
      const day = nextOpenDay(addMonths(season, 9) + this.rng.int(0, 75));
      if (day <= addMonths(birth, 6) || day > until || habits.refuses !== 'nothing') continue;
      if (this.rng.chance(habits.appetite * 0.7)) this.given.push({ day, slot: INFLUENZA });
    }
  }

  /** All doses recommended at one age are given at one visit. */
  private visit(due: Day): Day {
    const known = this.visits.get(due);
    if (known !== undefined) return known;
    const day = nextOpenDay(due + this.rng.delay(this.course.habits.delay));
    this.visits.set(due, day);
    return day;
  }

  private birthVisit(slot: Slot): Day {
    if (slot.series === 'HepB')
      return this.course.birth + (this.rng.chance(0.94) ? this.rng.int(0, 1) : this.rng.int(2, 20));
    return this.course.birth + (this.rng.chance(0.8) ? this.rng.int(0, 3) : this.rng.int(10, 75));
  }

  private clearOfLive(day: Day): Day {
    let clear = day;
    for (const other of [...this.liveDays].sort((a, b) => a - b)) {
      if (other !== clear && Math.abs(other - clear) < LIVE_GAP) clear = other + LIVE_GAP;
    }
    return clear;
  }
}

const INFLUENZA: Slot = {
  id: 'Influenza-1',
  series: 'Influenza',
  dose: 1,
  vaccineKey: 'IIV3',
  age: null,
  minAge: null,
  afterSlots: [],
  before: null,
  route: 'IM',
  liveInjected: false,
};
