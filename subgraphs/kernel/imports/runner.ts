import type { InputReason } from '@miaoben/schema';
import { alone } from '../alone.ts';
import { audit } from '../audit.ts';
import type { Services } from '../context.ts';
import type { Em } from '../db.ts';
import { SheetError, SheetReader } from '../sheets/reader.ts';
import type { BatchEnv, Columns, ImportDefinition } from './define.ts';
import { examine } from './examine.ts';
import { type HeaderMap, mapHeader } from './headers.ts';
import type { BatchRow, ImportStore, StoredRow } from './store.ts';
import { ImportRowState, ImportState } from './types.ts';

export const CHUNK = 500;
/** Title lines above the header are skipped, up to here. */
const HEADER_WITHIN = 10;
const WRITTEN = [ImportRowState.ok, ImportRowState.warning];

/** A step ended in a way the user is told about. */
class StepFailed extends Error {
  readonly reason: InputReason;
  readonly detail: string;
  constructor(reason: InputReason, detail: string) {
    super(reason);
    this.reason = reason;
    this.detail = detail;
  }
}
const FILE_FAULTS: Partial<Record<InputReason, string>> = {
  file_type: '不是可读取的 .xlsx 工作簿（不支持 .xls、带宏或加密的文件）',
  file_too_large: '文件过大：每个文件最多 50000 行',
};

/** The state a batch is in during a step, and where it goes when the step fails. */
interface StepMoves {
  from: ImportState;
  to: ImportState;
}

/**
 * Reads and commits batches after the request that asked for it, one after the other. What a stopped process left in the middle
 * is taken up again at the next start: reading begins anew, committing is one transaction.
 */
export class ImportRunner<C extends Columns, R> {
  readonly #definition: ImportDefinition<C, R>;
  readonly #store: ImportStore;
  readonly #services: Services;
  #tail: Promise<void> = Promise.resolve();
  #stopping = false;

  constructor(definition: ImportDefinition<C, R>, store: ImportStore, services: Services) {
    this.#definition = definition;
    this.#store = store;
    this.#services = services;
  }

  async resume(): Promise<void> {
    for (const { id, state } of await this.#store.unfinished(this.#em())) {
      void (state === ImportState.committing ? this.commit(id) : this.read(id));
    }
  }
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#tail;
  }

  read(batchId: string): Promise<void> {
    const step = { from: ImportState.reading, to: ImportState.failed };
    return this.#enqueue(batchId, step, async () => {
      await alone(this.#em(), batchId, () => this.#read(batchId));
    });
  }
  commit(batchId: string): Promise<void> {
    const step = { from: ImportState.committing, to: ImportState.ready };
    return this.#enqueue(batchId, step, () => this.#commit(batchId));
  }

  #em(): Em {
    return this.#services.orm.em.fork() as Em;
  }

  #enqueue(batchId: string, moves: StepMoves, step: () => Promise<void>): Promise<void> {
    const run = this.#tail.then(async () => {
      if (this.#stopping) return;
      try {
        await step();
      } catch (error) {
        await this.#report(batchId, moves, error);
      }
    });
    this.#tail = run;
    return run;
  }

  async #report(batchId: string, moves: StepMoves, error: unknown): Promise<void> {
    const { log } = this.#services;
    const known = error instanceof StepFailed || error instanceof SheetError ? error.reason : undefined;
    // The text of a database error may repeat a row: only its kind goes to the log.
    const { name, code } = error as { name?: string; code?: string };
    if (!known) log.error({ batch: batchId, error: name, code }, 'import step failed');
    const detail =
      error instanceof StepFailed
        ? error.detail
        : ((known && FILE_FAULTS[known]) ?? '系统内部错误，请重试或联系管理员');
    try {
      const failed = await this.#store.fail(this.#em(), batchId, moves, known ?? 'wrong_state', detail);
      // Nothing will read the file again: what it says of people does not stay behind.
      const batch = failed && moves.to === ImportState.failed ? await this.#store.one(this.#em(), batchId) : undefined;
      if (batch) await this.#services.files.remove(batch.file_id);
    } catch (fault) {
      log.error({ batch: batchId, error: (fault as Error).name }, 'the failure of an import could not be noted');
    }
  }

  env(em: Em, batch: BatchRow): BatchEnv {
    const { date1904 = false, account, role, organisation, divisions } = batch.meta;
    return {
      em,
      services: this.#services,
      importer: { account, role, organisation, divisions },
      batchId: batch.id,
      today: this.#services.clock.today(),
      date1904,
    };
  }

  async #read(batchId: string): Promise<void> {
    const em = this.#em();
    const store = this.#store;
    if (!(await store.move(em, batchId, [ImportState.uploading, ImportState.reading], ImportState.reading))) return;
    const batch = await store.one(em, batchId);
    if (!batch) return;
    await store.clear(em, batchId);
    const reader = await SheetReader.open(await this.#services.files.read(batch.file_id));
    if (reader.date1904) await store.remember(em, batchId, { date1904: true });
    let header: HeaderMap | null = null;
    let seen = 0;
    let kept = 0;
    for await (const sheetRows of reader.batches(CHUNK)) {
      // The state stays `reading`: the next start reads again.
      if (this.#stopping) return;
      const inputs = [];
      for (const row of sheetRows) {
        seen += 1;
        if (!header) {
          header = mapHeader(this.#definition.columns, row.cells);
          if (!header && seen >= HEADER_WITHIN) break;
          continue;
        }
        const cells = Object.fromEntries([...header.at].map(([key, i]) => [key, row.cells[i] ?? null]));
        if (Object.values(cells).every((c) => c === null)) continue;
        inputs.push({ number: row.number, cells, choice: null, skipped: false });
      }
      if (!header) break;
      if (header.missing.length > 0) {
        await reader.close();
        throw new StepFailed('missing_column', `缺少必填列：${header.missing.join('、')}`);
      }
      const env = this.env(em, { ...batch, meta: { ...batch.meta, date1904: reader.date1904 } });
      const { rows } = await examine(this.#definition, store, inputs, env);
      await store.put(em, batchId, rows);
      kept += rows.length;
      await store.progress(em, batchId, ImportState.reading, seen / reader.total);
    }
    if (!header) throw new StepFailed('missing_column', '没有找到表头行');
    if (kept === 0) throw new StepFailed('required', '文件中没有数据行');
    await store.move(em, batchId, [ImportState.reading], ImportState.ready);
    await store.progress(em, batchId, ImportState.ready, 1);
    // The rows are kept sealed; the file has done its work.
    await this.#services.files.remove(batch.file_id);
  }

  async *#chunks(em: Em, batchId: string): AsyncGenerator<StoredRow[]> {
    let after = 0;
    for (;;) {
      const rows = await this.#store.rows(em, batchId, { states: WRITTEN, after, limit: CHUNK });
      if (rows.length === 0) return;
      yield rows;
      after = rows.at(-1)?.number ?? after;
    }
  }

  /** All rows in one transaction, after asking the database once more: it may know more than at the time of the preview. */
  async #commit(batchId: string): Promise<void> {
    const store = this.#store;
    const outside = this.#em();
    const changed: StoredRow[] = [];
    try {
      await this.#em().transactional(async (inner) => {
        const em = inner as Em;
        await store.lock(em, batchId);
        const batch = await store.one(em, batchId);
        if (batch?.state !== ImportState.committing) return;
        const env = this.env(em, batch);
        const total = 2 * ((batch.counts.ok ?? 0) + (batch.counts.warning ?? 0)) || 1;
        let done = 0;
        // Not waited for: it takes another connection, and those who wait for rows of this transaction may have them all.
        const show = () =>
          void store.progress(outside, batchId, ImportState.committing, done / total).catch(() => undefined);
        const inputs = (rows: StoredRow[]) => rows.map((r) => ({ ...r, skipped: false }));
        for await (const rows of this.#chunks(em, batchId)) {
          const { rows: again } = await examine(this.#definition, store, inputs(rows), env);
          changed.push(...again.filter((r) => r.state === ImportRowState.error));
          done += rows.length;
          show();
        }
        if (changed.length > 0)
          throw new StepFailed('version', `有${changed.length}行与刚刚录入的数据冲突，请重新核对`);
        let written = 0;
        for await (const rows of this.#chunks(em, batchId)) {
          const wanted = rows.filter((r) => r.choice !== 'skip');
          const { drafts } = await examine(this.#definition, store, inputs(wanted), env);
          // What this look says of rows written a moment ago by this very transaction is no news.
          for (const [i, draft] of drafts.entries()) draft.choice = wanted[i]?.choice ?? null;
          if (drafts.length > 0) await this.#definition.commitRows(drafts, env);
          written += drafts.length;
          done += rows.length;
          show();
        }
        await store.settle(em, batchId);
        await audit(em, env.importer, `import ${this.#definition.kind}`, batchId, { rows: written });
        await store.move(em, batchId, [ImportState.committing], ImportState.committed);
        await store.progress(em, batchId, ImportState.committed, 1);
      });
    } catch (error) {
      if (changed.length > 0) await store.put(outside, batchId, changed);
      // Somebody else wrote the same in the very moment between the second look and the insert.
      if ((error as { code?: string }).code === '23505')
        throw new StepFailed('version', '有数据在提交时被他人录入，请重新提交');
      throw error;
    }
  }
}
