import { COVERAGE_SLOTS } from '@miaoben/schedule';
import { REPORT_SLOTS } from '../coverage/coverage.measures.ts';
import { applies, monthOf } from '../coverage/coverage.rules.ts';

/** 户籍类型 of a file (people, `HouseholdType`), and `unknown` where the file does not tell. */
export const HOUSEHOLDS = ['local', 'other_county', 'other_province', 'outside', 'unknown'] as const;
export type Household = (typeof HOUSEHOLDS)[number];

export const householdOf = (told: string | null | undefined): Household =>
  HOUSEHOLDS.find((h) => h === told) ?? 'unknown';

/** A dose that stands: day, vaccine, clinic, lot, person it was recorded for; empty where not known. */
export type HeldDose = readonly [day: string, vaccine: string, clinic: string, lot: string, origin: string];
/** A dose that was counted and given later than in time (补种), by the column of the report it fills. */
export interface LateDose {
  readonly slot: string;
  readonly day: string;
}
/** What statistics knows of somebody who was or may be vaccinated. */
export interface Recipient {
  person_id: string;
  birth_date: string | null;
  township: string | null;
  sex: string;
  state: string;
  household: Household;
  version: number;
  survivor_id: string | null;
  link_version: number;
  /** bit per position of COVERAGE_SLOTS */
  done: string;
  late: LateDose[];
  slots_version: number;
  doses: Record<string, HeldDose>;
}

/**
 * What a cell counts (`measure`), and what stands in its keys:
 * - `d` doses given: period = year given, birth = year, item = vaccine, place = township of residence, household
 * - `p` people vaccinated: period = year given or 0 for ever, birth = year, place, household
 * - `c` doses caught up: period = month given, birth = month, item = dose, place, household
 * - `n` children without the dose: period = 0, birth = month, item = dose, place, household
 * - `u` doses given by a unit: period = month given, item = vaccine, place = unit, household = county of residence
 * - `l` the same by lot: item = lot
 * - `h` doses by home: period = month given, item = vaccine, place = township of residence
 * - `g` the same by day: period = day given, place = county of residence
 * Months are year * 12 + month - 1, days those since 1970-01-01.
 */
export type Measure = 'd' | 'p' | 'c' | 'n' | 'u' | 'l' | 'h' | 'g';
export interface Cell {
  measure: Measure;
  period: number;
  birth: number;
  item: string;
  place: string;
  household: string;
  count: number;
}

/** The oldest birth year of the columns of the programme; adults have doses, but nothing to catch up. */
const FIRST_COHORT = 2007;
const COUNTY_DIGITS = 6;
const SEPARATOR = '|';

export const cellKey = (c: Omit<Cell, 'count'>): string =>
  [c.measure, c.period, c.birth, c.item, c.place, c.household].join(SEPARATOR);

/** Column of the report by the dose that fills it: DT at school age fills DTaP 5. */
const COLUMN_OF: ReadonlyMap<string, string> = new Map(
  REPORT_SLOTS.flatMap(({ slot, positions }) => positions.map((position) => [COVERAGE_SLOTS[position] ?? '', slot])),
);

/** A day as a number: those since 1970-01-01. */
export const dayNumber = (date: string): number => Date.parse(date) / 86_400_000;

/** Sums cells. */
export class CellSums {
  readonly #cells = new Map<string, Cell>();

  add(cell: Omit<Cell, 'count'>, count: number): void {
    const key = cellKey(cell);
    const known = this.#cells.get(key);
    if (known) known.count += count;
    else this.#cells.set(key, { ...cell, count });
  }

  /** Cells that are not zero, in one order: parallel writers wait for each other instead of deadlocking. */
  list(): Cell[] {
    return [...this.#cells]
      .filter(([, cell]) => cell.count !== 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, cell]) => cell);
  }
}

/** Whether a person's file counts: cancelled ones (wrong, or merged into another) do not. */
export const isCounted = (r: Recipient): r is Recipient & { birth_date: string; township: string } =>
  r.birth_date !== null && r.township !== null && r.state !== 'cancelled';

/** Adds everything a person is counted under, `sign` times. */
export function count(r: Recipient, sums: CellSums, sign: 1 | -1): void {
  if (!isCounted(r)) return;
  const { birth_date, township, household } = r;
  const [birthYear, birthMonth] = [Number(birth_date.slice(0, 4)), monthOf(birth_date)];
  const own = { place: township, household };
  const county = township.slice(0, COUNTY_DIGITS);
  const years = new Set<number>();
  for (const [day, vaccine, clinic, lot] of Object.values(r.doses)) {
    const [year, month] = [Number(day.slice(0, 4)), monthOf(day)];
    years.add(year);
    sums.add({ measure: 'd', period: year, birth: birthYear, item: vaccine, ...own }, sign);
    sums.add({ measure: 'h', period: month, birth: 0, item: vaccine, place: township, household: '' }, sign);
    sums.add({ measure: 'g', period: dayNumber(day), birth: 0, item: vaccine, place: county, household: '' }, sign);
    sums.add({ measure: 'u', period: month, birth: 0, item: vaccine, place: clinic, household: county }, sign);
    if (lot) sums.add({ measure: 'l', period: month, birth: 0, item: lot, place: clinic, household: '' }, sign);
  }
  for (const year of years.size === 0 ? [] : [0, ...years])
    sums.add({ measure: 'p', period: year, birth: birthYear, item: '', ...own }, sign);
  if (r.state !== 'active' || birthYear < FIRST_COHORT) return;
  for (const { slot, day } of r.late)
    sums.add({ measure: 'c', period: monthOf(day), birth: birthMonth, item: slot, ...own }, sign);
  const done = BigInt(r.done);
  for (const column of REPORT_SLOTS) {
    if ((done & column.mask) !== 0n || !applies(column, { township, sex: r.sex, birthDate: birth_date })) continue;
    sums.add({ measure: 'n', period: 0, birth: birthMonth, item: column.slot, ...own }, sign);
  }
}

/** Doses that came late, one for each column; of two that fill one, the first. */
export function lateDoses(slots: readonly { slot: string; date: string; timely: boolean }[]): LateDose[] {
  const late = new Map<string, string>();
  for (const { slot, date, timely } of slots) {
    const column = timely ? undefined : COLUMN_OF.get(slot);
    if (column !== undefined && date < (late.get(column) ?? '9999')) late.set(column, date);
  }
  return [...late].map(([slot, day]) => ({ slot, day })).sort((a, b) => (a.slot < b.slot ? -1 : 1));
}
