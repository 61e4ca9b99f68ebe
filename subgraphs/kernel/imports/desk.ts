import { setTimeout as sleep } from 'node:timers/promises';
import { audit } from '../audit.ts';
import type { Claims } from '../claims.ts';
import { runCommand } from '../commands.ts';
import type { Ctx, Services } from '../context.ts';
import type { Em, Orm } from '../db.ts';
import { badInput, forbidden, MiaobenError, notFound, wrongFileType } from '../errors.ts';
import { isUuidV7, newId } from '../ids.ts';
import { type Page, pageRequest, toPage } from '../paging.ts';
import type { BackgroundWork } from '../server.ts';
import type { Columns, ImportDefinition } from './define.ts';
import { examine, type RowInput } from './examine.ts';
import { findingsSheet, sendSheets, templateSheets } from './export.ts';
import { CHUNK, ImportRunner } from './runner.ts';
import { type BatchRow, ImportStore, type StoredRow } from './store.ts';
import {
  type ImportBatch,
  type ImportColumnInfo,
  type ImportCounts,
  type ImportRow,
  type ImportRowEditInput,
  ImportRowState,
  ImportState,
} from './types.ts';

const MAX_EDITS = 500;
const MAX_CELL = 1_000;
/** A small batch is through before the answer goes out; for a large one the caller asks again. */
const PATIENCE_MS = 1_500;
/** How long a committed batch can be taken back. */
const UNDO_MS = 24 * 3_600_000;
/** Of a row that was written before it was noted what rows write. */
const UNLINKED = '没有本行写入内容的记录，未撤销，请在档案中核对';

/**
 * The import desk of one kind of rows: announce and upload a file, read it in the background, preview with findings per cell,
 * correct or skip, commit in one transaction, hand the file back with its findings. One object per definition, made when the
 * module loads; `attach` connects it with a running subgraph (`background` of the subgraph's definition).
 */
export class ImportDesk<C extends Columns, R = unknown> {
  readonly #definition: ImportDefinition<C, R>;
  readonly #columns: ImportColumnInfo[];
  readonly #runners = new WeakMap<Orm, ImportRunner<C, R>>();

  constructor(definition: ImportDefinition<C, R>) {
    this.#definition = definition;
    this.#columns = Object.entries(definition.columns).map(([key, c]) => ({
      key,
      header: c.header,
      required: c.required ?? false,
      choices: c.choices ?? [],
    }));
  }

  /** Takes up what a stopped process left, serves template and findings files. */
  async attach(services: Services): Promise<BackgroundWork> {
    const { kind, title, columns } = this.#definition;
    const store = this.#store(services);
    const runner = new ImportRunner(this.#definition, store, services);
    this.#runners.set(services.orm, runner);
    const em = () => services.orm.em.fork() as Em;
    services.files.onStored(`import-${kind}`, (fileId) => {
      void store.ofFile(em(), fileId).then(
        (id) => (id === undefined ? undefined : runner.read(id)),
        (error: Error) => services.log.error({ error: error.name, file: fileId }, 'an uploaded file was not taken up'),
      );
    });
    services.files.onFetch(`template-${kind}`, (_id, response) =>
      sendSheets(response, `${title}导入模板.xlsx`, templateSheets(title, columns)),
    );
    services.files.onFetch(`findings-${kind}`, async (id, response) => {
      const [batchId = '', account = '', role = ''] = id.split('~');
      await audit(em(), { account, role: role as Claims['role'] }, `findings of ${kind} import`, batchId);
      await sendSheets(response, `${title}导入结果.xlsx`, [findingsSheet(em(), store, batchId, columns)]);
    });
    await runner.resume();
    return runner;
  }

  #store(services: Services): ImportStore {
    return new ImportStore(this.#definition.kind, services.keyring);
  }

  /** Address of the empty template; good for five minutes. */
  templateUrl(ctx: Ctx): string {
    return ctx.files.downloadUrl(`template-${this.#definition.kind}`, 'empty');
  }

  /** Announces a file. @throws BAD_INPUT fileName (file_type, too_long), size (file_too_large) */
  async start(ctx: Ctx, operation: string, commandId: string, fileName: string, size: number): Promise<ImportBatch> {
    if (Array.from(fileName).length > 200) throw badInput('fileName', 'too_long', { max: 200 });
    if (!/\.xlsx$/i.test(fileName)) throw wrongFileType('fileName', ['xlsx']);
    const { claims } = ctx;
    const id = await runCommand(ctx, operation, commandId, { fileName, size }, async (em) => {
      const batchId = newId();
      const kind = `import-${this.#definition.kind}`;
      const fileId = await ctx.files.announce(em, { name: fileName, kind, accountId: claims.account, size });
      const { account, role, organisation, divisions } = claims;
      await this.#store(ctx).create(em, { id: batchId, fileId, importer: { account, role, organisation, divisions } });
      return { outcome: batchId, subject: batchId };
    });
    return this.#existing(ctx, operation, id);
  }

  /** One batch, or null when it is not there or not the caller's. */
  async find(ctx: Ctx, operation: string, id: string): Promise<ImportBatch | null> {
    const row = await this.#row(ctx, operation, id);
    return row ? this.#view(ctx, row) : null;
  }
  /** The latest 50 batches the caller may see, newest first. */
  async list(ctx: Ctx, operation: string): Promise<ImportBatch[]> {
    const scope = ctx.scopeOf(operation);
    if (!scope) throw forbidden();
    const rows = await this.#store(ctx).visible(ctx.em, scope, ctx.claims);
    return rows.map((row) => this.#view(ctx, row));
  }
  async #row(ctx: Ctx, operation: string, id: string): Promise<BatchRow | undefined> {
    const scope = ctx.scopeOf(operation);
    if (!scope) throw forbidden();
    return isUuidV7(id) ? (await this.#store(ctx).visible(ctx.em, scope, ctx.claims, id))[0] : undefined;
  }
  async #existing(ctx: Ctx, operation: string, id: string): Promise<ImportBatch> {
    const found = await this.find(ctx, operation, id);
    if (!found) throw notFound();
    return found;
  }

  /** Rows of a batch the caller was given, by row number. @throws BAD_INPUT first, after */
  async rows(
    ctx: Ctx,
    batchId: string,
    state: ImportRowState | null | undefined,
    first: number,
    after: string | null | undefined,
  ): Promise<Page<ImportRow>> {
    const request = pageRequest(first, after, 1);
    const rows = await this.#store(ctx).rows(ctx.em, batchId, {
      ...(state && { states: [state] }),
      after: Number(request.key?.[0] ?? 0),
      limit: request.limit,
    });
    return toPage(
      rows,
      request,
      (r) => [r.number],
      (r) => this.#rowView(r),
    );
  }

  /**
   * Corrects cells, skips rows or takes them back, chooses candidates; then examines these rows, and those they were duplicates of,
   * again. At most 500 rows a call.
   * @throws CONFLICT wrong_state when the batch is not ready; BAD_INPUT with the row
   */
  async edit(
    ctx: Ctx,
    operation: string,
    commandId: string,
    importId: string,
    edits: readonly ImportRowEditInput[],
  ): Promise<ImportBatch> {
    if (edits.length > MAX_EDITS) throw badInput('rows', 'out_of_range', { max: MAX_EDITS });
    const batch = await this.#row(ctx, operation, importId);
    if (!batch) throw notFound();
    const store = this.#store(ctx);
    await runCommand(ctx, operation, commandId, { importId, edits }, async (em) => {
      await store.lock(em, importId);
      const current = await store.one(em, importId);
      if (current?.state !== ImportState.ready) throw new MiaobenError('CONFLICT', { reason: 'wrong_state' });
      const numbers = [...new Set(edits.map((e) => e.number))];
      const stored = await store.rows(em, importId, { numbers });
      const byNumber = new Map(stored.map((r) => [r.number, r]));
      const inputs = new Map<number, RowInput>();
      for (const edit of edits) {
        const row = byNumber.get(edit.number);
        if (!row) throw badInput('rows.number', 'unknown_code', { row: edit.number });
        inputs.set(edit.number, this.#applied(row, inputs.get(edit.number), edit));
      }
      const env = this.#runner(ctx).env(em, current);
      const { rows } = await examine(this.#definition, store, [...inputs.values()], env);
      await store.put(em, importId, rows);
      // Rows that were, or now are, twice in the file with one of these.
      const keys = [...stored, ...rows].map((r) => r.duplicateKey).filter((k): k is string => k !== null);
      const related = (await store.rows(em, importId, { duplicateKeys: [...new Set(keys)] })).filter(
        (r) => !inputs.has(r.number),
      );
      for (let i = 0; i < related.length; i += CHUNK) {
        const again = related.slice(i, i + CHUNK).map((r) => ({ ...r, skipped: r.state === ImportRowState.skipped }));
        await store.put(em, importId, (await examine(this.#definition, store, again, env)).rows);
      }
      return { outcome: importId, subject: importId, detail: { rows: inputs.size } };
    });
    return this.#existing(ctx, operation, importId);
  }

  #applied(row: StoredRow, earlier: RowInput | undefined, edit: ImportRowEditInput): RowInput {
    const base = earlier ?? { ...row, skipped: row.state === ImportRowState.skipped };
    const cells = { ...base.cells };
    for (const cell of edit.cells ?? []) {
      if (!Object.hasOwn(this.#definition.columns, cell.column))
        throw badInput('rows.cells.column', 'unknown_code', { row: row.number });
      if (cell.value.length > MAX_CELL)
        throw badInput('rows.cells.value', 'too_long', { row: row.number, max: MAX_CELL });
      cells[cell.column] = cell.value;
    }
    const choice = edit.choice ?? (edit.cells?.length ? null : base.choice);
    if (edit.choice && edit.choice !== 'skip' && edit.choice !== 'new' && !row.candidates.includes(edit.choice))
      throw badInput('rows.choice', 'unknown_code', { row: row.number });
    return { number: row.number, cells, choice, skipped: edit.skip ?? base.skipped };
  }

  /**
   * Writes all rows that are ok or carry only warnings, in one transaction, and answers when it is done or after 1.5 s: the state
   * then is `committing`, and the caller asks again. Rows with errors stay behind.
   * @throws CONFLICT wrong_state when the batch is not ready
   */
  async commit(ctx: Ctx, operation: string, commandId: string, importId: string): Promise<ImportBatch> {
    if (!(await this.#row(ctx, operation, importId))) throw notFound();
    const store = this.#store(ctx);
    await runCommand(ctx, operation, commandId, { importId }, async (em) => {
      await store.lock(em, importId);
      if (!(await store.move(em, importId, [ImportState.ready], ImportState.committing)))
        throw new MiaobenError('CONFLICT', { reason: 'wrong_state' });
      return { outcome: importId, subject: importId };
    });
    const patience = new AbortController();
    await Promise.race([
      this.#runner(ctx).commit(importId),
      sleep(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => undefined),
    ]);
    patience.abort();
    return this.#existing(ctx, operation, importId);
  }

  /** Until when a batch can be taken back whole. */
  #undoUntil({ state, committed_at }: BatchRow): Date | null {
    if (!this.#definition.undoRows || state !== ImportState.committed || committed_at === null) return null;
    return new Date(new Date(committed_at).getTime() + UNDO_MS);
  }

  /**
   * Takes back everything a committed batch wrote, within 24 hours, in one transaction. What was changed since stays: its row keeps
   * the state `committed` and says why.
   * @throws CONFLICT wrong_state when it was not committed, expired after the 24 hours
   */
  async undo(ctx: Ctx, operation: string, commandId: string, importId: string): Promise<ImportBatch> {
    if (!(await this.#row(ctx, operation, importId))) throw notFound();
    const store = this.#store(ctx);
    await runCommand(ctx, operation, commandId, { importId }, async (em) => {
      await store.lock(em, importId);
      const batch = await store.one(em, importId);
      const until = batch ? this.#undoUntil(batch) : null;
      if (!batch || until === null) throw new MiaobenError('CONFLICT', { field: 'importId', reason: 'wrong_state' });
      if (until < new Date()) throw new MiaobenError('CONFLICT', { field: 'importId', reason: 'expired' });
      await store.move(em, importId, [ImportState.committed], ImportState.undone);
      const env = this.#runner(ctx).env(em, batch);
      const detail = { undone: 0, kept: 0 };
      for (let after = 0; ; ) {
        const rows = await store.rows(em, importId, { states: [ImportRowState.committed], after, limit: CHUNK });
        const last = rows.at(-1);
        if (!last) break;
        after = last.number;
        const numbers = rows.map((r) => r.number);
        const outcome = (await this.#definition.undoRows?.(numbers, env, ctx.claims.account)) ?? new Map();
        const keptBy = (number: number): string | null =>
          outcome.has(number) ? (outcome.get(number) ?? null) : UNLINKED;
        await store.put(
          em,
          importId,
          rows.map((row) => undoneRow(row, keptBy(row.number))),
        );
        const kept = numbers.filter((n) => keptBy(n) !== null).length;
        detail.kept += kept;
        detail.undone += rows.length - kept;
      }
      return { outcome: importId, subject: importId, detail };
    });
    return this.#existing(ctx, operation, importId);
  }

  #runner(ctx: Ctx): ImportRunner<C, R> {
    const runner = this.#runners.get(ctx.orm);
    if (!runner) throw new MiaobenError('UNAVAILABLE');
    return runner;
  }

  #view(ctx: Ctx, row: BatchRow): ImportBatch {
    const { counts } = row;
    const each = Object.values(ImportRowState);
    const full = Object.fromEntries(each.map((s) => [s, counts[s] ?? 0])) as Record<ImportRowState, number>;
    const inHand = row.state !== ImportState.uploading && row.state !== ImportState.reading;
    const id = `${row.id}~${ctx.claims.account}~${ctx.claims.role}`;
    return {
      id: row.id,
      fileName: row.file_name,
      state: row.state,
      progress: row.progress,
      counts: { ...full, total: each.reduce((sum, s) => sum + full[s], 0) } satisfies ImportCounts,
      columns: this.#columns,
      failure: row.failure,
      failureDetail: row.meta.failureDetail ?? null,
      createdAt: new Date(row.created_at),
      undoUntil: this.#undoUntil(row),
      uploadUrl: row.state === ImportState.uploading ? ctx.files.uploadUrl(row.file_id) : null,
      findingsUrl: inHand ? ctx.files.downloadUrl(`findings-${this.#definition.kind}`, id) : null,
    };
  }

  #rowView(row: StoredRow): ImportRow {
    return {
      number: row.number,
      state: row.state,
      cells: this.#columns.map(({ key }) => ({ column: key, value: String(row.cells[key] ?? '') })),
      findings: row.findings,
      candidates: row.candidates,
      choice: row.choice,
    };
  }
}

/** A written row after its import was taken back: undone, or as it was with the reason why it stays. */
function undoneRow(row: StoredRow, kept: string | null): StoredRow {
  if (kept === null) return { ...row, state: ImportRowState.undone };
  const finding = { column: null, code: 'wrong_state', message: kept, suggestion: null, severity: 'warning' } as const;
  return { ...row, findings: [...row.findings, finding] };
}
