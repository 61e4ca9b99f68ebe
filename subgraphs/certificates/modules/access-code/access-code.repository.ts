import { type Em, query } from '@miaoben/kernel';
import type { AccessPurpose } from './access-code.type.ts';

export interface AccessCodeRow {
  person_id: string;
  id: string;
  account_id: string;
  purpose: AccessPurpose;
  token_sealed: string;
  token_blind: string;
  created_at: string;
  expires_at: string;
  opened_at: string | null;
  opened_by: string | null;
  opened_org: string | null;
  opened_role: string | null;
  refused: number;
  refused_at: string | null;
}

export async function insertAccessCode(
  em: Em,
  row: Pick<AccessCodeRow, 'person_id' | 'id' | 'account_id' | 'purpose' | 'token_sealed' | 'token_blind'>,
  at: Date,
  until: Date,
): Promise<void> {
  // One living code of an account for a child: whoever makes another one does not mean the first any more.
  await query(
    em,
    `update access_code set expires_at = $3 where account_id = $1 and person_id = $2 and opened_at is null and expires_at > $3`,
    [row.account_id, row.person_id, at],
  );
  await query(
    em,
    `insert into access_code (person_id, id, account_id, purpose, token_sealed, token_blind, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [row.person_id, row.id, row.account_id, row.purpose, row.token_sealed, row.token_blind, at, until],
  );
}

/** The code of a token, locked to the end of the transaction: of two who scan at one moment only one is first. */
export async function lockByToken(em: Em, blind: string): Promise<AccessCodeRow | undefined> {
  const [row] = await query<AccessCodeRow>(em, 'select * from access_code where token_blind = $1 for update', [blind]);
  return row;
}

export async function markOpened(
  em: Em,
  row: AccessCodeRow,
  by: { account: string; role: string; organisation: string | undefined },
  at: Date,
): Promise<void> {
  await query(
    em,
    `update access_code set opened_at = $3, opened_by = $4, opened_role = $5, opened_org = $6
     where person_id = $1 and id = $2`,
    [row.person_id, row.id, at, by.account, by.role, by.organisation ?? null],
  );
}

export async function markRefused(em: Em, row: AccessCodeRow, at: Date): Promise<void> {
  await query(em, 'update access_code set refused = refused + 1, refused_at = $3 where person_id = $1 and id = $2', [
    row.person_id,
    row.id,
    at,
  ]);
}

/** What an account opened after an instant; undefined for other accounts and for later. */
export async function openedBy(em: Em, id: string, account: string, since: Date): Promise<AccessCodeRow | undefined> {
  const [row] = await query<AccessCodeRow>(
    em,
    'select * from access_code where id = $1 and opened_by = $2 and opened_at > $3',
    [id, account, since],
  );
  return row;
}

export async function madeBy(em: Em, account: string, ids: readonly string[]): Promise<AccessCodeRow[]> {
  return query<AccessCodeRow>(em, 'select * from access_code where account_id = $1 and id = any($2::uuid[])', [
    account,
    ids,
  ]);
}

/** The latest codes an account made for a child, and the name of who opened each. */
export async function codesOf(
  em: Em,
  account: string,
  personId: string,
  limit: number,
): Promise<(AccessCodeRow & { opened_org_name: string | null })[]> {
  return query(
    em,
    `select a.*, o.name as opened_org_name from access_code a left join organisation o on o.id = a.opened_org
     where a.account_id = $1 and a.person_id = $2 order by a.created_at desc, a.id limit $3`,
    [account, personId, limit],
  );
}
