import { change, type Em, prepared, query } from '@miaoben/kernel';
import { columnsOf, Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';
import type { VialDoubt } from '../vial/vial.type.ts';

export const DOSE_STATES = ['given', 'voided'] as const;
export type DoseState = (typeof DOSE_STATES)[number];
export const DOSE_SOURCES = ['clinic', 'import', 'outside', 'partner'] as const;
export type DoseSource = (typeof DOSE_SOURCES)[number];

/** One row of the partitioned table `dose`. */
export interface DoseRow {
  person_id: string;
  birth_date: string;
  dose_id: string;
  division: string;
  given_on: string;
  vaccine: string;
  product_id: string | null;
  lot_number: string | null;
  trace_code: string | null;
  /** the opened vial it was drawn from, of an own clinic */
  vial_id: string | null;
  /** why it cannot be of the vial it named when it came late */
  vial_doubt: VialDoubt | null;
  site: string | null;
  route: string | null;
  volume_ml: number | null;
  clinic_id: string | null;
  clinic_name: string | null;
  vaccinator_id: string | null;
  vaccinator_name: string | null;
  state: DoseState;
  void_reason: string | null;
  source: DoseSource;
  override_reason: string | null;
  reviewed: boolean;
  took_stock: boolean;
  recorded_by: string;
  command_id: string | null;
  /** the visit it was given in, of an own clinic */
  visit_id: string | null;
  /** ISO 8601 text */
  recorded_at: string;
  /** the file it was recorded for, when that one was merged into this; null: this file */
  origin_person: string | null;
  /** vaccination point of its visit; not a column of the table */
  point: string | null;
  /** last day of use of the lot, when it is registered; not a column of the table */
  lot_expires_on: string | null;
  /** the lot was recalled and its doses do not count; not a column of the table */
  lot_is_void: boolean;
}

const COLUMNS = [
  'person_id',
  'birth_date',
  'dose_id',
  'division',
  'given_on',
  'vaccine',
  'product_id',
  'lot_number',
  'trace_code',
  'vial_id',
  'vial_doubt',
  'site',
  'route',
  'volume_ml',
  'clinic_id',
  'clinic_name',
  'vaccinator_id',
  'vaccinator_name',
  'state',
  'void_reason',
  'source',
  'override_reason',
  'reviewed',
  'took_stock',
  'recorded_by',
  'command_id',
  'visit_id',
  'recorded_at',
  'origin_person',
] as const satisfies readonly (keyof DoseRow)[];
const SELECTED = COLUMNS.map((c) => `d.${c}`).join(', ');

/**
 * All doses of persons, by date. One statement for any number of persons. Each person's birth date names the one partition to look
 * into, by its key: `offset 0` keeps the planner from joining all partitions whole instead (performance B.2, planner trap).
 */
export async function dosesOf(em: Em, personIds: readonly string[]): Promise<DoseRow[]> {
  if (personIds.length === 0) return [];
  return query<DoseRow>(
    em,
    prepared(
      `select ${SELECTED}, l.expires_on as lot_expires_on, coalesce(l.recall = 'void', false) as lot_is_void, v.point from subject s
       cross join lateral (select * from dose where person_id = s.person_id and birth_date = s.birth_date offset 0) d
       left join visit v on v.id = d.visit_id
       left join lot l on l.product_id = d.product_id and l.number = d.lot_number
       where s.person_id = any($1::uuid[]) order by d.person_id, d.given_on, d.vaccine, d.dose_id`,
    ),
    [personIds],
  );
}

/** Writes rows with one statement (performance B.3: unnest is the fast path). */
export async function insertDoseRows(em: Em, rows: readonly DoseRow[]): Promise<void> {
  const types: Partial<Record<keyof DoseRow, string>> = {
    person_id: 'uuid',
    birth_date: 'date',
    dose_id: 'uuid',
    given_on: 'date',
    volume_ml: 'real',
    clinic_id: 'uuid',
    reviewed: 'bool',
    took_stock: 'bool',
    command_id: 'uuid',
    visit_id: 'uuid',
    vial_id: 'uuid',
    recorded_at: 'timestamptz',
    origin_person: 'uuid',
  };
  await change(
    em,
    prepared(
      `insert into dose (${COLUMNS.join(', ')})
       select * from unnest(${COLUMNS.map((c, i) => `$${i + 1}::${types[c] ?? 'text'}[]`).join(', ')})`,
    ),
    // `unnest` fills a shorter column up with nulls: one without a value need not be sent.
    COLUMNS.map((c) => (rows.some((r) => r[c] !== null) ? rows.map((r) => r[c]) : [])),
  );
}

type Key = Pick<DoseRow, 'person_id' | 'birth_date' | 'dose_id'>;

export async function markVoided(em: Em, key: Key, by: { account: string; reason: string; at: Date }): Promise<void> {
  await change(
    em,
    `update dose set state = 'voided', reviewed = true, void_reason = $4, voided_by = $5, voided_at = $6
     where person_id = $1 and birth_date = $2 and dose_id = $3`,
    [key.person_id, key.birth_date, key.dose_id, by.reason, by.account, by.at],
  );
}

/** Puts doses of one person on the list of those a person must look at, or takes them off. */
export async function setReviewed(em: Em, keys: readonly Key[], reviewed: boolean): Promise<void> {
  const first = keys[0];
  if (!first) return;
  await change(
    em,
    `with record as (update subject set changed = pg_current_xact_id() where person_id = $1)
     update dose set reviewed = $4 where person_id = $1 and birth_date = $2 and dose_id = any($3::uuid[])`,
    [first.person_id, first.birth_date, keys.map((k) => k.dose_id), reviewed],
  );
}

/** Doses that carry a trace code, voided ones left out. */
export async function countTraceCode(em: Em, traceCode: string): Promise<number> {
  const rows = await query(em, `select 1 from dose where trace_code = $1 and state = 'given' limit 2`, [traceCode]);
  return rows.length;
}

/** Keys of doses waiting for a review inside the reach, in the order (township, dose). */
export async function dosesToReview(
  em: Em,
  reach: Reach,
  after: (string | number)[] | undefined,
  limit: number,
): Promise<{ division: string; dose_id: string; person_id: string }[]> {
  const p = new Parameters();
  const from = after ? `and (d.division, d.dose_id) > (${p.add(after[0])}, ${p.add(after[1])}::uuid)` : '';
  const sql = `select d.division, d.dose_id, d.person_id from dose d
    where not d.reviewed and ${withinReach(columnsOf('d'), reach, p)} ${from}
    order by d.division, d.dose_id limit ${p.add(limit)}`;
  return query(em, sql, p.values);
}

/** Follows a corrected birth date or a move of the person: rows go to their new partition in the caller's transaction. */
export async function moveDoses(
  em: Em,
  moves: readonly { personId: string; from: string; to: string; division: string }[],
): Promise<void> {
  if (moves.length === 0) return;
  await change(
    em,
    `update dose d set birth_date = m.to_date, division = m.division
     from unnest($1::uuid[], $2::date[], $3::date[], $4::text[]) as m (person_id, from_date, to_date, division)
     where d.person_id = m.person_id and d.birth_date = m.from_date`,
    [moves.map((m) => m.personId), moves.map((m) => m.from), moves.map((m) => m.to), moves.map((m) => m.division)],
  );
}
