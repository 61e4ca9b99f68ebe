import { type Em, query } from '@miaoben/kernel';

/** Newest acts that are shown of one file. */
const SHOWN = 100;

export interface OperationRow {
  subject: string;
  seq: string;
  at: string;
  operation: string;
  account_id: string;
  role: string;
}

/** Acts on files by their audit lines, the last first, at most a hundred a file. One statement for any number. */
export async function operationsOf(em: Em, personIds: readonly string[]): Promise<OperationRow[]> {
  return query<OperationRow>(
    em,
    `select l.subject, l.seq, l.at, l.operation, l.account_id, l.role from unnest($1::text[]) p (id)
     cross join lateral (
       select * from audit_line a where a.subject = p.id and a.operation like 'Mutation.%' order by a.seq desc limit ${SHOWN}) l`,
    [personIds],
  );
}
