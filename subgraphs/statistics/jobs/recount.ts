import { type Em, type Orm, query } from '@miaoben/kernel';
import { COVERAGE_SLOTS, type CoverageSlot, coverageSlots, type GivenDose, loadSchedule } from '@miaoben/schedule';
import { nipSchedule } from '@miaoben/seeds/reference/nip-schedule';
import { FIRST_COHORT, fourDoseHepB, masksOf } from '../modules/coverage/coverage.ingest.ts';
import { CHILDREN } from '../modules/coverage/coverage.measures.ts';
import { monthOf, partsOf } from '../modules/coverage/coverage.rules.ts';
import { firstDayOf } from '../modules/coverage/coverage.windows.ts';

interface PersonRow {
  person_id: string;
  birth_date: string;
  sex: 'F' | 'M' | 'U';
  residence: string;
  registration_state: string;
  conditions: string[];
  birth_weight_g: number | null;
}
interface DoseRow {
  person_id: string;
  dose_id: string;
  given_on: string;
  vaccine: string;
}
/** Children, done and timely of a cell. */
type Figures = [number, number, number];

const BATCH = 2_000;

async function* people(orm: Orm): AsyncGenerator<PersonRow[]> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await query<PersonRow>(
      orm.em.fork() as Em,
      `select id as person_id, birth_date, sex, residence, registration_state, conditions, birth_weight_g
       from person where id > $1 and birth_date >= $3 order by id limit $2`,
      [after, BATCH, firstDayOf(FIRST_COHORT * 12)],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    after = last.person_id;
  }
}

async function dosesOf(orm: Orm, persons: readonly PersonRow[]): Promise<Map<string, GivenDose[]>> {
  const rows = await query<DoseRow>(
    orm.em.fork() as Em,
    `select d.person_id, d.dose_id, d.given_on, d.vaccine
     from unnest($1::uuid[], $2::date[]) as p(person_id, birth_date)
     join dose d on d.person_id = p.person_id and d.birth_date = p.birth_date
     where d.state = 'given'`,
    [persons.map((p) => p.person_id), persons.map((p) => p.birth_date)],
  );
  const doses = new Map<string, GivenDose[]>();
  for (const r of rows) {
    const own = doses.get(r.person_id) ?? [];
    if (own.length === 0) doses.set(r.person_id, own);
    own.push({ id: r.dose_id, date: r.given_on, vaccine: r.vaccine });
  }
  return doses;
}

function addTo(cells: Map<string, Figures>, key: string, done: number, timely: number): void {
  const cell = cells.get(key);
  if (!cell) cells.set(key, [1, done, timely]);
  else {
    cell[0] += 1;
    cell[1] += done;
    cell[2] += timely;
  }
}

/** Judges every record anew with the schedule and counts it. */
async function countSources(peopleOrm: Orm, vaccinesOrm: Orm): Promise<Map<string, Figures>> {
  const schedule = loadSchedule(nipSchedule(), 'current');
  const cells = new Map<string, Figures>();
  for await (const persons of people(peopleOrm)) {
    const doses = await dosesOf(vaccinesOrm, persons);
    for (const p of persons) {
      const subject = {
        birthDate: p.birth_date,
        sex: p.sex,
        division: p.residence,
        conditions: p.conditions.map((code) => ({ code })),
        ...(p.birth_weight_g !== null && { birthWeightG: p.birth_weight_g }),
      };
      const { done, timely } = masksOf(coverageSlots(subject, doses.get(p.person_id) ?? [], schedule));
      const parts = partsOf({
        birthDate: p.birth_date,
        township: p.residence,
        sex: p.sex,
        state: p.registration_state,
        fourDoseHepB: fourDoseHepB(p.conditions, p.birth_weight_g),
        done,
        timely,
      });
      for (const [measure, part] of parts) {
        addTo(cells, cellKey('month', p.residence, monthOf(p.birth_date), measure), part.done, part.timely);
        const year = Number(p.birth_date.slice(0, 4));
        addTo(cells, cellKey('year', p.residence.slice(0, 6), year, measure), part.done, part.timely);
      }
    }
  }
  return cells;
}

const cellKey = (level: 'month' | 'year', place: string, period: number, measure: number) =>
  [level, place, period, measure].join(' ');

/** `630121001 2024-03 HepB-1`, `630121 2024 children`, `630121 2024 full course 2`. */
function cellName(key: string): string {
  const [level, place = '', period = '0', measure = '0'] = key.split(' ');
  const what: string | CoverageSlot =
    Number(measure) === CHILDREN
      ? 'children'
      : (COVERAGE_SLOTS[Number(measure)] ?? `full course ${Number(measure) - 100}`);
  return [place, level === 'month' ? firstDayOf(Number(period)).slice(0, 7) : period, what].join(' ');
}

async function storedCells(orm: Orm): Promise<Map<string, Figures>> {
  const rows = await query<{ key: string; children: number; done: number; timely: number }>(
    orm.em.fork() as Em,
    `select concat_ws(' ', 'month', township, birth_month, measure) as key, children, done, timely from coverage_month
     union all
     select concat_ws(' ', 'year', county, birth_year, measure), children, done, timely from coverage_year`,
  );
  return new Map(rows.map((r) => [r.key, [r.children, r.done, r.timely]]));
}

export interface Recount {
  /** cells compared, of both rollups */
  cells: number;
  /** one line per cell that differs: `<place> <period> <dose>: stored children/done/timely …, counted …` */
  differences: string[];
}

/**
 * Counts coverage anew from the tables of people and vaccines, and compares every cell of both rollups. For checking only: no
 * other code reads another subgraph's tables. Records changed while it runs, or in the second before, show as differences.
 */
export async function recount(orms: { people: Orm; vaccines: Orm; statistics: Orm }): Promise<Recount> {
  const counted = await countSources(orms.people, orms.vaccines);
  const stored = await storedCells(orms.statistics);
  const none: Figures = [0, 0, 0];
  const keys = new Set([...counted.keys(), ...stored.keys()]);
  const differences: string[] = [];
  for (const key of keys) {
    const [is, should] = [(stored.get(key) ?? none).join('/'), (counted.get(key) ?? none).join('/')];
    if (is !== should) differences.push(`${cellName(key)}: stored ${is}, counted ${should}`);
  }
  return { cells: keys.size, differences: differences.sort() };
}
