import {
  COVERAGE_SLOTS,
  type CoverageSlot,
  loadSchedule,
  type Period,
  PROGRAMME_SLOTS,
  type Schedule,
} from '@miaoben/schedule';
import { nipSchedule } from '@miaoben/seeds/reference/nip-schedule';

/**
 * What a row of a rollup counts (`measure`):
 * - -1: children of the birth cohort; -2: girls whom the HPV programme covers; -3: children of whom the full course is judged
 * - 0-63: children with one dose, the position in COVERAGE_SLOTS
 * - 100 + n: children with the full course (全程接种) of the age group of n completed years
 */
export const CHILDREN = -1;
export const HPV_GIRLS = -2;
export const JUDGED = -3;
const FULL_COURSE = 100;

/** How fine a rollup is (`grain`): a report reads the coarsest that answers it. */
export const GRAIN = { townshipMonth: 0, townshipYear: 1, countyMonth: 2, countyYear: 3 } as const;
export type Grain = (typeof GRAIN)[keyof typeof GRAIN];

/**
 * The rules of the release say who is counted under a dose: rollups are kept by differences, so that must not turn while they
 * stand. From which age a child is due is read when a report is made, and follows the schedule in use (`useSchedule`).
 */
const schedule = loadSchedule(nipSchedule(), 'current');

/** Position of a slot in COVERAGE_SLOTS: its bit in stored masks and its measure. */
export const positionOf = (slot: CoverageSlot): number => COVERAGE_SLOTS.indexOf(slot);
export const maskOf = (...slots: CoverageSlot[]): bigint =>
  slots.reduce((mask, slot) => mask | (1n << BigInt(positionOf(slot))), 0n);

/** A column of the report. */
export interface ReportSlot {
  readonly slot: CoverageSlot;
  readonly measure: number;
  /** zh-CN, as the report form has it */
  readonly name: string;
  /** age from which a child of the cohort is due */
  readonly dueAge: Period;
  /** positions of the recorded slots that fill this column */
  readonly positions: readonly number[];
  readonly mask: bigint;
  /** measure of the children the dose is meant for */
  readonly target: number;
  /** only girls, born on or after (days since 1970-01-01) */
  readonly girlsBornFrom: number | null;
  readonly exemptDivisions: readonly string[];
}

const SERIES_OF: Readonly<Record<string, string>> = { MCV: 'MMR' };
const NAMES: Readonly<Record<string, string>> = { MCV: '含麻疹成分疫苗' };
// S46, SDTP: the fifth dose of the cohort report is (DTaP 5 + DT) / due.
const FILLED_BY: Partial<Record<CoverageSlot, CoverageSlot[]>> = { 'DTaP-5': ['DTaP-5', 'DT-1'] };

/** Age from which a child is due for a dose; null: the schedule has no such dose. */
function dueAgeIn(rules: Schedule, slot: CoverageSlot): Period | null {
  const at = slot.lastIndexOf('-');
  const series = rules.byId.get(SERIES_OF[slot.slice(0, at)] ?? slot.slice(0, at));
  const rule = series?.doses[Number(slot.slice(at + 1)) - 1];
  if (!rule) return null;
  const first = series?.doses[0]?.recommendedAge;
  if (rule.recommendedAge || !first || !rule.recommendedAfterFirst) return rule.recommendedAge;
  const { months, days } = rule.recommendedAfterFirst;
  return { months: first.months + months, days: first.days + days };
}

let inUse: Schedule | undefined;

/** Lets reports be made by the schedule that vaccines uses; undefined: by that of the release. */
export function useSchedule(rules: Schedule | undefined): void {
  inUse = rules;
}

function reportSlot(slot: CoverageSlot): ReportSlot {
  const at = slot.lastIndexOf('-');
  const className = slot.slice(0, at);
  const number = Number(slot.slice(at + 1));
  const series = schedule.byId.get(SERIES_OF[className] ?? className);
  const released = dueAgeIn(schedule, slot);
  if (!series || !released) throw new Error(`the schedule has no age for ${slot}`);
  const filledBy = FILLED_BY[slot] ?? [slot];
  return {
    slot,
    measure: positionOf(slot),
    name: `${NAMES[className] ?? series.zh}第${number}剂`,
    get dueAge() {
      return (inUse && dueAgeIn(inUse, slot)) ?? released;
    },
    positions: filledBy.map(positionOf),
    mask: maskOf(...filledBy),
    target: series.sex === 'F' ? HPV_GIRLS : CHILDREN,
    girlsBornFrom: series.sex === 'F' ? series.bornFrom : null,
    exemptDivisions: series.exemptDivisions,
  };
}

/** The 20 programme doses of Q-16, then Japanese encephalitis (not in 63, 54, 65, 66) and HPV. */
export const REPORT_SLOTS: readonly ReportSlot[] = [
  ...PROGRAMME_SLOTS,
  ...(['JE-1', 'JE-2', 'HPV-1', 'HPV-2'] as const),
].map(reportSlot);

/** Birth weight below which, with an HBsAg-positive or unknown mother, four HepB doses are due (S26). */
export const LOW_BIRTH_WEIGHT_G = schedule.byId.get('HepB')?.lowWeight?.belowG ?? 0;

/** Whether routine Japanese encephalitis vaccination does not exist in the division (S46). */
export const withoutJapaneseEncephalitis = (division: string): boolean =>
  schedule.byId.get('JE')?.exemptDivisions.some((d) => division.startsWith(d)) ?? false;

/**
 * Doses that an age group of completed years needs beyond the group before (S46, SDTP, S29; nip-schedule section 8).
 * DTaP from 7 years on is counted by number (see rules), the doses of inactivated products only where those were used.
 */
export const FULL_COURSE_DOSES: readonly { readonly age: number; readonly slots: readonly CoverageSlot[] }[] = [
  {
    age: 1,
    slots: [
      'HepB-1',
      'HepB-2',
      'HepB-3',
      'BCG-1',
      'Polio-1',
      'Polio-2',
      'Polio-3',
      'DTaP-1',
      'DTaP-2',
      'DTaP-3',
      'MCV-1',
      'JE-1',
      'MPSV-A-1',
      'MPSV-A-2',
    ],
  },
  { age: 2, slots: ['DTaP-4', 'MCV-2', 'HepA-1'] },
  { age: 3, slots: ['JE-2'] },
  { age: 4, slots: ['MPSV-AC-1'] },
  { age: 5, slots: ['Polio-4'] },
  { age: 7, slots: ['DTaP-5', 'MPSV-AC-2'] },
  { age: 14, slots: ['HPV-1', 'HPV-2'] },
];

/** The measure that counts the full course of an age group. */
export const fullCourseMeasure = (age: number): number => FULL_COURSE + age;

const TARGETS: ReadonlyMap<number, string> = new Map([
  [CHILDREN, 'children'],
  [HPV_GIRLS, 'girls of the HPV programme'],
  [JUDGED, 'children judged'],
]);

/** Short name of a measure for reports of differences. */
export const measureName = (measure: number): string =>
  TARGETS.get(measure) ?? COVERAGE_SLOTS[measure] ?? `full course ${measure - FULL_COURSE}`;
