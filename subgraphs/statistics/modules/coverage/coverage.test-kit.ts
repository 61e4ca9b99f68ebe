import { type Em, newId, type Orm, query } from '@miaoben/kernel';
import { COVERAGE_SLOTS, type CoverageSlot } from '@miaoben/schedule';
import type { CoverageChanged, PersonChanged } from '@miaoben/schema';
import { GRAIN } from './coverage.measures.ts';
import { monthOf } from './coverage.rules.ts';

/** Today of the tests; a Saturday in the middle of a month, so that a birth month can be half due. */
export const TODAY = '2026-11-21';

export const TOWNSHIPS = ['630121001', '630121002', '630122001', '630203001', '620102001'] as const;

/** A person's file as people announces it: an active girl of the first township, unless said otherwise. */
export function person(changes: Partial<PersonChanged> = {}): PersonChanged {
  return {
    type: 'person.changed',
    personId: newId(),
    birthDate: '2024-03-10',
    sex: 'F',
    divisionCode: TOWNSHIPS[0],
    managingOrgId: '01900000-0000-7000-8000-000000000001',
    registrationState: 'active',
    conditions: [],
    birthWeightG: 3200,
    documentBlind: null,
    nameBlind: 'blind',
    sealed: 'sealed',
    version: 1,
    ...changes,
  };
}

/** The doses counted for a person as vaccines announces them; its copies of the file's data may be old. */
export function coverage(
  of: PersonChanged,
  slots: readonly CoverageSlot[],
  late: readonly CoverageSlot[] = [],
): CoverageChanged {
  return {
    type: 'coverage.changed',
    personId: of.personId,
    birthDate: of.birthDate,
    divisionCode: of.divisionCode,
    managingOrgId: of.managingOrgId,
    registrationState: of.registrationState,
    sex: of.sex,
    slots: slots.map((slot) => ({
      slot,
      date: `2024-${String((COVERAGE_SLOTS.indexOf(slot) % 12) + 1).padStart(2, '0')}-15`,
      timely: !late.includes(slot),
    })),
    version: 1,
  };
}

export type Cells = Record<string, { count: number; timely: number }>;

/** All cells of the rollups that are not zero, by `grain measure period place`. */
export async function storedCells(orm: Orm): Promise<Cells> {
  const rows = await query<{ key: string; count: number; timely: number }>(
    orm.em.fork() as Em,
    `select concat_ws(' ', grain, measure, period, place) as key, count, timely from coverage_rollup where (count, timely) <> (0, 0)`,
  );
  return Object.fromEntries(rows.map(({ key, ...cell }) => [key, cell]));
}

/** The four places where a child is counted under a measure, as keys of `storedCells`. */
export function cellKeys(township: string, birthDate: string, measure: number): string[] {
  const [month, year] = [monthOf(birthDate), birthDate.slice(0, 4)];
  const county = township.slice(0, 6);
  return [
    [GRAIN.townshipMonth, measure, month, township],
    [GRAIN.townshipYear, measure, year, township],
    [GRAIN.countyMonth, measure, month, county],
    [GRAIN.countyYear, measure, year, county],
  ].map((key) => key.join(' '));
}
