import { type Em, type PageRequest, query } from '@miaoben/kernel';
import { atDesk, type Desk } from '@miaoben/kernel/desk';
import { Parameters } from '@miaoben/kernel/reach';
import type { MoveDirection, MoveHistory, MoveState } from './move.enums.ts';
import { AWAITED } from './move.rules.ts';

export interface MoveRow {
  id: string;
  person_id: string;
  direction: `${MoveDirection}`;
  state: `${MoveState}`;
  /** null for an arrival from another province */
  from_unit: string | null;
  to_unit: string | null;
  /** 9-digit township of the sending unit; two digits: another province */
  from_division: string;
  /** where the person goes, as above */
  to_division: string;
  address_sealed: string | null;
  contact_sealed: string | null;
  phone_sealed: string | null;
  reason_sealed: string;
  started_at: string;
  answer_by: string;
  before_sealed: string | null;
  /** for a move to another province: when to speak with its platform next, how often it was tried, what it answered to the file */
  exchange_at: string | null;
  exchange_attempts: number;
  exchange_receipt: string | null;
  version: number;
}
type Later = 'before_sealed' | 'exchange_attempts' | 'exchange_receipt' | 'version';
export type NewMoveRow = Omit<MoveRow, Later>;
/** With what shows whom it is about. */
export interface MoveListRow extends MoveRow {
  name: string;
  sex: 'F' | 'M' | 'U';
  birth_date: string;
  managing_org_id: string;
}
export interface MoveFilter {
  state?: `${MoveState}` | null;
  /** only what lies on the caller's desk */
  mine?: boolean | null;
  history?: `${MoveHistory}` | null;
  personId?: string | null;
}

const ENDS = { units: ['m.from_unit', 'm.to_unit'], divisions: ['m.from_division', 'm.to_division'] };
const HERE: Record<`${MoveHistory}`, { units: string[]; divisions: string[]; local: boolean }> = {
  local_in: { units: ['m.to_unit'], divisions: ['m.to_division'], local: true },
  remote_in: { units: ['m.to_unit'], divisions: ['m.to_division'], local: false },
  local_out: { units: ['m.from_unit'], divisions: ['m.from_division'], local: true },
  remote_out: { units: ['m.from_unit'], divisions: ['m.from_division'], local: false },
};

/** Rows that wait for the desk. */
function waitingFor(desk: Desk, p: Parameters): string {
  const side = (party: (typeof AWAITED)[number]['party']): string | undefined => {
    if (desk.kind === 'area')
      return party === 'county' ? atDesk(desk, { units: [], divisions: ['m.to_division'] }, p) : undefined;
    if (party === 'county') return undefined;
    return `m.${party === 'holder' ? 'from_unit' : 'to_unit'} = ${p.add(desk.unit)}`;
  };
  const parts = AWAITED.flatMap(({ direction, state, party }) => {
    const own = side(party);
    return own ? [`${own} and m.direction = '${direction}' and m.state = '${state}'`] : [];
  });
  return `(${parts.join(' or ')})`;
}

function conditions(desk: Desk, filter: MoveFilter, p: Parameters): string {
  const parts = [atDesk(desk, ENDS, p)];
  if (filter.state) parts.push(`m.state = ${p.add(filter.state)}`);
  if (filter.personId) parts.push(`m.person_id = ${p.add(filter.personId)}`);
  if (filter.mine) parts.push(waitingFor(desk, p));
  if (filter.history) {
    const { local, ...columns } = HERE[filter.history];
    parts.push(atDesk(desk, columns, p), `(substr(m.from_division, 1, 6) = substr(m.to_division, 1, 6)) = ${local}`);
  }
  return parts.join(' and ');
}

/** Moves of a desk, newest first. */
export async function listMoves(em: Em, desk: Desk, filter: MoveFilter, page: PageRequest): Promise<MoveListRow[]> {
  const p = new Parameters();
  const where = conditions(desk, filter, p);
  const after = page.key ? `and m.id < ${p.add(page.key[0])}::uuid` : '';
  return query<MoveListRow>(
    em,
    `select m.*, pe.name, pe.sex, pe.birth_date, pe.managing_org_id from file_move m join person pe on pe.id = m.person_id
     where ${where} ${after} order by m.id desc limit ${p.add(page.limit)}`,
    p.values,
  );
}

export async function findMove(em: Em, id: string, desk: Desk | null): Promise<MoveListRow | undefined> {
  const p = new Parameters();
  const [row] = await query<MoveListRow>(
    em,
    `select m.*, pe.name, pe.sex, pe.birth_date, pe.managing_org_id from file_move m join person pe on pe.id = m.person_id
     where m.id = ${p.add(id)} and ${desk ? atDesk(desk, ENDS, p) : 'true'}`,
    p.values,
  );
  return row;
}

/** The move locked; lock the person before it. */
export async function lockMove(em: Em, id: string): Promise<MoveRow | undefined> {
  return (await query<MoveRow>(em, 'select * from file_move where id = $1 for update', [id]))[0];
}

/** The move of a person that is under way, locked inside a transaction. */
export async function openMove(em: Em, personId: string): Promise<MoveRow | undefined> {
  const lock = em.isInTransaction() ? 'for update' : '';
  const sql = `select * from file_move where person_id = $1 and state in ('initiated', 'waiting') ${lock}`;
  return (await query<MoveRow>(em, sql, [personId]))[0];
}

export async function insertMove(em: Em, row: NewMoveRow): Promise<void> {
  await query(
    em,
    `insert into file_move (id, person_id, direction, state, from_unit, to_unit, from_division, to_division, address_sealed,
       contact_sealed, phone_sealed, reason_sealed, started_at, answer_by, exchange_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      row.id,
      row.person_id,
      row.direction,
      row.state,
      row.from_unit,
      row.to_unit,
      row.from_division,
      row.to_division,
      row.address_sealed,
      row.contact_sealed,
      row.phone_sealed,
      row.reason_sealed,
      row.started_at,
      row.answer_by,
      row.exchange_at,
    ],
  );
}

/** Writes the state after an act, with its new version. */
export async function writeMove(em: Em, row: MoveRow): Promise<void> {
  await query(
    em,
    `update file_move set state = $2, to_unit = $3, to_division = $4, answer_by = $5, before_sealed = $6, version = $7, exchange_at = $8,
       exchange_attempts = $9, exchange_receipt = $10 where id = $1`,
    [
      row.id,
      row.state,
      row.to_unit,
      row.to_division,
      row.answer_by,
      row.before_sealed,
      row.version,
      row.exchange_at,
      row.exchange_attempts,
      row.exchange_receipt,
    ],
  );
}

/** Ids of moves inside the province whose time to answer has passed. */
export async function lateMoves(em: Em, today: string, limit: number): Promise<string[]> {
  const rows = await query<{ id: string }>(
    em,
    `select id from file_move where state in ('initiated', 'waiting') and direction in ('out', 'in') and answer_by < $1::date
     order by answer_by limit $2`,
    [today, limit],
  );
  return rows.map((r) => r.id);
}

/** The next move to take further with another province; kept from others for a minute. */
export async function claimAbroad(em: Em, at: Date): Promise<MoveRow | undefined> {
  const [row] = await query<MoveRow>(
    em,
    `update file_move set exchange_attempts = exchange_attempts + 1, exchange_at = $1::timestamptz + interval '1 minute'
     where id = (select id from file_move where direction = 'abroad' and state in ('initiated', 'waiting') and exchange_at <= $1
       order by exchange_at limit 1 for update skip locked) returning *`,
    [at],
  );
  return row;
}

/** The other platform has the file: asked next at `at`, the waits begin anew. */
export async function noteReceipt(em: Em, id: string, receipt: string, at: Date): Promise<void> {
  const sql = `update file_move set exchange_receipt = $2, exchange_at = $3, exchange_attempts = 0, exchange_error = null where id = $1`;
  await query(em, sql, [id, receipt, at]);
}
export async function postponeExchange(em: Em, id: string, error: string | null, at: Date): Promise<void> {
  await query(em, 'update file_move set exchange_error = $2, exchange_at = $3 where id = $1', [id, error, at]);
}
