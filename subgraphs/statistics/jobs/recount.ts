import { type Em, type Orm, query } from '@miaoben/kernel';
import { coverageSlots, type GivenDose, loadSchedule } from '@miaoben/schedule';
import { FIRST_COHORT, fourDoseHepB, masksOf } from '../modules/coverage/coverage.ingest.ts';
import { GRAIN, measureName } from '../modules/coverage/coverage.measures.ts';
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
/** Count and timely of a cell. */
type Figures = [number, number];

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

function addTo(cells: Map<string, Figures>, key: string, timely: boolean): void {
  const cell = cells.get(key) ?? [0, 0];
  cells.set(key, [cell[0] + 1, cell[1] + (timely ? 1 : 0)]);
}

/** Judges every record anew with the schedule and counts it. */
async function countSources(peopleOrm: Orm, vaccinesOrm: Orm): Promise<Map<string, Figures>> {
  const [active] = await query<{ document: unknown; layers: unknown }>(
    vaccinesOrm.em.fork() as Em,
    'select document, layers from schedule_document where active_from is not null order by active_from desc limit 1',
  );
  if (!active) throw new Error('vaccines holds no schedule');
  const schedule = loadSchedule(active.document, 'current', active.layers);
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
      for (const [measure, onTime] of parts) {
        for (const key of cellKeys(p.residence, p.birth_date, measure)) addTo(cells, key, onTime);
      }
    }
  }
  return cells;
}

/** The cells in which a child is counted, as `grain measure period place`. */
function cellKeys(township: string, birthDate: string, measure: number): string[] {
  const [month, year, county] = [monthOf(birthDate), birthDate.slice(0, 4), township.slice(0, 6)];
  return [
    `${GRAIN.townshipMonth} ${measure} ${month} ${township}`,
    `${GRAIN.townshipYear} ${measure} ${year} ${township}`,
    `${GRAIN.countyMonth} ${measure} ${month} ${county}`,
    `${GRAIN.countyYear} ${measure} ${year} ${county}`,
  ];
}

/** `630121001 2024-03 HepB-1`, `630121 2024 children`, `630121 2024 full course 2`. */
function cellName(key: string): string {
  const [grain, measure, period = '', place] = key.split(' ');
  const yearly = Number(grain) === GRAIN.townshipYear || Number(grain) === GRAIN.countyYear;
  return [place, yearly ? period : firstDayOf(Number(period)).slice(0, 7), measureName(Number(measure))].join(' ');
}

async function storedCells(orm: Orm): Promise<Map<string, Figures>> {
  const rows = await query<{ key: string; count: number; timely: number }>(
    orm.em.fork() as Em,
    `select concat_ws(' ', grain, measure, period, place) as key, count, timely from coverage_rollup`,
  );
  return new Map(rows.map((r) => [r.key, [r.count, r.timely]]));
}

export interface Recount {
  /** cells compared, of all rollups */
  cells: number;
  /** one line per cell that differs: `<place> <period> <dose>: stored count/timely …, counted …` */
  differences: string[];
}

/**
 * Counts coverage anew from the tables of people and vaccines, and compares every cell of the rollups. For checking only: no
 * other code reads another subgraph's tables. Records changed while it runs, or in the second before, show as differences.
 */
export async function recount(orms: { people: Orm; vaccines: Orm; statistics: Orm }): Promise<Recount> {
  const counted = await countSources(orms.people, orms.vaccines);
  const stored = await storedCells(orms.statistics);
  const none: Figures = [0, 0];
  const keys = new Set([...counted.keys(), ...stored.keys()]);
  const differences: string[] = [];
  for (const key of keys) {
    const [is, should] = [(stored.get(key) ?? none).join('/'), (counted.get(key) ?? none).join('/')];
    if (is !== should) differences.push(`${cellName(key)}: stored ${is}, counted ${should}`);
  }
  return { cells: keys.size, differences: differences.sort() };
}
