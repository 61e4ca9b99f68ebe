import { change, type Em, query } from '@miaoben/kernel';
import type { Origin, StoredType } from '../licence/licence.entry.ts';
import { type CountChange, type LicenceState, moveCounts } from '../licence/licence.repository.ts';

/**
 * Takes the rows that a later one of the same key takes the place of out of the staged ones, and keeps them (J-51): from here on each key
 * has one row. @returns how many
 */
export async function moveRepeated(em: Em, batch: { id: string; typeCode: string }, at: Date): Promise<number> {
  return change(
    em,
    // Sorted are the keys alone, not what the rows hold.
    `with repeated as materialized (
       select file, number from (
         select file, number, row_number() over (partition by key_blind order by file desc, number desc) as nth
         from collection_row where batch_id = $1 and fit) as r where nth > 1
     ), gone as (
       delete from collection_row r using repeated p where r.batch_id = $1 and r.file = p.file and r.number = p.number
       returning r.file, r.number, r.content ->> 'sealed' as original
     )
     insert into cleaning_entry (id, type_code, batch_id, file, number, kind, licence_id, original, at)
     select gen_random_uuid(), $2, $1, file, number, 'duplicate', null, original, $3 from gone`,
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

export interface StandingRow {
  key_blind: string;
  valid_flag: 0 | 1;
  content: string;
}

/**
 * The staged rows whose keys valid licences hold already, chunk by chunk: they overwrite or end them.
 * @param em in a transaction; what it changes meanwhile does not change what is yielded
 */
export async function* standingRows(
  em: Em,
  batch: { id: string; typeCode: string },
  limit: number,
): AsyncGenerator<StandingRow[]> {
  await query(
    em,
    `declare standing_rows no scroll cursor for
     select r.key_blind, r.valid_flag, r.content::text as content from collection_row r
     join licence l on l.type_code = $2 and l.business_key = r.key_blind and l.valid_flag = 1
     where r.batch_id = $1 and r.fit`,
    [batch.id, batch.typeCode],
  );
  for (;;) {
    const rows = await query<StandingRow>(em, `fetch ${limit} from standing_rows`);
    if (rows.length > 0) yield rows;
    if (rows.length < limit) break;
  }
  await query(em, 'close standing_rows');
}

/**
 * Makes licences of the staged rows whose keys none holds yet, and counts them. They never leave the database, and come in the order of
 * the file, which is the order of their ids: indexes grow at their ends. @returns how many
 */
export async function addStaged(
  em: Em,
  batchId: string,
  type: Pick<StoredType, 'code' | 'version'>,
  { division, source }: Pick<Origin, 'division' | 'source'>,
): Promise<number> {
  const added = await query<{ issuer_code: string; issuer_name: string; state: LicenceState; n: number }>(
    em,
    `with added as (
       insert into licence (type_code, licence_id, type_version, number, identifier, identifier_version, business_key,
         business_date, holder_document_blind, holder_name_blind, search, sealed, issuer_code, issuer_name, division,
         valid_from, valid_to, state, source, batch_id, collected_at, updated_at)
       select $2, c."licenceId", $3, c.number, c.identifier, 1, r.key_blind,
         c."businessDate", c."holderDocumentBlind", c."holderNameBlind", c.search::jsonb, c.sealed, c."issuerCode",
         c."issuerName", $4, c."validFrom", c."validTo", c.state, $5, $1, clock_timestamp(), clock_timestamp()
       from collection_row r, jsonb_to_record(r.content) as c ("licenceId" uuid, number text, identifier text,
         "businessDate" date, "holderDocumentBlind" text, "holderNameBlind" text, search text, sealed text,
         "issuerCode" text, "issuerName" text, "validFrom" date, "validTo" date, state text)
       where r.batch_id = $1 and r.fit and r.valid_flag = 1 and not exists (
         select 1 from licence l where l.type_code = $2 and l.business_key = r.key_blind and l.valid_flag = 1)
       returning issuer_code, issuer_name, state
     )
     select issuer_code, max(issuer_name) as issuer_name, state, count(*)::int as n from added group by issuer_code, state`,
    [batchId, type.code, type.version, division, source],
  );
  await moveCounts(
    em,
    type.code,
    added.map((row) => ({
      division,
      issuerCode: row.issuer_code,
      issuerName: row.issuer_name,
      state: row.state,
      validFlag: 1,
      by: row.n,
    })),
  );
  return added.reduce((sum, { n }) => sum + n, 0);
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
