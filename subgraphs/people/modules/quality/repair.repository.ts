import { type Em, type PageRequest, query } from '@miaoben/kernel';
import type { Desk } from '@miaoben/kernel/desk';
import { Parameters } from '@miaoben/kernel/reach';

export type RepairState = 'preparing' | 'ready' | 'running' | 'done' | 'undoing' | 'undone';
export type RepairRowState = 'ready' | 'refused' | 'written' | 'skipped' | 'restored' | 'kept';

export interface RepairRow {
  id: string;
  rule: string;
  clinic: string | null;
  desk: Desk;
  state: RepairState;
  by_account: string;
  by_role: string;
  by_unit: string | null;
  last_person: string | null;
  total: number;
  ready: number;
  refused: number;
  written: number;
  skipped: number;
  restored: number;
  kept: number;
  asked_at: string;
  ran_at: string | null;
}
export interface RepairedFile {
  person_id: string;
  state: RepairRowState;
  reason: string | null;
  change_sealed: string | null;
}

export async function insertRepair(
  em: Em,
  row: Pick<RepairRow, 'id' | 'rule' | 'clinic' | 'desk' | 'by_account' | 'by_role' | 'by_unit' | 'total'> & {
    at: Date;
  },
): Promise<void> {
  await query(
    em,
    `insert into quality_repair (id, rule, clinic, desk, state, by_account, by_role, by_unit, total, asked_at)
     values ($1, $2, $3, $4, 'preparing', $5, $6, $7, $8, $9)`,
    [
      row.id,
      row.rule,
      row.clinic,
      JSON.stringify(row.desk),
      row.by_account,
      row.by_role,
      row.by_unit,
      row.total,
      row.at,
    ],
  );
}

/** A batch of the account that asked for it. */
export async function findRepair(em: Em, id: string, account: string, lock = false): Promise<RepairRow | undefined> {
  const [row] = await query<RepairRow>(
    em,
    `select * from quality_repair where id = $1 and by_account = $2 ${lock ? 'for update' : ''}`,
    [id, account],
  );
  return row;
}

/** Batches of an account, newest first. */
export async function listRepairs(em: Em, account: string, page: PageRequest): Promise<RepairRow[]> {
  const p = new Parameters();
  const own = p.add(account);
  const after = page.key
    ? `and (asked_at, id) < (${p.add(page.key[0])}::timestamptz, ${p.add(page.key[1])}::uuid)`
    : '';
  return query<RepairRow>(
    em,
    `select * from quality_repair where by_account = ${own} ${after} order by asked_at desc, id desc limit ${p.add(page.limit)}`,
    p.values,
  );
}

/** The batch that is to be worked on next, locked. */
export async function nextRepair(em: Em): Promise<RepairRow | undefined> {
  const [row] = await query<RepairRow>(
    em,
    `select * from quality_repair where state in ('preparing', 'running', 'undoing') order by asked_at limit 1 for update`,
  );
  return row;
}

export async function moveRepair(em: Em, id: string, state: RepairState, ranAt: Date | null = null): Promise<void> {
  await query(em, 'update quality_repair set state = $2, ran_at = coalesce($3, ran_at) where id = $1', [
    id,
    state,
    ranAt,
  ]);
}

/** Adds looked-at files, and counts them. */
export async function addRows(em: Em, id: string, last: string, rows: readonly RepairedFile[]): Promise<void> {
  await query(
    em,
    `insert into quality_repair_row (repair_id, person_id, state, reason, change_sealed)
     select $1, * from unnest($2::uuid[], $3::text[], $4::text[], $5::text[])`,
    [
      id,
      rows.map((r) => r.person_id),
      rows.map((r) => r.state),
      rows.map((r) => r.reason),
      rows.map((r) => r.change_sealed),
    ],
  );
  const ready = rows.filter((r) => r.state === 'ready').length;
  await query(
    em,
    'update quality_repair set last_person = $2, ready = ready + $3, refused = refused + $4 where id = $1',
    [id, last, ready, rows.length - ready],
  );
}

/** Files of a batch in one state, in the order of their ids. */
export async function rowsIn(
  em: Em,
  id: string,
  state: RepairRowState | null,
  page: Pick<PageRequest, 'key' | 'limit'>,
): Promise<RepairedFile[]> {
  const p = new Parameters();
  const parts = [`repair_id = ${p.add(id)}`];
  if (state) parts.push(`state = ${p.add(state)}`);
  if (page.key) parts.push(`person_id > ${p.add(page.key[0])}::uuid`);
  return query<RepairedFile>(
    em,
    `select * from quality_repair_row where ${parts.join(' and ')} order by person_id limit ${p.add(page.limit)}`,
    p.values,
  );
}

/** Notes what became of files, and counts them. */
export async function settleRows(
  em: Em,
  id: string,
  rows: readonly Pick<RepairedFile, 'person_id' | 'state' | 'reason'>[],
): Promise<void> {
  await query(
    em,
    `update quality_repair_row r set state = n.state, reason = n.reason
     from unnest($2::uuid[], $3::text[], $4::text[]) n (person_id, state, reason)
     where r.repair_id = $1 and r.person_id = n.person_id`,
    [id, rows.map((r) => r.person_id), rows.map((r) => r.state), rows.map((r) => r.reason)],
  );
  const of = (state: RepairRowState) => rows.filter((r) => r.state === state).length;
  await query(
    em,
    `update quality_repair set written = written + $2, skipped = skipped + $3, restored = restored + $4, kept = kept + $5
     where id = $1`,
    [id, of('written'), of('skipped'), of('restored'), of('kept')],
  );
}
