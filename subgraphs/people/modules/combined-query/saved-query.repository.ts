import { type Claims, type Em, query } from '@miaoben/kernel';
import type { PersonQuery, QueryColumnName } from './query.vocabulary.ts';

export interface SavedRow {
  id: string;
  account_id: string;
  organisation_id: string | null;
  name: string;
  is_shared: boolean;
  query: PersonQuery;
  columns: QueryColumnName[];
  changed_at: string;
}

/** Own queries and those shared in the unit, own ones first. */
export const savedFor = (em: Em, { account, organisation }: Pick<Claims, 'account' | 'organisation'>) =>
  query<SavedRow>(
    em,
    `select * from saved_query where account_id = $1 or (is_shared and organisation_id = $2::uuid)
     order by account_id <> $1, name, id`,
    [account, organisation ?? null],
  );

export async function savedByName(em: Em, account: string, name: string): Promise<SavedRow | undefined> {
  return (
    await query<SavedRow>(em, 'select * from saved_query where account_id = $1 and name = $2', [account, name])
  )[0];
}

/** One change of an account's queries at a time: two of one name would both find it free. */
export const lockSaved = (em: Em, account: string) =>
  query(em, 'select pg_advisory_xact_lock(hashtextextended($1, 19))', [account]);

/** Whether the account has kept a query under this id. */
export async function isSaved(em: Em, id: string, account: string): Promise<boolean> {
  return (await query(em, 'select 1 from saved_query where id = $1 and account_id = $2', [id, account])).length > 0;
}

export async function countSaved(em: Em, account: string): Promise<number> {
  const [row] = await query<{ n: number }>(em, 'select count(*)::int n from saved_query where account_id = $1', [
    account,
  ]);
  return row?.n ?? 0;
}

/** Puts a query in; one of the account's own with this id is rewritten. @returns false when the id is somebody else's */
export async function putSaved(em: Em, row: Omit<SavedRow, 'changed_at'> & { changed_at: Date }): Promise<boolean> {
  const stored = await query(
    em,
    `insert into saved_query as s (id, account_id, organisation_id, name, is_shared, query, columns, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (id) do update set name = $4, is_shared = $5, query = $6, columns = $7, changed_at = $8
       where s.account_id = $2 returning id`,
    [
      row.id,
      row.account_id,
      row.organisation_id,
      row.name,
      row.is_shared,
      JSON.stringify(row.query),
      row.columns,
      row.changed_at,
    ],
  );
  return stored.length > 0;
}

/** @returns false when the account has no such query */
export async function removeSaved(em: Em, id: string, account: string): Promise<boolean> {
  return (
    (await query(em, 'delete from saved_query where id = $1 and account_id = $2 returning id', [id, account])).length >
    0
  );
}
