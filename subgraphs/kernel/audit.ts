import type { Claims } from './claims.ts';
import { type Em, query } from './db.ts';

/**
 * One audit line, in the caller's transaction. Reads of personal data are lines too (`operation` is then the query's name).
 * @param subject opaque id of the object; never a name, number or address
 */
export async function audit(
  em: Em,
  claims: Pick<Claims, 'account' | 'role'>,
  operation: string,
  subject?: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await query(em, 'insert into audit_line (account_id, role, operation, subject, detail) values ($1, $2, $3, $4, $5)', [
    claims.account,
    claims.role,
    operation,
    subject ?? null,
    JSON.stringify(detail),
  ]);
}

/** One audit line for each subject, in one statement and in their order; as `audit`, for what one act does to many. */
export async function auditEach(
  em: Em,
  claims: Pick<Claims, 'account' | 'role'>,
  operation: string,
  subjects: readonly string[],
  detail: Record<string, unknown>,
): Promise<void> {
  if (subjects.length === 0) return;
  await query(
    em,
    `insert into audit_line (account_id, role, operation, subject, detail)
     select $1, $2, $3, s.id, $5 from unnest($4::text[]) with ordinality s (id, place) order by s.place`,
    [claims.account, claims.role, operation, subjects, JSON.stringify(detail)],
  );
}
