import { type Em, query } from '@miaoben/kernel';
import type { PaperKind } from './fields.rules.ts';
import type { ReadingFault } from './page.types.ts';

export interface ReadingRow {
  id: string;
  account_id: string;
  role: string;
  kind: PaperKind;
  state: 'waiting' | 'ready' | 'failed';
  failure: ReadingFault | null;
  page_file: string | null;
  sealed: string | null;
}
const COLUMNS = 'id, account_id, role, kind, state, failure, page_file, sealed';

export async function insertReading(
  em: Em,
  row: { id: string; account: string; role: string; organisation: string | undefined; kind: PaperKind },
): Promise<void> {
  await query(
    em,
    'insert into paper_reading (id, account_id, role, organisation_id, kind) values ($1, $2, $3, $4, $5)',
    [row.id, row.account, row.role, row.organisation ?? null, row.kind],
  );
}

/** Papers an account has had read in the last day; one at a time may ask, or many at once would slip past. */
export async function readingsToday(em: Em, account: string): Promise<number> {
  await query(em, 'select pg_advisory_xact_lock(hashtextextended($1, 13))', [account]);
  const sql = `select count(*)::int as readings from paper_reading where account_id = $1 and started_at > now() - interval '1 day'`;
  return (await query<{ readings: number }>(em, sql, [account]))[0]?.readings ?? 0;
}

/** A reading that is not forgotten yet. */
export async function readingById(em: Em, id: string): Promise<ReadingRow | undefined> {
  const sql = `select ${COLUMNS} from paper_reading where id = $1 and forgotten_at is null`;
  return (await query<ReadingRow>(em, sql, [id]))[0];
}

/** The line of the log of a run, and what was read, sealed. */
export async function endReading(
  em: Em,
  id: string,
  run: {
    state: 'ready' | 'failed';
    failure: ReadingFault | null;
    fields: number | null;
    unsure: number | null;
    sharpness: number | null;
    ms: number;
    pageFile: string | null;
    sealed: string | null;
  },
): Promise<void> {
  await query(
    em,
    `update paper_reading set state = $2, failure = $3, fields = $4, unsure = $5, duration_ms = $6, page_file = $7, sealed = $8,
       sharpness = $9, ended_at = now() where id = $1`,
    [id, run.state, run.failure, run.fields, run.unsure, run.ms, run.pageFile, run.sealed, run.sharpness],
  );
}

/**
 * Ends readings a process that died left behind: their papers had come and nobody reads them.
 * @param inWork of this process
 */
export async function endInterrupted(
  em: Em,
  inWork: readonly string[],
): Promise<Pick<ReadingRow, 'id' | 'account_id' | 'role' | 'kind'>[]> {
  return query(
    em,
    `update paper_reading r set state = 'failed', failure = 'interrupted', ended_at = now() from stored_file f
     where f.id = r.id and f.stored_at is not null and r.state = 'waiting' and r.forgotten_at is null and r.id <> all($1::uuid[])
     returning r.id, r.account_id, r.role, r.kind`,
    [inWork],
  );
}

/** Forgets what was read before a time; the line of the log stays. @returns files whose bytes have to go */
export async function forgetReadings(em: Em, before: Date, limit: number): Promise<string[]> {
  const rows = await query<{ id: string; page_file: string | null }>(
    em,
    `with old as (
       select id, page_file from paper_reading where forgotten_at is null and started_at < $1
       order by started_at limit $2 for update skip locked
     )
     update paper_reading r set forgotten_at = now(), sealed = null, page_file = null from old
     where old.id = r.id returning old.id, old.page_file`,
    [before, limit],
  );
  return rows.flatMap(({ id, page_file }) => (page_file === null ? [id] : [id, page_file]));
}

/** Forgets one reading and notes what became of it. @returns the file whose bytes have to go; undefined when it was closed or forgotten before */
export async function closeReading(
  em: Em,
  id: string,
  outcome: { isUsed: boolean; corrected: readonly string[] },
): Promise<{ page_file: string | null } | undefined> {
  const rows = await query<{ page_file: string | null }>(
    em,
    `with old as (select id, page_file from paper_reading where id = $1 and forgotten_at is null and state = 'ready' for update)
     update paper_reading r set forgotten_at = now(), sealed = null, page_file = null, is_used = $2, corrected = $3 from old
     where old.id = r.id returning old.page_file`,
    [id, outcome.isUsed, outcome.corrected],
  );
  return rows[0];
}
