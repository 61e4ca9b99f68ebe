import { change, type Em, query } from '@miaoben/kernel';
import type { Cell, Recipient } from './recipient.rules.ts';

const ROW = `person_id, birth_date, township, sex, state, household, version, survivor_id, link_version, done, late, slots_version, doses`;
/** One batch at a time: two sources describe one person. */
const LOCK = 7_303;

export async function oneAtATime(em: Em): Promise<void> {
  await query(em, 'select pg_advisory_xact_lock($1)', [LOCK]);
}

/** These persons, made where missing, and all files joined with them by merges, locked in one order. */
export async function lockRecipients(em: Em, ids: readonly string[]): Promise<Map<string, Recipient>> {
  await query(
    em,
    'insert into recipient (person_id) select id from unnest($1::uuid[]) as n(id) order by id on conflict do nothing',
    [ids],
  );
  const rows = await query<Recipient>(
    em,
    `with recursive joined (id) as (
       select * from unnest($1::uuid[])
       union
       select case when r.person_id = j.id then r.survivor_id else r.person_id end
       from joined j join recipient r on r.survivor_id is not null and (r.person_id = j.id or r.survivor_id = j.id))
     select ${ROW} from recipient where person_id in (select id from joined) order by person_id for update`,
    [ids],
  );
  return new Map(rows.map((r) => [r.person_id, r]));
}

export async function writeRecipients(em: Em, rows: readonly Recipient[]): Promise<void> {
  if (rows.length === 0) return;
  await change(
    em,
    `update recipient r set birth_date = n.birth_date, township = n.township, sex = n.sex, state = n.state,
       household = n.household, version = n.version, survivor_id = n.survivor_id, link_version = n.link_version, done = n.done,
       late = n.late, slots_version = n.slots_version, doses = n.doses
     from jsonb_to_recordset($1::jsonb) as n(person_id uuid, birth_date date, township text, sex "char", state text,
       household text, version int, survivor_id uuid, link_version int, done bigint, late jsonb, slots_version int, doses jsonb)
     where r.person_id = n.person_id`,
    [JSON.stringify(rows)],
  );
}

export async function addToCells(em: Em, cells: readonly Cell[]): Promise<void> {
  if (cells.length > 0)
    await change(
      em,
      `insert into vaccination_rollup as r (measure, period, birth, item, place, household, count)
       select * from unnest($1::text[], $2::int[], $3::int[], $4::text[], $5::text[], $6::text[], $7::int[])
       on conflict (measure, period, birth, item, place, household) do update set count = r.count + excluded.count`,
      [
        cells.map((c) => c.measure),
        cells.map((c) => c.period),
        cells.map((c) => c.birth),
        cells.map((c) => c.item),
        cells.map((c) => c.place),
        cells.map((c) => c.household),
        cells.map((c) => c.count),
      ],
    );
  await change(
    em,
    'insert into vaccination_state (as_of) values (now()) on conflict (one) do update set as_of = excluded.as_of',
  );
}

/** All cells that are not zero, for the recount. */
export const everyCell = (em: Em): Promise<Cell[]> =>
  query<Cell>(
    em,
    'select measure, period, birth, item, place, household, count from vaccination_rollup where count <> 0',
  );
