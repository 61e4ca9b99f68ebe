import { type Em, query } from '@miaoben/kernel';

export interface AttachmentRow {
  id: string;
  report_id: string;
  name: string;
  size: number;
  step: number;
}

/** Papers that acts on reports named, oldest first. One statement for any number. */
export async function attachmentsOf(em: Em, reports: readonly string[]): Promise<AttachmentRow[]> {
  return query<AttachmentRow>(
    em,
    `select a.id, a.report_id, a.step, s.name, s.size::int as size from death_attachment a join stored_file s on s.id = a.id
     where a.report_id = any($1::uuid[]) and a.step is not null order by a.report_id, a.step, a.id`,
    [reports],
  );
}

/** The report of a paper that an act named. */
export async function reportOfAttachment(em: Em, id: string): Promise<string | undefined> {
  const sql = 'select report_id from death_attachment where id = $1 and step is not null';
  return (await query<{ report_id: string }>(em, sql, [id]))[0]?.report_id;
}

export async function insertAttachment(em: Em, id: string, report: string, account: string): Promise<void> {
  await query(em, 'insert into death_attachment (id, report_id, account_id) values ($1, $2, $3)', [
    id,
    report,
    account,
  ]);
}

/**
 * Ties papers to the act that names them: sent whole by this account for this report, and named by no act before.
 * @returns how many were
 */
export async function nameAttachments(
  em: Em,
  ids: readonly string[],
  of: { report: string; account: string; step: number },
): Promise<number> {
  const rows = await query(
    em,
    `update death_attachment a set step = $4 from stored_file s
     where a.id = any($1::uuid[]) and a.report_id = $2 and a.account_id = $3 and a.step is null
       and s.id = a.id and s.stored_at is not null returning a.id`,
    [ids, of.report, of.account, of.step],
  );
  return rows.length;
}
