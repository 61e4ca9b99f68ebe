import { change, type Em, query } from '@miaoben/kernel';
import type { LicenceRow } from '../licence/licence.repository.ts';
import type { LicenceFileState } from './licence-file.type.ts';

export interface LicenceFileRow {
  id: string;
  type_code: string;
  licence_id: string;
  identifier: string;
  account_id: string;
  state: LicenceFileState;
  file_id: string | null;
  bytes: number | null;
  requested_at: string;
  made_at: string | null;
  until: string | null;
}

/** Whether the licence still is what the file `f` was made of: a changed one has another identifier. */
const STANDS = `exists (select 1 from licence l where l.type_code = f.type_code and l.licence_id = f.licence_id
  and l.identifier = f.identifier and l.valid_flag = 1 and l.state in ('valid', 'expired'))`;

/**
 * The file of a licence that waits or is kept, or a new one in the queue. A kept one that does not hold any more, or is to be made anew,
 * is dropped.
 */
export async function askForFile(
  em: Em,
  wanted: Pick<LicenceFileRow, 'id' | 'type_code' | 'licence_id' | 'identifier' | 'account_id'>,
  isReload: boolean,
  at: Date,
): Promise<string> {
  const key = [wanted.account_id, wanted.type_code, wanted.licence_id];
  await change(
    em,
    `update licence_file f set state = 'dropped' where (account_id, type_code, licence_id) = ($1, $2, $3::uuid)
       and (state = 'ready' and ($4::boolean or until <= $5) or state in ('waiting', 'ready') and not ${STANDS})`,
    [...key, isReload, at],
  );
  await change(
    em,
    `insert into licence_file (account_id, type_code, licence_id, id, identifier, state, requested_at)
     values ($1, $2, $3, $4, $5, 'waiting', $6)
     on conflict (account_id, type_code, licence_id) where state in ('waiting', 'ready') do nothing`,
    [...key, wanted.id, wanted.identifier, at],
  );
  const [row] = await query<{ id: string }>(
    em,
    `select id from licence_file where (account_id, type_code, licence_id) = ($1, $2, $3::uuid)
       and state in ('waiting', 'ready')`,
    key,
  );
  return row!.id;
}

/** A file of the account; `dropped` as soon as its time is over or the licence is not what it was. */
export async function fileOf(em: Em, id: string, account: string, at: Date): Promise<LicenceFileRow | undefined> {
  const [row] = await query<LicenceFileRow>(
    em,
    `select f.*, case when f.state = 'ready' and (f.until <= $3 or not ${STANDS}) then 'dropped' else f.state end as state
     from licence_file f where f.id = $1 and f.account_id = $2`,
    [id, account, at],
  );
  return row;
}

/** The file waiting longest, with the licence as it is now, held to the end of the transaction. */
export async function nextFile(em: Em): Promise<LicenceFileRow | undefined> {
  const [row] = await query<LicenceFileRow>(
    em,
    `select * from licence_file where state = 'waiting' order by requested_at limit 1 for update skip locked`,
  );
  return row;
}

export async function licenceOfFile(em: Em, row: LicenceFileRow): Promise<LicenceRow | undefined> {
  const [licence] = await query<LicenceRow>(
    em,
    `select l.* from licence l where l.type_code = $1 and l.licence_id = $2 and l.identifier = $3 and l.valid_flag = 1
       and l.state in ('valid', 'expired')`,
    [row.type_code, row.licence_id, row.identifier],
  );
  return licence;
}

export async function keepFile(
  em: Em,
  id: string,
  made: { readonly fileId: string; readonly bytes: number; readonly at: Date; readonly until: Date },
): Promise<void> {
  await change(
    em,
    `update licence_file set state = 'ready', file_id = $2, bytes = $3, made_at = $4, until = $5 where id = $1`,
    [id, made.fileId, made.bytes, made.at, made.until],
  );
}

export async function endFile(em: Em, id: string, state: 'failed' | 'dropped'): Promise<void> {
  await change(em, 'update licence_file set state = $2 where id = $1', [id, state]);
}

/** Drops kept files whose time is over or whose licence is not what it was. @returns the bytes that have to go */
export async function dropFiles(em: Em, at: Date, limit: number): Promise<{ id: string; file_id: string }[]> {
  return query(
    em,
    `update licence_file f set state = 'dropped'
     where f.id in (select f.id from licence_file f where f.file_id is not null
       and (f.state = 'dropped' or f.until <= $1 or not ${STANDS}) order by f.until limit $2 for update skip locked)
     returning f.id, f.file_id`,
    [at, limit],
  );
}

/** Forgets where the bytes were, once they are gone. */
export async function forgetBytes(em: Em, ids: readonly string[]): Promise<void> {
  await change(em, 'update licence_file set file_id = null where id = any($1::uuid[])', [ids]);
}
