import { change, type Em, type PageRequest, query } from '@miaoben/kernel';
import { Parameters } from '@miaoben/kernel/reach';
import { atSeat, type Seat } from '../aefi/aefi.seat.ts';
import type { ClaimState } from './claim.rules.ts';

export interface ClaimRow {
  id: string;
  case_id: string;
  account_id: string;
  state: ClaimState;
  statement: string;
  decision: string | null;
  amount_yuan: number | null;
  applied_at: string;
  decided_at: string | null;
  version: number;
}
export interface ClaimListRow extends ClaimRow {
  person_id: string;
  birth_date: string;
  case_number: string | null;
}

/** The latest claim of each case. One statement for any number. */
export async function claimsOf(em: Em, caseIds: readonly string[]): Promise<ClaimListRow[]> {
  return query<ClaimListRow>(
    em,
    `select distinct on (l.case_id) l.*, c.person_id, s.birth_date, c.number as case_number from aefi_claim l
     join aefi_case c on c.id = l.case_id join subject s using (person_id)
     where l.case_id = any($1::uuid[]) order by l.case_id, l.id desc`,
    [caseIds],
  );
}

/** Claims seen from a seat, newest first. */
export async function listClaims(
  em: Em,
  seat: Seat,
  states: readonly ClaimState[] | null,
  page: PageRequest,
): Promise<ClaimListRow[]> {
  const p = new Parameters();
  const parts = [atSeat(seat, p)];
  if (states?.length) parts.push(`l.state = any(${p.add(states)}::text[])`);
  if (page.key) parts.push(`l.id < ${p.add(page.key[0])}::uuid`);
  return query<ClaimListRow>(
    em,
    `select l.*, c.person_id, s.birth_date, c.number as case_number from aefi_claim l
     join aefi_case c on c.id = l.case_id join subject s using (person_id)
     where ${parts.join(' and ')} order by l.id desc limit ${p.add(page.limit)}`,
    p.values,
  );
}

/** A claim, held until the transaction ends; the case behind it is checked by the caller. */
export async function lockClaim(em: Em, id: string): Promise<ClaimRow | undefined> {
  return (await query<ClaimRow>(em, 'select * from aefi_claim where id = $1 for update', [id]))[0];
}

/** @returns false when the case has an open claim, or the id is taken */
export async function insertClaim(em: Em, row: ClaimRow): Promise<boolean> {
  const made = await change(
    em,
    `insert into aefi_claim (id, case_id, account_id, state, statement, applied_at) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing`,
    [row.id, row.case_id, row.account_id, row.state, row.statement, row.applied_at],
  );
  return made > 0;
}

export async function writeClaim(em: Em, row: ClaimRow): Promise<void> {
  await change(
    em,
    'update aefi_claim set state = $2, decision = $3, amount_yuan = $4, decided_at = $5, version = $6 where id = $1',
    [row.id, row.state, row.decision, row.amount_yuan, row.decided_at, row.version],
  );
}
