import { change, type Em, query } from '@miaoben/kernel';

/** Who may use a seal: the id of an account, or `service:certificates` for the platform's own sealing on request. */
export interface GrantRow {
  seal_id: string;
  grantee: string;
  granted_by: string;
  granted_at: string;
  withdrawn_by: string | null;
  withdrawn_at: string | null;
}

/** Seals by itself when a certificate is issued or a holder asks for its file. */
export const PLATFORM = 'service:certificates';

export async function mayUse(em: Em, sealId: string, grantee: string): Promise<boolean> {
  const rows = await query(
    em,
    'select 1 from seal_grant where seal_id = $1 and grantee = $2 and withdrawn_at is null',
    [sealId, grantee],
  );
  return rows.length > 0;
}

/** All that ever stood, the standing ones first. */
export async function grantsOf(em: Em, sealIds: readonly string[]): Promise<GrantRow[]> {
  return query<GrantRow>(
    em,
    `select * from seal_grant where seal_id = any($1::uuid[])
     order by seal_id, withdrawn_at is not null, granted_at, grantee`,
    [sealIds],
  );
}

/** @returns false when the right stands already */
export async function addGrant(em: Em, sealId: string, grantee: string, by: string, at: Date): Promise<boolean> {
  const added = await change(
    em,
    `insert into seal_grant (seal_id, grantee, granted_by, granted_at) values ($1, $2, $3, $4)
     on conflict (seal_id, grantee) where withdrawn_at is null do nothing`,
    [sealId, grantee, by, at],
  );
  return added > 0;
}

/** @returns false when there was none */
export async function endGrant(em: Em, sealId: string, grantee: string, by: string, at: Date): Promise<boolean> {
  const ended = await change(
    em,
    'update seal_grant set withdrawn_by = $3, withdrawn_at = $4 where seal_id = $1 and grantee = $2 and withdrawn_at is null',
    [sealId, grantee, by, at],
  );
  return ended > 0;
}

/** With a seal end all rights to it: nobody may use what is replaced or withdrawn, and its page says so. */
export async function endGrants(em: Em, sealId: string, by: string, at: Date): Promise<void> {
  await change(
    em,
    'update seal_grant set withdrawn_by = $2, withdrawn_at = $3 where seal_id = $1 and withdrawn_at is null',
    [sealId, by, at],
  );
}

/** Whoever may use a seal may use the one that takes its place. */
export async function carryGrants(em: Em, from: string, to: string, by: string, at: Date): Promise<void> {
  await change(
    em,
    `insert into seal_grant (seal_id, grantee, granted_by, granted_at)
     select $2, grantee, $3, $4 from seal_grant where seal_id = $1 and withdrawn_at is null`,
    [from, to, by, at],
  );
}
