import { ageDay, type Context, isExempt, makeContext, type Rec, rulesInForce } from './context.ts';
import { type DayNumber, type IsoDate, isoOf, plus } from './dates.ts';
import { fourDoseHepB } from './rules/birth.ts';
import type { DoseRule, Schedule, SeriesRules } from './schedule.ts';
import type { Tracer } from './trace-step.ts';
import type { GivenDose, Subject } from './types.ts';
import { belongs } from './walk.ts';

/**
 * Every dose the statistics can count. Append only: the index is a bit position in stored masks. The first 20 are
 * the programme's doses without Japanese encephalitis and HPV; MCV is any measles-containing vaccine.
 */
export const COVERAGE_SLOTS = [
  'HepB-1',
  'HepB-2',
  'HepB-3',
  'BCG-1',
  'Polio-1',
  'Polio-2',
  'Polio-3',
  'Polio-4',
  'DTaP-1',
  'DTaP-2',
  'DTaP-3',
  'DTaP-4',
  'DTaP-5',
  'MCV-1',
  'MCV-2',
  'MPSV-A-1',
  'MPSV-A-2',
  'MPSV-AC-1',
  'MPSV-AC-2',
  'HepA-1',
  'JE-1',
  'JE-2',
  'HPV-1',
  'HPV-2',
  'HepB-4',
  'HepA-2',
  'DT-1',
  'DT-2',
  'DT-3',
  'JE-I-1',
  'JE-I-4',
  'HepA-I-1',
] as const;

export type CoverageSlot = (typeof COVERAGE_SLOTS)[number];

/** The 20 programme doses of Q-16: the first 20 slots. */
export const PROGRAMME_SLOTS: readonly CoverageSlot[] = COVERAGE_SLOTS.slice(0, 20);

export interface CountedSlot {
  readonly slot: CoverageSlot;
  readonly date: IsoDate;
  /** Given before the completion age of the version in force on the day; true where that version sets none. */
  readonly timely: boolean;
}

/**
 * The doses the coverage statistics count: repeats dropped, ranked by date within the vaccine class with its
 * substitutes, at most as many as the schedule holds (S46, SDTP, SLIB). Clinical validity plays no part.
 * Doses without a calendar date are left out. Throws SubjectError when a date of the subject is none.
 * A first hepatitis A dose of an inactivated product fills HepA-1 and HepA-I-1: from 3 years on its course needs
 * a second dose, that of the live product does not (S46, SLIB).
 */
export function coverageSlots(subject: Subject, history: readonly GivenDose[], schedule: Schedule): CountedSlot[] {
  const ctx = makeContext(subject, history, schedule, subject.birthDate);
  const slots = countDoses(ctx).map(({ slot, rec, rules }) => ({
    slot,
    date: isoOf(rec.day),
    timely: timely(ctx, rules, slot, rec.day),
  }));
  const hepA = schedule.byId.get('HepA');
  const first = slots.find((s) => s.slot === 'HepA-1');
  if (hepA && first && firstIsInactivated(ctx, hepA)) slots.push({ ...first, slot: 'HepA-I-1' });
  return slots;
}

/** A slot with the record that fills it. */
interface Counted {
  readonly slot: CoverageSlot;
  readonly rec: Rec;
  readonly rules: SeriesRules;
}

export function countDoses(ctx: Context): Counted[] {
  const found: Counted[] = [];
  for (const rules of ctx.schedule.series) {
    const slots = slotsOf(ctx, rules);
    const recs = ranked(ctx, rules, slots.length);
    for (let i = 0; i < recs.length; i++) {
      const [slot, rec] = [slots[i], recs[i]!];
      if (!slot) continue;
      if (ctx.tracer) traceCounted(ctx, ctx.tracer, { slot, rec, rules }, i + 1);
      found.push({ slot, rec, rules });
    }
  }
  return found;
}

function traceCounted(ctx: Context, tracer: Tracer, { slot, rec, rules }: Counted, dose: number): void {
  tracer.dose(rec);
  tracer.by('coverage', rules.id);
  tracer.step({ check: 'coverage', passed: true, ruleId: 'coverage.ranking', dose });
  const passed = timely(ctx, rules, slot, rec.day);
  tracer.step({ check: 'timely', passed, ruleId: 'coverage.timelyGeneral', dose });
}

/** The slots `<id>-1` to `<id>-<n>`, as far as there are such. */
const SLOTS_BY_CLASS: ReadonlyMap<string, readonly CoverageSlot[]> = Map.groupBy(COVERAGE_SLOTS, (slot) =>
  slot.slice(0, slot.lastIndexOf('-')),
);

function slotsNamed(id: string, n: number): readonly CoverageSlot[] {
  const slots = SLOTS_BY_CLASS.get(id) ?? [];
  return slots.length > n ? slots.slice(0, n) : slots;
}

/** The slots of a class in order of rank, for this person. */
function slotsOf(ctx: Context, rules: SeriesRules): readonly CoverageSlot[] {
  const { subject, schedule } = ctx;
  switch (rules.id) {
    case 'HepB':
      return slotsNamed(
        rules.id,
        fourDoseHepB(ctx) && ctx.birth >= schedule.fourthHepBBornFrom && hepBInTime(ctx, rules) ? 4 : 3,
      );
    case 'MMR':
      return slotsNamed('MCV', rules.doses.length);
    case 'DT':
      return slotsNamed(rules.id, rules.dt?.total ?? 0);
    case 'JE':
      if (isExempt(ctx, rules)) return [];
      return firstIsInactivated(ctx, rules) ? ['JE-I-1', 'JE-1', 'JE-2', 'JE-I-4'] : ['JE-1', 'JE-2'];
    case 'HepA':
      return firstIsInactivated(ctx, rules) ? ['HepA-1', 'HepA-2'] : ['HepA-1'];
    case 'HPV':
      return subject.sex === 'F' && ctx.birth >= (rules.bornFrom ?? ctx.birth) ? ['HPV-1', 'HPV-2'] : [];
    default:
      return slotsNamed(rules.id, rules.doses.length);
  }
}

function inClass(ctx: Context, rules: SeriesRules, rec: Rec): boolean {
  if (rec.duplicate || !(rec.day >= ctx.birth) || !rules.members.has(rec.given.vaccine)) return false;
  return belongs(ctx, rules, rec.given.vaccine, rec.day);
}

function firstIsInactivated(ctx: Context, rules: SeriesRules): boolean {
  const first = ctx.recs.find((rec) => inClass(ctx, rules, rec));
  return first !== undefined && !rules.groups[0]!.codes.includes(first.given.vaccine);
}

/** The fourth HepB dose is not counted when the first came after one month of age (S46). */
function hepBInTime(ctx: Context, rules: SeriesRules): boolean {
  const first = ctx.recs.find((rec) => inClass(ctx, rules, rec));
  return first === undefined || first.day <= ageDay(ctx, rules.doses[1]!.minAge!);
}

function ranked(ctx: Context, rules: SeriesRules, most: number): Rec[] {
  const counted: Rec[] = [];
  const end = endOf(ctx, rules);
  let substitutes = 0;
  let early = false;
  let near: Rec | null = null;
  for (const rec of ctx.recs) {
    if (!inClass(ctx, rules, rec) || rec.day >= end) continue;
    const code = rec.given.vaccine;
    if (rules.substitutes?.codes.has(code) && rules.substitutes.labelBelow) {
      substitutes += 1;
      if (substitutes === 1) early = rec.day < ageDay(ctx, rules.substitutes.labelBelow);
      if (early && substitutes === 2) continue;
    }
    ctx.tracer?.dose(rec);
    ctx.tracer?.by('coverage', rules.id);
    if (counted.length < most && countsAs(ctx, rules, counted, code, rec.day)) counted.push(rec);
    else if (rules.id === 'HPV' && counted.length === 1 && rules.give.includes(code)) near ??= rec;
  }
  // A programme dose too near to the first is still the second one when no other comes (section 7).
  if (near && counted.length === 1) counted.push(near);
  return counted;
}

function countsAs(ctx: Context, rules: SeriesRules, before: readonly Rec[], code: string, day: DayNumber): boolean {
  const from = rules.coverageFrom?.[before.length];
  if (from) {
    const bound = ageDay(ctx, from);
    const dose = before.length + 1;
    const ruleId = 'coverage.earlyDoses';
    ctx.tracer?.step({ check: 'coverage_age', passed: day >= bound, ruleId, dose, bound });
    if (day < bound) return false;
  }
  if (rules.dt && day < ageDay(ctx, rules.dt.schoolAge)) return false;
  if (before.length > 0 && rules.substitutes?.notAsSecond.has(code)) return false;
  if (rules.components) {
    if (!rules.components.byCode.get(code)?.includes('measles')) return false;
    const { extraDose } = rules.components;
    if (day >= ageDay(ctx, extraDose.from) && day < ageDay(ctx, extraDose.before)) return false;
  }
  // Two HPV doses nearer than the interval: the next one is counted as the second (S29).
  const min = rules.id === 'HPV' ? rules.doses[before.length]?.intervals[0]?.min : undefined;
  const first = before[0];
  return !(min && first && day < plus(first.day, min));
}

function endOf(ctx: Context, rules: SeriesRules): DayNumber {
  if (rules.dt) return ageDay(ctx, rules.dt.before);
  return rules.doses[0] ? ageDay(ctx, rules.doses[0].catchUpBefore) : Number.POSITIVE_INFINITY;
}

function timely(ctx: Context, rules: SeriesRules, slot: CoverageSlot, day: DayNumber): boolean {
  const then = rulesInForce(ctx, rules.id, day) ?? rules;
  const number = Number(slot.slice(slot.lastIndexOf('-') + 1));
  if (slot === 'HepB-1') {
    // The statistics know days, not hours: the day after birth is still within 24 hours (S46).
    const hours24 = then.doses[0]?.completeBefore;
    return !hours24 || day <= plus(ctx.birth, hours24);
  }
  const rule = ruleOfSlot(then, slot, number);
  if (rule?.completeAfterFirst) {
    const first = ctx.recs.find((rec) => inClass(ctx, rules, rec));
    return first === undefined || day < plus(first.day, rule.completeAfterFirst);
  }
  return !rule?.completeBefore || day < ageDay(ctx, rule.completeBefore);
}

function ruleOfSlot(rules: SeriesRules, slot: CoverageSlot, number: number): DoseRule | undefined {
  if (slot === 'HepB-4') return rules.lowWeight?.doses[3];
  if (slot === 'HepA-2' || slot === 'JE-I-1' || slot === 'JE-I-4') return rules.groups[1]?.doses[number - 1];
  return rules.doses[number - 1];
}
