import { type Em, type Orm, query } from '@miaoben/kernel';
import { coverageSlots, loadSchedule } from '@miaoben/schedule';
import { masksOf } from '../modules/coverage/coverage.ingest.ts';
import { everyCell } from '../modules/vaccinations/recipient.repository.ts';
import {
  CellSums,
  cellKey,
  count,
  type HeldDose,
  householdOf,
  lateDoses,
} from '../modules/vaccinations/recipient.rules.ts';

interface PersonRow {
  person_id: string;
  birth_date: string;
  sex: 'F' | 'M' | 'U';
  residence: string;
  registration_state: string;
  household_type: string | null;
  conditions: string[];
  birth_weight_g: number | null;
}
interface DoseRow {
  person_id: string;
  dose_id: string;
  given_on: string;
  vaccine: string;
  clinic_id: string | null;
  product_id: string | null;
  lot_number: string | null;
}

const BATCH = 2_000;

async function* people(orm: Orm): AsyncGenerator<PersonRow[]> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await query<PersonRow>(
      orm.em.fork() as Em,
      `select id as person_id, birth_date, sex, residence, registration_state, household_type, conditions, birth_weight_g
       from person where id > $1 order by id limit $2`,
      [after, BATCH],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    after = last.person_id;
  }
}

const dosesOf = (orm: Orm, persons: readonly PersonRow[]): Promise<DoseRow[]> =>
  query<DoseRow>(
    orm.em.fork() as Em,
    `select d.person_id, d.dose_id, d.given_on, d.vaccine, d.clinic_id, d.product_id, d.lot_number
     from unnest($1::uuid[], $2::date[]) as p(person_id, birth_date)
     join dose d on d.person_id = p.person_id and d.birth_date = p.birth_date
     where d.state = 'given'`,
    [persons.map((p) => p.person_id), persons.map((p) => p.birth_date)],
  );

const lotOf = ({ product_id, lot_number }: DoseRow): string =>
  product_id && lot_number ? `${product_id}:${lot_number}` : '';

/**
 * Counts vaccinations, people vaccinated and doses caught up anew from the tables of people and vaccines, and compares every cell.
 * For checking only, as `recount`. @returns one line per cell that differs
 */
export async function recountVaccinations(orms: {
  people: Orm;
  vaccines: Orm;
  statistics: Orm;
}): Promise<{ cells: number; differences: string[] }> {
  const [active] = await query<{ document: unknown; layers: unknown }>(
    orms.vaccines.em.fork() as Em,
    'select document, layers from schedule_document where active_from is not null order by active_from desc limit 1',
  );
  if (!active) throw new Error('vaccines holds no schedule');
  const schedule = loadSchedule(active.document, 'current', active.layers);
  const sums = new CellSums();
  for await (const persons of people(orms.people)) {
    const doses = Map.groupBy(await dosesOf(orms.vaccines, persons), (d) => d.person_id);
    for (const p of persons) {
      const own = doses.get(p.person_id) ?? [];
      const subject = {
        birthDate: p.birth_date,
        sex: p.sex,
        division: p.residence,
        conditions: p.conditions.map((code) => ({ code })),
        ...(p.birth_weight_g !== null && { birthWeightG: p.birth_weight_g }),
      };
      const slots = coverageSlots(
        subject,
        own.map((d) => ({ id: d.dose_id, date: d.given_on, vaccine: d.vaccine })),
        schedule,
      );
      const held = own.map((d): [string, HeldDose] => [
        d.dose_id,
        [d.given_on, d.vaccine, d.clinic_id ?? '', lotOf(d), d.person_id],
      ]);
      count(
        {
          person_id: p.person_id,
          birth_date: p.birth_date,
          township: p.residence,
          sex: p.sex,
          state: p.registration_state,
          household: householdOf(p.household_type),
          version: 1,
          survivor_id: null,
          link_version: 0,
          done: masksOf(slots).done.toString(),
          late: lateDoses(slots),
          slots_version: 1,
          doses: Object.fromEntries(held),
        },
        sums,
        1,
      );
    }
  }
  const counted = new Map(sums.list().map((c) => [cellKey(c), c.count]));
  const stored = new Map((await everyCell(orms.statistics.em.fork() as Em)).map((c) => [cellKey(c), c.count]));
  const keys = new Set([...counted.keys(), ...stored.keys()]);
  const differences = [...keys].flatMap((key) => {
    const [is, should] = [stored.get(key) ?? 0, counted.get(key) ?? 0];
    return is === should ? [] : [`${key}: stored ${is}, counted ${should}`];
  });
  return { cells: keys.size, differences: differences.sort() };
}
