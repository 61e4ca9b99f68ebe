import {
  badInput,
  type Em,
  forbidden,
  isUuid,
  MiaobenError,
  newId,
  notFound,
  type Page,
  pageRequest,
  runCommand,
  toPage,
  wrongFileType,
} from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { activeType, typeAt } from '../licence-type/licence-type.repository.ts';
import {
  type BatchReach,
  type BatchRow,
  batchesBefore,
  filesOf,
  findBatches,
  insertBatch,
  insertFile,
  insertRound,
  lockBatch,
  nextRound,
  roundsOf,
  step,
} from './batch.repository.ts';
import { after, type BatchState } from './batch.rules.ts';
import { shapeBatch, shapeFinding } from './batch.shape.ts';
import type { CollectionBatch, CollectionFileInput, CollectionFinding } from './batch.type.ts';
import { checkCollection } from './grant.service.ts';
import { dropProblems } from './problem.repository.ts';
import { isSourceName, SOURCE_ENDINGS } from './source.ts';
import { clearStaged, findingsAfter } from './staging.repository.ts';
import { typeNames } from './type-names.ts';

const MAX_TITLE = 100;
const MAX_SOURCE = 60;
const MAX_REASON = 200;
const MAX_NAME = 200;
/** Files of one batch: a million licences are four or five of 50 MB. */
const MAX_FILES = 50;

/** Which batches the caller reaches with an operation. @throws FORBIDDEN */
export function batchReach(ctx: CertificatesCtx, operation: string): BatchReach {
  const scope = ctx.scopeOf(operation);
  const { organisation, account } = ctx.claims;
  if (scope === 'all') return 'all';
  if (scope === 'organisation') return organisation ? { organisation } : { account };
  throw forbidden();
}

async function shapeAll(ctx: CertificatesCtx, rows: readonly BatchRow[]): Promise<CollectionBatch[]> {
  const ids = rows.map((row) => row.id);
  const files = Map.groupBy(await filesOf(ctx.em, ids), (f) => f.batch_id);
  const rounds = Map.groupBy(await roundsOf(ctx.em, ids), (r) => r.batch_id);
  const names = await typeNames(ctx.em);
  return rows.map((row) =>
    shapeBatch(ctx.files, ctx.claims, row, names.get(row.type_code) ?? row.type_code, {
      files: files.get(row.id) ?? [],
      rounds: rounds.get(row.id) ?? [],
    }),
  );
}

/** Query.collectionBatch: null out of reach, the same as for one that is not there. */
export async function readBatch(ctx: CertificatesCtx, id: string): Promise<CollectionBatch | null> {
  const reach = batchReach(ctx, 'Query.collectionBatch');
  const [row] = await findBatches(ctx.em, isUuid(id) ? [id] : [], reach);
  return row ? ((await shapeAll(ctx, [row]))[0] ?? null) : null;
}

/** Query.collectionBatches, newest first. */
export async function readBatches(
  ctx: CertificatesCtx,
  filter: { typeCode: string | null; state: BatchState | null },
  first: number,
  cursor: string | null,
): Promise<Page<CollectionBatch>> {
  const page = pageRequest(first, cursor, 2);
  const key = page.key ? { createdAt: String(page.key[0]), id: String(page.key[1]) } : null;
  const rows = await batchesBefore(ctx.em, batchReach(ctx, 'Query.collectionBatches'), filter, key, page.limit);
  const shaped = new Map((await shapeAll(ctx, rows)).map((b) => [b.id, b]));
  return toPage(
    rows,
    page,
    (row) => [new Date(row.created_at).toISOString(), row.id],
    (row) => shaped.get(row.id) as CollectionBatch,
  );
}

/** CollectionBatch.findings: of a batch the caller was given. */
export async function readFindings(
  ctx: CertificatesCtx,
  batch: Pick<CollectionBatch, 'id' | 'typeCode' | 'typeVersion'>,
  rule: string | null,
  first: number,
  cursor: string | null,
): Promise<Page<CollectionFinding>> {
  const page = pageRequest(first, cursor, 3);
  const key = (page.key ?? [0, 0, -1]).map(Number) as [number, number, number];
  const rows = await findingsAfter(ctx.em, batch.id, rule, key, page.limit);
  const type = await typeAt(ctx.em, batch.typeCode, batch.typeVersion);
  const labels = new Map(type?.definition.fields.map((f) => [f.key, f.label.zh]));
  return toPage(
    rows,
    page,
    (row) => [row.file, row.number, row.seq],
    (row) => shapeFinding(row, labels),
  );
}

function checkFiles(files: readonly CollectionFileInput[]): void {
  if (files.length === 0) throw badInput('files', 'required');
  if (files.length > MAX_FILES) throw badInput('files', 'out_of_range', { max: MAX_FILES });
  for (const [i, { name }] of files.entries()) {
    if (Array.from(name).length > MAX_NAME) throw badInput(`files.${i}.name`, 'too_long', { max: MAX_NAME });
    if (!isSourceName(name)) throw wrongFileType(`files.${i}.name`, SOURCE_ENDINGS);
  }
}

async function announceFiles(
  em: Em,
  ctx: CertificatesCtx,
  batch: { id: string; round: number; from: number; corrects: boolean },
  files: readonly CollectionFileInput[],
): Promise<void> {
  for (const [i, { name, size }] of files.entries()) {
    const file = { name, kind: 'collection', accountId: ctx.claims.account, size };
    await insertFile(em, {
      file_id: await ctx.files.announce(em, file),
      batch_id: batch.id,
      number: batch.from + i,
      round: batch.round,
      name,
      corrects: batch.corrects,
    });
  }
}

export interface NewBatch {
  readonly type: string;
  readonly title: string;
  readonly source: string;
  readonly files: readonly CollectionFileInput[];
}

function words(field: string, text: string, max: number): string {
  const trimmed = text.trim();
  if (trimmed === '') throw badInput(field, 'required');
  if (Array.from(trimmed).length > max) throw badInput(field, 'too_long', { max });
  return trimmed;
}

async function written(ctx: CertificatesCtx, id: string): Promise<CollectionBatch> {
  const [row] = await findBatches(ctx.em, [id], 'all');
  const [batch] = row ? await shapeAll(ctx, [row]) : [];
  if (!batch) throw notFound();
  return batch;
}

/** Mutation.startCollectionBatch. */
export async function startBatch(ctx: CertificatesCtx, commandId: string, input: NewBatch): Promise<CollectionBatch> {
  await checkCollection(ctx, input.type, 'batch');
  const title = words('title', input.title, MAX_TITLE);
  const source = words('source', input.source, MAX_SOURCE);
  checkFiles(input.files);
  const type = await activeType(ctx.em, input.type);
  if (!type) throw badInput('type', 'unknown_code');
  const { account, role, organisation } = ctx.claims;
  const id = await runCommand(ctx, 'Mutation.startCollectionBatch', commandId, input, async (em) => {
    const batchId = newId();
    const at = ctx.clock.now();
    await insertBatch(em, {
      id: batchId,
      type_code: type.code,
      type_version: type.version,
      title,
      source,
      account_id: account,
      role,
      organisation_id: organisation ?? null,
      created_at: at,
    });
    await insertRound(em, { batch_id: batchId, round: 1, kind: 'first', account_id: account, started_at: at });
    await announceFiles(em, ctx, { id: batchId, round: 1, from: 1, corrects: false }, input.files);
    return { outcome: batchId, subject: batchId, detail: { type: type.code, files: input.files.length } };
  });
  return written(ctx, id);
}

/** The batch inside the caller's reach, locked. @throws FORBIDDEN, the same as for one that is not there */
async function lockReached(em: Em, ctx: CertificatesCtx, operation: string, id: string): Promise<BatchRow> {
  const [reached] = isUuid(id) ? await findBatches(em, [id], batchReach(ctx, operation)) : [];
  const row = reached && (await lockBatch(em, id));
  if (!row) throw forbidden();
  return row;
}

const wrongState = () => new MiaobenError('CONFLICT', { field: 'id', reason: 'wrong_state' });

/** Mutation.correctCollectionBatch. */
export async function correctBatch(
  ctx: CertificatesCtx,
  commandId: string,
  input: { id: string; whole: boolean; files: readonly CollectionFileInput[] },
): Promise<CollectionBatch> {
  const operation = 'Mutation.correctCollectionBatch';
  const [known] = isUuid(input.id) ? await findBatches(ctx.em, [input.id], batchReach(ctx, operation)) : [];
  await checkCollection(ctx, known?.type_code ?? '', 'file');
  checkFiles(input.files);
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const row = await lockReached(em, ctx, operation, input.id);
    // A table that could not be read has no rows to correct.
    if (after(row.state, 'correct') === null || (row.state === 'failed' && !input.whole)) throw wrongState();
    const round = row.round + 1;
    const files = await filesOf(em, [row.id]);
    await nextRound(em, row.id);
    await insertRound(em, {
      batch_id: row.id,
      round,
      kind: input.whole ? 'whole' : 'rows',
      account_id: ctx.claims.account,
      started_at: ctx.clock.now(),
    });
    const from = Math.max(0, ...files.map((f) => f.number)) + 1;
    await announceFiles(em, ctx, { id: row.id, round, from, corrects: !input.whole }, input.files);
    return { outcome: row.id, subject: row.id, detail: { round, whole: input.whole } };
  });
  return written(ctx, input.id);
}

/** Mutation.withdrawCollectionBatch: its staged rows go, what it said of quality stays. */
export async function withdrawBatch(
  ctx: CertificatesCtx,
  commandId: string,
  id: string,
  reason: string,
): Promise<CollectionBatch> {
  const operation = 'Mutation.withdrawCollectionBatch';
  const why = words('reason', reason, MAX_REASON);
  await runCommand(ctx, operation, commandId, { id, reason }, async (em) => {
    const row = await lockReached(em, ctx, operation, id);
    if (!(await step(em, row.id, 'withdraw', 'withdrawn', { decidedAt: ctx.clock.now() }))) throw wrongState();
    await clearStaged(em, row.id);
    await dropProblems(em, row.id);
    return { outcome: row.id, subject: row.id, detail: { reason: why } };
  });
  return written(ctx, id);
}
