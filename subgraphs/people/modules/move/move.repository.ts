import { type Em, type PageRequest, query } from '@miaoben/kernel';
import { Parameters } from '@miaoben/kernel/reach';
import { atDesk, type Desk } from '../progress/desk.ts';
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
  version: number;
}
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

export async function insertMove(em: Em, row: Omit<MoveRow, 'before_sealed' | 'version'>): Promise<void> {
  await query(
    em,
    `insert into file_move (id, person_id, direction, state, from_unit, to_unit, from_division, to_division, address_sealed,
       contact_sealed, phone_sealed, reason_sealed, started_at, answer_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
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
    ],
  );
}

/** Writes the state after an act, with its new version. */
export async function writeMove(em: Em, row: MoveRow): Promise<void> {
  await query(
    em,
    `update file_move set state = $2, to_unit = $3, to_division = $4, answer_by = $5, before_sealed = $6, version = $7 where id = $1`,
    [row.id, row.state, row.to_unit, row.to_division, row.answer_by, row.before_sealed, row.version],
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
