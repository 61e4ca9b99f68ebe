import { change, type Em, query } from '@miaoben/kernel';
import { type BatchState, type BatchStep, before } from './batch.rules.ts';

export interface BatchRow {
  id: string;
  type_code: string;
  type_version: number;
  title: string;
  source: string;
  account_id: string;
  role: string;
  organisation_id: string | null;
  state: BatchState;
  round: number;
  rows_read: number;
  rows_wrong: number;
  findings: number;
  taken_rows: number | null;
  progress: number;
  failure: string | null;
  created_at: string;
  decided_at: string | null;
}
export interface FileRow {
  file_id: string;
  batch_id: string;
  number: number;
  round: number;
  name: string;
  corrects: boolean;
  rows_done: number;
  read_at: string | null;
  stored_at: string | null;
  size: string;
}
export interface RoundRow {
  batch_id: string;
  round: number;
  kind: 'first' | 'rows' | 'whole';
  account_id: string;
  started_at: string;
  decided_at: string | null;
  outcome: 'taken' | 'refused' | 'failed' | null;
  rows_read: number | null;
  rows_wrong: number | null;
  by_rule: Record<string, number>;
}
/** Whose batches a caller sees: of one organisation, of one account, or all. */
export type BatchReach = { organisation: string } | { account: string } | 'all';

const reachSql = (reach: BatchReach, at: number): { sql: string; parameters: unknown[] } => {
  if (reach === 'all') return { sql: 'true', parameters: [] };
  return 'organisation' in reach
    ? { sql: `b.organisation_id = $${at}`, parameters: [reach.organisation] }
    : { sql: `b.account_id = $${at}`, parameters: [reach.account] };
};

export async function insertBatch(
  em: Em,
  batch: Pick<BatchRow, 'id' | 'type_code' | 'type_version' | 'title' | 'source' | 'account_id' | 'role'> & {
    organisation_id: string | null;
    created_at: Date;
  },
): Promise<void> {
  await change(
    em,
    `insert into collection_batch (id, type_code, type_version, title, source, account_id, role, organisation_id, state,
       created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, 'uploading', $9)`,
    [
      batch.id,
      batch.type_code,
      batch.type_version,
      batch.title,
      batch.source,
      batch.account_id,
      batch.role,
      batch.organisation_id,
      batch.created_at,
    ],
  );
}

export async function insertFile(
  em: Em,
  file: Pick<FileRow, 'file_id' | 'batch_id' | 'number' | 'round' | 'name' | 'corrects'>,
): Promise<void> {
  await change(
    em,
    `insert into collection_file (file_id, batch_id, number, round, name, corrects) values ($1, $2, $3, $4, $5, $6)`,
    [file.file_id, file.batch_id, file.number, file.round, file.name, file.corrects],
  );
}

export async function insertRound(
  em: Em,
  round: Pick<RoundRow, 'batch_id' | 'round' | 'kind' | 'account_id'> & { started_at: Date },
): Promise<void> {
  await change(
    em,
    'insert into collection_round (batch_id, round, kind, account_id, started_at) values ($1, $2, $3, $4, $5)',
    [round.batch_id, round.round, round.kind, round.account_id, round.started_at],
  );
}

export async function batchById(em: Em, id: string): Promise<BatchRow | undefined> {
  return (await query<BatchRow>(em, 'select * from collection_batch where id = $1', [id]))[0];
}
/** The batch, locked to the end of the transaction. */
export async function lockBatch(em: Em, id: string): Promise<BatchRow | undefined> {
  return (await query<BatchRow>(em, 'select * from collection_batch where id = $1 for update', [id]))[0];
}

export async function findBatches(em: Em, ids: readonly string[], reach: BatchReach): Promise<BatchRow[]> {
  const { sql, parameters } = reachSql(reach, 2);
  return query<BatchRow>(em, `select b.* from collection_batch b where b.id = any($1::uuid[]) and ${sql}`, [
    ids,
    ...parameters,
  ]);
}

/** Batches a caller sees, newest first. */
export async function batchesBefore(
  em: Em,
  reach: BatchReach,
  filter: { typeCode: string | null; state: BatchState | null },
  key: { createdAt: string; id: string } | null,
  limit: number,
): Promise<BatchRow[]> {
  const { sql, parameters } = reachSql(reach, 6);
  return query<BatchRow>(
    em,
    `select b.* from collection_batch b
     where ($1::text is null or b.type_code = $1) and ($2::text is null or b.state = $2)
       and ($3::timestamptz is null or (b.created_at, b.id) < ($3, $4::uuid)) and ${sql}
     order by b.created_at desc, b.id desc limit $5`,
    [filter.typeCode, filter.state, key?.createdAt ?? null, key?.id ?? null, limit, ...parameters],
  );
}

export async function filesOf(em: Em, batchIds: readonly string[]): Promise<FileRow[]> {
  return query<FileRow>(
    em,
    `select c.*, f.stored_at, f.size from collection_file c join stored_file f on f.id = c.file_id
     where c.batch_id = any($1::uuid[]) order by c.batch_id, c.number`,
    [batchIds],
  );
}
export async function batchOfFile(em: Em, fileId: string): Promise<string | undefined> {
  const rows = await query<{ batch_id: string }>(em, 'select batch_id from collection_file where file_id = $1', [
    fileId,
  ]);
  return rows[0]?.batch_id;
}
export async function roundsOf(em: Em, batchIds: readonly string[]): Promise<RoundRow[]> {
  return query<RoundRow>(
    em,
    'select * from collection_round where batch_id = any($1::uuid[]) order by batch_id, round',
    [batchIds],
  );
}

/** Batches that a stopped process left behind, or whose last file has arrived meanwhile. */
export async function unfinishedBatches(em: Em): Promise<string[]> {
  const rows = await query<{ id: string }>(
    em,
    `select b.id from collection_batch b
     where b.state in ('reading', 'taking') or (b.state = 'uploading' and not exists (
       select 1 from collection_file c join stored_file f on f.id = c.file_id
       where c.batch_id = b.id and c.round = b.round and f.stored_at is null))
     order by b.created_at`,
  );
  return rows.map((r) => r.id);
}

/** Moves a batch by a step. @returns false when it stands in no state from which the step leads */
export async function step(
  em: Em,
  id: string,
  what: BatchStep,
  state: BatchState,
  change_: {
    failure?: string | null;
    decidedAt?: Date;
    rowsWrong?: number;
    findings?: number;
    takenRows?: number;
  } = {},
): Promise<boolean> {
  const moved = await change(
    em,
    `update collection_batch set state = $2, failure = $4, decided_at = coalesce($5, decided_at),
       rows_wrong = coalesce($6, rows_wrong), findings = coalesce($7, findings), taken_rows = coalesce($8, taken_rows)
     where id = $1 and state = any($3::text[])`,
    [
      id,
      state,
      before(what),
      change_.failure ?? null,
      change_.decidedAt ?? null,
      change_.rowsWrong ?? null,
      change_.findings ?? null,
      change_.takenRows ?? null,
    ],
  );
  return moved > 0;
}

/** Begins the next round of a batch that was refused or cannot be read. */
export async function nextRound(em: Em, id: string): Promise<void> {
  await change(
    em,
    `update collection_batch set state = 'uploading', round = round + 1, failure = null, progress = 0 where id = $1`,
    [id],
  );
}

export async function endRound(
  em: Em,
  batch: Pick<BatchRow, 'id' | 'round'>,
  result: { outcome: 'taken' | 'refused' | 'failed'; at: Date; rowsRead: number; rowsWrong: number; byRule: object },
): Promise<void> {
  await change(
    em,
    `update collection_round set outcome = $3, decided_at = $4, rows_read = $5, rows_wrong = $6, by_rule = $7
     where batch_id = $1 and round = $2`,
    [
      batch.id,
      batch.round,
      result.outcome,
      result.at,
      result.rowsRead,
      result.rowsWrong,
      JSON.stringify(result.byRule),
    ],
  );
}

export async function noteProgress(em: Em, id: string, share: number): Promise<void> {
  await change(em, 'update collection_batch set progress = $2 where id = $1', [id, share]);
}

export async function noteRowsRead(em: Em, id: string, rows: number): Promise<void> {
  await change(em, 'update collection_batch set rows_read = $2, progress = 1 where id = $1', [id, rows]);
}
