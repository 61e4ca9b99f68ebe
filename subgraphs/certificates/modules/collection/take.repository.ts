import { change, type Em, query } from '@miaoben/kernel';
import type { CountChange, LicenceState } from '../licence/licence.repository.ts';

/** Keeps the rows that a later one of the same key takes the place of (J-51). @returns how many */
export async function backUpRepeated(em: Em, batch: { id: string; typeCode: string }, at: Date): Promise<number> {
  return change(
    em,
    `insert into cleaning_entry (id, type_code, batch_id, file, number, kind, licence_id, original, at)
     select gen_random_uuid(), $2, $1, file, number, 'duplicate', null, content ->> 'sealed', $3 from (
       select *, row_number() over (partition by key_blind order by file desc, number desc) as nth
       from collection_row where batch_id = $1 and fit) as r where nth > 1`,
    [batch.id, batch.typeCode, at],
  );
}

/** Keeps what stored licences said before rows of the same keys overwrite or end them. @returns how many */
export async function backUpStanding(em: Em, batch: { id: string; typeCode: string }, at: Date): Promise<number> {
  return change(
    em,
    `insert into cleaning_entry (id, type_code, batch_id, file, number, kind, licence_id, original, at)
     select gen_random_uuid(), $2, $1, null, null, 'overwritten', l.licence_id, l.sealed, $3
     from licence l where l.type_code = $2 and l.valid_flag = 1
       and exists (select 1 from collection_row r where r.batch_id = $1 and r.fit and r.key_blind = l.business_key)`,
    [batch.id, batch.typeCode, at],
  );
}

export interface LatestRow {
  key_blind: string;
  valid_flag: 0 | 1;
  content: string;
}

/**
 * The row that counts of each key, in the order of keys, chunk by chunk: one cursor, so that the whole is sorted once.
 * @param em in a transaction
 */
export async function* latestRows(em: Em, batchId: string, limit: number): AsyncGenerator<LatestRow[]> {
  await query(
    em,
    `declare latest_rows no scroll cursor for
     select distinct on (key_blind) key_blind, valid_flag, content::text as content from collection_row
     where batch_id = $1 and fit order by key_blind, file desc, number desc`,
    [batchId],
  );
  for (;;) {
    const rows = await query<LatestRow>(em, `fetch ${limit} from latest_rows`);
    if (rows.length > 0) yield rows;
    if (rows.length < limit) break;
  }
  await query(em, 'close latest_rows');
}

/** Ends the validity of licences by their keys (有效标志 0): they stay, they count as valid no more. */
export async function endLicences(
  em: Em,
  typeCode: string,
  keys: readonly string[],
  batchId: string | null,
): Promise<CountChange[]> {
  const rows = await query<{ division: string; issuer_code: string; issuer_name: string; state: LicenceState }>(
    em,
    `update licence set valid_flag = 0, batch_id = coalesce($3, batch_id), updated_at = clock_timestamp()
     where type_code = $1 and valid_flag = 1 and business_key = any($2::text[])
     returning division, issuer_code, issuer_name, state`,
    [typeCode, keys, batchId],
  );
  return rows.flatMap((row) =>
    ([1, 0] as const).map((validFlag) => ({
      division: row.division,
      issuerCode: row.issuer_code,
      issuerName: row.issuer_name,
      state: row.state,
      validFlag,
      by: validFlag === 1 ? -1 : 1,
    })),
  );
}
