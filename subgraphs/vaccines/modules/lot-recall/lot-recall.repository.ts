import { change, type Em, newId, query } from '@miaoben/kernel';
import { columnsOf, Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';
import type { LotRow } from '../catalogue/lot.repository.ts';
import type { RecallEffect } from './lot-recall.type.ts';

export interface LotKey {
  readonly productId: string;
  readonly number: string;
}
export interface RecallRow {
  id: string;
  product_id: string;
  lot_number: string;
  effect: RecallEffect;
  reason: string;
  recalled_on: string;
  last_person: string;
  done: number;
  total: number | null;
  changed: number;
  told: number;
  failed: boolean;
  finished_at: string | null;
}
const COLUMNS = `id, product_id, lot_number, effect, reason, recalled_on, last_person, done, total, changed, told, failed, finished_at`;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Lots whose number begins with a text, recalled ones too, by number. */
export async function lotsByNumber(em: Em, text: string, limit: number): Promise<LotRow[]> {
  return query<LotRow>(
    em,
    `select product_id, number, expires_on, recall, 0 as doses_on_hand from lot
     where number like $1 order by number, product_id limit $2`,
    [`${text.replace(/[\\%_]/g, '\\$&')}%`, limit],
  );
}

/** The lot, held to the end of the transaction. */
export async function lockLot(em: Em, { productId, number }: LotKey): Promise<LotRow | undefined> {
  const [row] = await query<LotRow>(
    em,
    `select product_id, number, expires_on, recall, 0 as doses_on_hand from lot
     where product_id = $1 and number = $2 for update`,
    [productId, number],
  );
  return row;
}

/** Notes what holds for the lot from now on, and orders that the files concerned be looked at. @returns the recall */
export async function insertRecall(
  em: Em,
  lot: LotKey,
  recall: { effect: RecallEffect; reason: string; on: string; by: string },
): Promise<string> {
  const id = newId();
  await change(em, 'update lot set recall = $3 where product_id = $1 and number = $2', [
    lot.productId,
    lot.number,
    recall.effect === 'lifted' ? null : recall.effect,
  ]);
  await change(
    em,
    `insert into lot_recall (id, product_id, lot_number, effect, reason, recalled_on, recalled_by, last_person, started_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp())`,
    [id, lot.productId, lot.number, recall.effect, recall.reason, recall.on, recall.by, NOBODY],
  );
  return id;
}

export async function recallsOf(em: Em, ids: readonly string[]): Promise<RecallRow[]> {
  return query<RecallRow>(em, `select ${COLUMNS} from lot_recall where id = any($1::uuid[])`, [ids]);
}

/** The latest recalls, by time. */
export async function latestRecalls(em: Em, limit: number): Promise<RecallRow[]> {
  return query<RecallRow>(em, `select ${COLUMNS} from lot_recall order by id desc limit $1`, [limit]);
}

const STANDING = `dose d where d.product_id = $1 and d.lot_number = $2 and d.state = 'given'`;

/** Standing doses of each lot and the children who got them, within a reach; in the order of the lots. */
export async function countUses(
  em: Em,
  lots: readonly LotKey[],
  reach: Reach,
): Promise<{ doses: number; persons: number }[]> {
  const p = new Parameters();
  p.add(lots.map((l) => l.productId));
  p.add(lots.map((l) => l.number));
  const sql = `select u.doses, u.persons
    from unnest($1::text[], $2::text[]) with ordinality as l (product_id, number, at)
    cross join lateral (
      select count(*)::int as doses, count(distinct d.person_id)::int as persons from dose d
      where d.product_id = l.product_id and d.lot_number = l.number and d.state = 'given'
        and ${withinReach(columnsOf('d'), reach, p)}
    ) u order by l.at`;
  return query<{ doses: number; persons: number }>(em, sql, p.values);
}

/** The oldest recall that is not through, held by the transaction; none while another process is at it. */
export async function takeRecall(em: Em): Promise<RecallRow | undefined> {
  const [row] = await query<RecallRow>(
    em,
    `select ${COLUMNS} from lot_recall where finished_at is null order by id limit 1 for update skip locked`,
  );
  return row;
}

/** The recall that is to be worked at next, without holding it. */
export async function openRecall(em: Em): Promise<RecallRow | undefined> {
  const [row] = await query<RecallRow>(
    em,
    `select ${COLUMNS} from lot_recall where finished_at is null order by id limit 1`,
  );
  return row;
}

/** The next children with a standing dose of the lot, by id. */
export async function nextPersons(em: Em, recall: RecallRow, limit: number): Promise<string[]> {
  const rows = await query<{ person_id: string }>(
    em,
    `select distinct d.person_id from ${STANDING} and d.person_id > $3::uuid order by d.person_id limit $4`,
    [recall.product_id, recall.lot_number, recall.last_person, limit],
  );
  return rows.map((r) => r.person_id);
}

/** Devices in the field load these records again: what they hold of them judges otherwise now. */
export async function markChanged(em: Em, personIds: readonly string[]): Promise<void> {
  await change(em, 'update subject set changed = pg_current_xact_id() where person_id = any($1::uuid[])', [personIds]);
}

export async function noteTotal(em: Em, id: string, total: number): Promise<void> {
  await change(em, 'update lot_recall set total = $2 where id = $1', [id, total]);
}

export async function noteStep(
  em: Em,
  id: string,
  step: { lastPerson: string; done: number; changed: number; told: number; finished: boolean },
): Promise<void> {
  await change(
    em,
    `update lot_recall set last_person = $2, done = done + $3, changed = changed + $4, told = told + $5, failed = false,
       finished_at = case when $6 then clock_timestamp() end where id = $1`,
    [id, step.lastPerson, step.done, step.changed, step.told, step.finished],
  );
}

/** Says on the desk that the oldest one does not get on; it is tried again. */
export async function noteRecallFailure(em: Em): Promise<void> {
  await change(
    em,
    `update lot_recall set failed = true
     where id = (select id from lot_recall where finished_at is null order by id limit 1)`,
  );
}

export interface RecallGuardian {
  person_id: string;
  account_id: string;
  clinic: string | null;
  managing_org_id: string;
}

/** Accounts bound to children, with the clinic that manages each. */
export async function guardiansOf(em: Em, personIds: readonly string[]): Promise<RecallGuardian[]> {
  return query<RecallGuardian>(
    em,
    `select b.person_id, b.account_id, o.name as clinic, s.managing_org_id from binding b
     join subject s using (person_id) left join organisation o on o.id = s.managing_org_id
     where b.person_id = any($1::uuid[]) and s.registration_state <> 'dead' order by b.person_id, b.account_id`,
    [personIds],
  );
}

/** A child with a standing dose of a recalled lot. */
export interface RecalledDoseRow {
  person_id: string;
  dose_id: string;
  birth_date: string;
  division: string;
  managing_org_id: string;
  clinic_id: string | null;
  given_on: string;
  vaccine: string;
  /** day from which the dose is to be given again, when one is due; null: nothing is to be given */
  due_from: string | null;
}

/**
 * Standing doses of a lot within a reach, by township, child and dose.
 * @param series those the vaccine of the lot belongs to: their due doses are what is to be given again
 */
export async function recalledDoses(
  em: Em,
  lot: LotKey & { readonly series: readonly string[] },
  reach: Reach,
  after: readonly (string | number)[] | undefined,
  limit: number,
): Promise<RecalledDoseRow[]> {
  const p = new Parameters();
  p.add(lot.productId);
  p.add(lot.number);
  const from = after
    ? `and (d.division, d.person_id, d.dose_id) > (${p.add(after[0])}, ${p.add(after[1])}::uuid, ${p.add(after[2])}::uuid)`
    : '';
  const sql = `select d.person_id, d.dose_id, d.birth_date, d.division, s.managing_org_id, d.clinic_id, d.given_on, d.vaccine,
      (select min(i.earliest) from due_item i where i.person_id = d.person_id
         and i.series = any(${p.add(lot.series)}::text[])) as due_from
    from dose d join subject s using (person_id)
    where d.product_id = $1 and d.lot_number = $2 and d.state = 'given' and ${withinReach(columnsOf('d'), reach, p)} ${from}
    order by d.division, d.person_id, d.dose_id limit ${p.add(limit)}`;
  return query<RecalledDoseRow>(em, sql, p.values);
}
