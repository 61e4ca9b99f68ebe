import type { InputReason, Scope } from '@miaoben/schema';
import type { Claims } from '../claims.ts';
import type { Keyring } from '../crypto.ts';
import { change, type Em, query } from '../db.ts';
import { Parameters } from '../reach.ts';
import type { SheetCell } from '../sheets/reader.ts';
import type { Finding, Importer } from './define.ts';
import type { ImportRowState, ImportState } from './types.ts';

/** Rows of `import_batch` and `import_row`; the personal part of a row is sealed. */
export interface BatchRow {
  id: string;
  file_id: string;
  file_name: string;
  state: ImportState;
  progress: number;
  failure: InputReason | null;
  created_at: string;
  committed_at: string | null;
  account_id: string;
  meta: BatchMeta;
  counts: Partial<Record<ImportRowState, number>>;
}
export interface BatchMeta extends Importer {
  date1904?: boolean;
  /** detail of `failure`, zh-CN */
  failureDetail?: string;
}
export interface StoredRow {
  number: number;
  state: ImportRowState;
  choice: string | null;
  duplicateKey: string | null;
  cells: Record<string, SheetCell>;
  findings: Finding[];
  candidates: string[];
}

const SEAL = 'import_row';
const BATCH = `
  select b.id, b.file_id, f.name file_name, b.state, b.progress, b.failure, b.created_at, b.committed_at, b.account_id, b.meta,
    coalesce((select jsonb_object_agg(c.state, c.n) from
      (select state, count(*)::int n from import_row r where r.batch_id = b.id group by state) c), '{}') counts
  from import_batch b join stored_file f on f.id = b.file_id`;

export class ImportStore {
  readonly #kind: string;
  readonly #keyring: Keyring;
  constructor(kind: string, keyring: Keyring) {
    this.#kind = kind;
    this.#keyring = keyring;
  }

  async create(em: Em, batch: { id: string; fileId: string; importer: Importer }): Promise<void> {
    const { importer } = batch;
    await query(
      em,
      `insert into import_batch (id, kind, file_id, account_id, organisation_id, state, meta)
       values ($1, $2, $3, $4, $5, 'uploading', $6)`,
      [batch.id, this.#kind, batch.fileId, importer.account, importer.organisation ?? null, JSON.stringify(importer)],
    );
  }

  /** Batches the scope reaches, newest first: `organisation` those of the caller's organisation, else the caller's own. */
  async visible(em: Em, scope: Scope, claims: Claims, id?: string): Promise<BatchRow[]> {
    return query<BatchRow>(
      em,
      `${BATCH} where b.kind = $1 and ($2::uuid is null or b.id = $2)
       and (b.account_id = $3 or ($4 and b.organisation_id = $5)) order by b.created_at desc, b.id limit 50`,
      [this.#kind, id ?? null, claims.account, scope === 'organisation', claims.organisation ?? null],
    );
  }

  async one(em: Em, id: string): Promise<BatchRow | undefined> {
    return (await query<BatchRow>(em, `${BATCH} where b.kind = $1 and b.id = $2`, [this.#kind, id]))[0];
  }

  /** Ids of batches in a state that a stopped process left behind; `uploading` ones only if their file has arrived. */
  async unfinished(em: Em): Promise<{ id: string; state: ImportState }[]> {
    return query(
      em,
      `select b.id, b.state from import_batch b join stored_file f on f.id = b.file_id
       where b.kind = $1 and (b.state in ('reading', 'committing') or (b.state = 'uploading' and f.stored_at is not null))
       order by b.created_at`,
      [this.#kind],
    );
  }

  async ofFile(em: Em, fileId: string): Promise<string | undefined> {
    const rows = await query<{ id: string }>(em, 'select id from import_batch where file_id = $1', [fileId]);
    return rows[0]?.id;
  }

  /** Moves the batch from one of `from` to `to`. @returns false when it was in another state */
  async move(em: Em, id: string, from: ImportState[], to: ImportState): Promise<boolean> {
    const sql =
      "update import_batch set state = $3, progress = 0, failure = null, meta = meta - 'failureDetail', " +
      "committed_at = case when $3 = 'committed' then now() end where id = $1 and state = any($2)";
    return (await change(em, sql, [id, from, to])) > 0;
  }
  /** Notes why a step failed, if the batch still is in that step. @returns false when it has gone on */
  async fail(
    em: Em,
    id: string,
    step: { from: ImportState; to: ImportState },
    reason: InputReason,
    detail: string,
  ): Promise<boolean> {
    const sql =
      "update import_batch set state = $3, failure = $4, meta = meta || jsonb_build_object('failureDetail', $5::text) " +
      'where id = $1 and state = $2';
    return (await change(em, sql, [id, step.from, step.to, reason, detail])) > 0;
  }
  async progress(em: Em, id: string, state: ImportState, share: number): Promise<void> {
    await query(em, 'update import_batch set progress = $3 where id = $1 and state = $2', [id, state, share]);
  }
  async remember(em: Em, id: string, meta: Partial<BatchMeta>): Promise<void> {
    await query(em, 'update import_batch set meta = meta || $2 where id = $1', [id, JSON.stringify(meta)]);
  }
  /** One writer per batch at a time, the reader of its file (`alone`) among them; held to the end of the transaction. */
  async lock(em: Em, id: string): Promise<void> {
    await query(em, 'select pg_advisory_xact_lock(hashtextextended($1, 11))', [id]);
  }

  /** The key that tells duplicate rows, blinded: it is made of personal data. */
  duplicateKey(batchId: string, key: string): string {
    return this.#keyring.blind('import row', `${batchId}\0${key}`);
  }

  async clear(em: Em, batchId: string): Promise<void> {
    await query(em, 'delete from import_row where batch_id = $1', [batchId]);
  }

  async put(em: Em, batchId: string, rows: readonly StoredRow[]): Promise<void> {
    await query(
      em,
      `insert into import_row (batch_id, number, state, choice, duplicate_key, sealed)
       select $1, * from unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[])
       on conflict (batch_id, number) do update set state = excluded.state, choice = excluded.choice,
         duplicate_key = excluded.duplicate_key, sealed = excluded.sealed`,
      [
        batchId,
        rows.map((r) => r.number),
        rows.map((r) => r.state),
        rows.map((r) => r.choice),
        rows.map((r) => r.duplicateKey),
        rows.map((r) => this.#keyring.seal(JSON.stringify([r.cells, r.findings, r.candidates]), SEAL)),
      ],
    );
  }

  async rows(
    em: Em,
    batchId: string,
    where: { states?: ImportRowState[]; numbers?: number[]; duplicateKeys?: string[]; after?: number; limit?: number },
  ): Promise<StoredRow[]> {
    const p = new Parameters();
    const conditions = [`batch_id = ${p.add(batchId)}`];
    if (where.after) conditions.push(`number > ${p.add(where.after)}`);
    if (where.states) conditions.push(`state = any(${p.add(where.states)})`);
    if (where.numbers) conditions.push(`number = any(${p.add(where.numbers)})`);
    if (where.duplicateKeys) conditions.push(`duplicate_key = any(${p.add(where.duplicateKeys)})`);
    const found = await query<{
      number: number;
      state: ImportRowState;
      choice: string;
      duplicate_key: string;
      sealed: string;
    }>(
      em,
      `select number, state, choice, duplicate_key, sealed from import_row where ${conditions.join(' and ')}
       order by number ${where.limit === undefined ? '' : `limit ${p.add(where.limit)}`}`,
      p.values,
    );
    return found.map(({ number, state, choice, duplicate_key, sealed }) => {
      const [cells, findings, candidates] = JSON.parse(this.#keyring.open(sealed, SEAL)) as [
        Record<string, SheetCell>,
        Finding[],
        string[],
      ];
      return { number, state, choice, duplicateKey: duplicate_key, cells, findings, candidates };
    });
  }

  /** The first row that carries each key, skipped rows and the given ones aside. */
  async firstWithKeys(em: Em, batchId: string, keys: string[], except: number[]): Promise<Map<string, number>> {
    const rows = await query<{ duplicate_key: string; number: number }>(
      em,
      `select duplicate_key, min(number) number from import_row
       where batch_id = $1 and duplicate_key = any($2) and state <> 'skipped' and not number = any($3) group by 1`,
      [batchId, keys, except],
    );
    return new Map(rows.map((r) => [r.duplicate_key, r.number]));
  }

  async settle(em: Em, batchId: string): Promise<void> {
    await query(
      em,
      `update import_row set state = case when choice = 'skip' then 'skipped' else 'committed' end
       where batch_id = $1 and state in ('ok', 'warning')`,
      [batchId],
    );
  }
}
