import { change, type Em, query } from '@miaoben/kernel';
import type { LicenceEntry } from '../licence/licence.entry.ts';
import type { GateFinding } from './batch.rules.ts';

/** The licence a row becomes, with the identifier of one that is new. */
export type StagedLicence = LicenceEntry & { readonly identifier: string };

/** A row of a batch as it is staged. */
export interface StagedRow {
  readonly file: number;
  readonly number: number;
  readonly validFlag: 0 | 1;
  /** what the licence will be; null when something is wrong with the row */
  readonly content: StagedLicence | null;
  readonly keyBlind: string | null;
  readonly holderBlind: string | null;
  /** the cells as they came, sealed; only while something is wrong with the row */
  readonly cells: string | null;
  readonly findings: readonly (GateFinding & { message: string })[];
}
export interface PlaceOfRow {
  file: number;
  number: number;
}
export interface FindingRow extends PlaceOfRow {
  seq: number;
  field: string | null;
  rule: string;
  code: string;
  message: string;
}

/** Findings kept of one batch; more of them say nothing new, and the whole table belongs back to its source. */
export const MAX_FINDINGS = 10_000;

/** Writes a chunk of rows with their findings in one go. */
export async function putRows(em: Em, batchId: string, rows: readonly StagedRow[], room: number): Promise<void> {
  await change(
    em,
    // The contents as one text: in an array each would be escaped quote by quote, and a record set of JSON costs four times as much.
    `insert into collection_row (batch_id, file, number, fit, valid_flag, key_blind, holder_blind, content, cells)
     select $1, n.file, n.number, n.content <> 'null', n.flag, n.key, n.holder, nullif(n.content, 'null'), n.cells
     from rows from (unnest($2::int[]), unnest($3::int[]), unnest($4::smallint[]), unnest($5::text[]), unnest($6::text[]),
       jsonb_array_elements($7::jsonb), unnest($8::text[])) as n (file, number, flag, key, holder, content, cells)`,
    [
      batchId,
      rows.map((r) => r.file),
      rows.map((r) => r.number),
      rows.map((r) => r.validFlag),
      rows.map((r) => r.keyBlind),
      rows.map((r) => r.holderBlind),
      JSON.stringify(rows.map((r) => r.content)),
      rows.map((r) => r.cells),
    ],
  );
  const findings = rows
    .flatMap((row) => row.findings.map((f, seq) => ({ ...f, seq, file: row.file, number: row.number })))
    .slice(0, room);
  if (findings.length > 0) await putFindings(em, batchId, findings);
}

export async function putFindings(
  em: Em,
  batchId: string,
  findings: readonly (GateFinding & PlaceOfRow & { seq: number; message: string })[],
): Promise<void> {
  await change(
    em,
    `insert into collection_finding (batch_id, file, number, seq, field, rule, code, message)
     select $1, * from unnest($2::int[], $3::int[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[])
     on conflict do nothing`,
    [
      batchId,
      findings.map((f) => f.file),
      findings.map((f) => f.number),
      findings.map((f) => f.seq),
      findings.map((f) => f.field),
      findings.map((f) => f.rule),
      findings.map((f) => f.code),
      findings.map((f) => f.message),
    ],
  );
}

/** Notes how far a file is read, in the transaction of its rows: the next start goes on from here. */
export async function noteChunk(
  em: Em,
  batchId: string,
  fileId: string,
  chunk: { rows: number; wrong: number; findings: number; progress: number },
): Promise<void> {
  await change(em, 'update collection_file set rows_done = rows_done + $2 where file_id = $1', [fileId, chunk.rows]);
  await change(
    em,
    `update collection_batch set rows_read = rows_read + $2, rows_wrong = rows_wrong + $3, findings = findings + $4,
       progress = $5 where id = $1`,
    [batchId, chunk.rows, chunk.wrong, chunk.findings, chunk.progress],
  );
}
export async function noteRead(em: Em, fileId: string, at: Date): Promise<void> {
  await change(em, 'update collection_file set read_at = $2 where file_id = $1', [fileId, at]);
}

/** Takes away what a batch has staged. */
export async function clearStaged(em: Em, batchId: string): Promise<void> {
  await change(em, 'delete from collection_finding where batch_id = $1', [batchId]);
  await change(em, 'delete from collection_row where batch_id = $1', [batchId]);
}
export async function forgetCounts(em: Em, batchId: string): Promise<void> {
  await change(em, 'update collection_batch set rows_read = 0, rows_wrong = 0, findings = 0 where id = $1', [batchId]);
}

/** The places of a correction that name no row of the batch. */
export async function unknownPlaces(em: Em, batchId: string, places: readonly PlaceOfRow[]): Promise<number> {
  const [row] = await query<{ unknown: number }>(
    em,
    `select count(*)::int as unknown from unnest($2::int[], $3::int[]) as p (file, number)
     where not exists (select 1 from collection_row r where r.batch_id = $1 and r.file = p.file and r.number = p.number)`,
    [batchId, places.map((p) => p.file), places.map((p) => p.number)],
  );
  return row?.unknown ?? 0;
}
/** Takes staged rows away by their places, with their findings. */
export async function removeRows(em: Em, batchId: string, places: readonly PlaceOfRow[]): Promise<void> {
  const [files, numbers] = [places.map((p) => p.file), places.map((p) => p.number)];
  for (const table of ['collection_finding', 'collection_row'])
    await change(
      em,
      `delete from ${table} r using unnest($2::int[], $3::int[]) as p (file, number)
       where r.batch_id = $1 and r.file = p.file and r.number = p.number`,
      [batchId, files, numbers],
    );
}

/**
 * Marks rows that would give one holder two valid licences of the type (J-48): two in the batch, or one beside another one in the store
 * that the batch neither replaces nor ends.
 * @returns how many rows
 */
export async function findSecondLicences(
  em: Em,
  batch: { id: string; typeCode: string },
  message: string,
): Promise<number> {
  await change(em, `delete from collection_finding where batch_id = $1 and rule = 'uniqueness'`, [batch.id]);
  return change(
    em,
    // Fresh rows have no statistics: a plan that needs none (one sort, then one look into an index a row) and no join of two guesses.
    `with latest as materialized (
       select distinct on (key_blind) file, number, key_blind, holder_blind, valid_flag from collection_row
       where batch_id = $1 and fit order by key_blind, file desc, number desc
     ), counted as (
       select *, count(*) over (partition by holder_blind) as held from latest
       where valid_flag = 1 and holder_blind is not null
     )
     insert into collection_finding (batch_id, file, number, seq, field, rule, code, message)
     select $1, v.file, v.number, 90, null, 'uniqueness', 'duplicate', $3 from counted v
     where v.held > 1 or exists (
       select 1 from licence l where l.type_code = $2 and l.holder_document_blind = v.holder_blind and l.valid_flag = 1
         and l.state = 'valid' and l.business_key <> v.key_blind
         and coalesce((select e.valid_flag from collection_row e
           where e.batch_id = $1 and e.fit and e.key_blind = l.business_key
           order by e.file desc, e.number desc limit 1), 1) = 1)
     limit ${MAX_FINDINGS}`,
    [batch.id, batch.typeCode, message],
  );
}

/** What is wrong with a batch, counted. */
export async function countWrong(
  em: Em,
  batchId: string,
): Promise<{ rowsWrong: number; findings: number; byRule: Record<string, number> }> {
  const [unfit] = await query<{ n: number }>(
    em,
    'select count(*)::int as n from collection_row where batch_id = $1 and not fit',
    [batchId],
  );
  const rules = await query<{ rule: string; n: number; rows: number }>(
    em,
    `select rule, count(*)::int as n, count(distinct (file, number))::int as rows from collection_finding
     where batch_id = $1 group by rule`,
    [batchId],
  );
  const second = rules.find((r) => r.rule === 'uniqueness')?.rows ?? 0;
  return {
    rowsWrong: (unfit?.n ?? 0) + second,
    findings: rules.reduce((sum, r) => sum + r.n, 0),
    byRule: Object.fromEntries(rules.map((r) => [r.rule, r.rows])),
  };
}

/** Findings in the order of files and rows, after a place. */
export async function findingsAfter(
  em: Em,
  batchId: string,
  rule: string | null,
  key: [number, number, number],
  limit: number,
): Promise<FindingRow[]> {
  return query<FindingRow>(
    em,
    `select file, number, seq, field, rule, code, message from collection_finding
     where batch_id = $1 and (file, number, seq) > ($2, $3, $4) and ($5::text is null or rule = $5)
     order by file, number, seq limit $6`,
    [batchId, ...key, rule, limit],
  );
}

/** Rows with findings, with what they hold, for the returned file. */
export async function rowsWithFindings(
  em: Em,
  batchId: string,
  key: [number, number],
  limit: number,
): Promise<(PlaceOfRow & { valid_flag: number; cells: string | null; sealed: string | null })[]> {
  return query(
    em,
    `select r.file, r.number, r.valid_flag, r.cells, r.content ->> 'sealed' as sealed from collection_row r
     where r.batch_id = $1 and (r.file, r.number) > ($2, $3)
       and (not r.fit or exists (select 1 from collection_finding f
         where f.batch_id = r.batch_id and f.file = r.file and f.number = r.number))
     order by r.file, r.number limit $4`,
    [batchId, ...key, limit],
  );
}

/** The findings of some rows, in order. */
export async function findingsOfRows(em: Em, batchId: string, places: readonly PlaceOfRow[]): Promise<FindingRow[]> {
  return query<FindingRow>(
    em,
    `select f.file, f.number, f.seq, f.field, f.rule, f.code, f.message
     from unnest($2::int[], $3::int[]) as p (file, number)
     join collection_finding f on f.batch_id = $1 and f.file = p.file and f.number = p.number
     order by f.file, f.number, f.seq`,
    [batchId, places.map((p) => p.file), places.map((p) => p.number)],
  );
}
