import { type Em, type Page, pageRequest, query, toPage } from '@miaoben/kernel';
import type { AuditLine } from './audit-line.type.ts';

interface AuditLineRow {
  seq: string;
  at: string;
  account_id: string;
  operation: string;
  subject: string | null;
  outcome: string | null;
}

/** Lines of this subgraph, newest first. Only the auditor reaches them, and reaches all: the policy gives no narrower scope. */
export async function auditLinePage(
  em: Em,
  filter: { operation: string | undefined; account: string | undefined },
  first: number,
  after: string | null | undefined,
): Promise<Page<AuditLine>> {
  const page = pageRequest(first, after, 1);
  const rows = await query<AuditLineRow>(
    em,
    `select seq, at, account_id, operation, subject, detail->>'outcome' as outcome from audit_line
     where ($1::text is null or operation = $1) and ($2::text is null or account_id = $2) and ($3::bigint is null or seq < $3)
     order by seq desc limit $4`,
    [filter.operation ?? null, filter.account ?? null, page.key?.[0] ?? null, page.limit],
  );
  return toPage(
    rows,
    page,
    (r) => [r.seq],
    (r) => ({
      id: `identity:${r.seq}`,
      at: r.at,
      subgraph: 'identity',
      operation: r.operation,
      outcome: r.outcome ?? 'done',
      subject: r.subject,
      accountId: r.account_id,
    }),
  );
}
