import { change, type Em, query } from '@miaoben/kernel';

export interface GrantRow {
  id: string;
  type_code: string;
  organisation_id: string | null;
  account_id: string | null;
  granted_at: string;
  granted_by: string;
  withdrawn_at: string | null;
  withdrawn_by: string | null;
  reason: string | null;
}
export interface CheckRow {
  id: string;
  type_code: string;
  account_id: string;
  organisation_id: string | null;
  action: 'batch' | 'file' | 'single';
  allowed: boolean;
  grant_id: string | null;
  at: string;
}

/** @returns false when the same right stands already */
export async function insertGrant(
  em: Em,
  grant: Pick<GrantRow, 'id' | 'type_code' | 'organisation_id' | 'account_id' | 'granted_by'> & { granted_at: Date },
): Promise<boolean> {
  const added = await change(
    em,
    `insert into collection_grant (id, type_code, organisation_id, account_id, granted_at, granted_by)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [grant.id, grant.type_code, grant.organisation_id, grant.account_id, grant.granted_at, grant.granted_by],
  );
  return added > 0;
}

/** @returns false when there is no such right that stands */
export async function withdrawGrant(em: Em, id: string, by: string, reason: string, at: Date): Promise<boolean> {
  const ended = await change(
    em,
    `update collection_grant set withdrawn_at = $2, withdrawn_by = $3, reason = $4
     where id = $1 and withdrawn_at is null`,
    [id, at, by, reason],
  );
  return ended > 0;
}

export async function grantById(em: Em, id: string): Promise<GrantRow | undefined> {
  return (await query<GrantRow>(em, 'select * from collection_grant where id = $1', [id]))[0];
}

/** The right by which an account may upload a type now: its own, or its organisation's. */
export async function standingGrant(
  em: Em,
  typeCode: string,
  account: string,
  organisation: string | undefined,
): Promise<string | undefined> {
  const [row] = await query<{ id: string }>(
    em,
    `select id from collection_grant where type_code = $1 and withdrawn_at is null
       and (account_id = $2 or organisation_id = $3::uuid) order by id limit 1`,
    [typeCode, account, organisation ?? null],
  );
  return row?.id;
}

/** Types an account may upload now. */
export async function grantedTypes(em: Em, account: string, organisation: string | undefined): Promise<string[]> {
  const rows = await query<{ type_code: string }>(
    em,
    `select distinct type_code from collection_grant where withdrawn_at is null
       and (account_id = $1 or organisation_id = $2::uuid) order by type_code`,
    [account, organisation ?? null],
  );
  return rows.map((r) => r.type_code);
}

/** Rights, newest first, those withdrawn too. */
export async function grantsBefore(
  em: Em,
  typeCode: string | null,
  before: string | null,
  limit: number,
): Promise<GrantRow[]> {
  return query<GrantRow>(
    em,
    `select * from collection_grant where ($1::text is null or type_code = $1) and ($2::uuid is null or id < $2)
     order by id desc limit $3`,
    [typeCode, before, limit],
  );
}

export async function insertCheck(em: Em, check: Omit<CheckRow, 'at'> & { at: Date }): Promise<void> {
  await change(
    em,
    `insert into collection_check (id, type_code, account_id, organisation_id, action, allowed, grant_id, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      check.id,
      check.type_code,
      check.account_id,
      check.organisation_id,
      check.action,
      check.allowed,
      check.grant_id,
      check.at,
    ],
  );
}

/** Authorisation checks, newest first. */
export async function checksBefore(
  em: Em,
  filter: { typeCode: string | null; allowed: boolean | null },
  before: string | null,
  limit: number,
): Promise<CheckRow[]> {
  return query<CheckRow>(
    em,
    `select * from collection_check where ($1::text is null or type_code = $1) and ($2::boolean is null or allowed = $2)
       and ($3::uuid is null or id < $3) order by id desc limit $4`,
    [filter.typeCode, filter.allowed, before, limit],
  );
}
