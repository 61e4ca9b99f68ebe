import {
  audit,
  badInput,
  type Claims,
  type Em,
  isUuid,
  MiaobenError,
  notFound,
  runCommand,
  type Services,
} from '@miaoben/kernel';
import { inRounds } from '@miaoben/kernel/rounds';
import { checkedFileName, PAPERS, uploadUrlOf } from '@miaoben/kernel/uploads';
import type { PeopleCtx } from '../../loaders.ts';
import { fieldsOf, type PaperKind } from './fields.rules.ts';
import { NotRead, type Recogniser } from './page.types.ts';
import {
  closeReading,
  endInterrupted,
  endReading,
  forgetReadings,
  insertReading,
  type ReadingRow,
  readingById,
  readingsToday,
} from './paper-reading.repository.ts';
import type { PaperField, PaperFieldName, PaperReading, PaperReadingUpload } from './paper-reading.type.ts';

const KIND = 'paper-reading';
const PAGE = 'paper-page';
/** Context under which what was read is sealed. */
const SEALED = 'paper_reading.fields';
/** More than any camera's picture; what is larger takes the thread too long. */
const MAX_BYTES = 20 * 1024 * 1024;
/** Time to look the fields through beside the picture. */
const KEPT_MS = 30 * 60_000;
const AT_ONCE = 100;
/** Papers a day: of a family, with every retake, and of a clinic's desk. */
const MOST_A_DAY = { guardian: 20, staff: 500 };

/** Mutation.announcePaperReading. The name a person gave the file is not kept: it may be the child's. @throws BAD_INPUT; RATE_LIMITED */
export async function announcePaperReading(
  ctx: PeopleCtx,
  commandId: string,
  input: { kind: PaperKind; fileName: string; size: number },
): Promise<PaperReadingUpload> {
  const ending = checkedFileName(input.fileName, PAPERS).split('.').at(-1)?.toLowerCase() ?? '';
  if (input.size > MAX_BYTES) throw badInput('size', 'file_too_large', { max: MAX_BYTES });
  const command = { kind: input.kind, size: input.size };
  const readingId = await runCommand(ctx, 'Mutation.announcePaperReading', commandId, command, async (em) => {
    const { account, role, organisation } = ctx.claims;
    const most = role === 'guardian' ? MOST_A_DAY.guardian : MOST_A_DAY.staff;
    if ((await readingsToday(em, account)) >= most) throw new MiaobenError('RATE_LIMITED', { part: 'day' });
    const id = await ctx.files.announce(em, {
      name: `paper.${ending}`,
      kind: KIND,
      accountId: account,
      size: input.size,
    });
    await insertReading(em, { id, account, role, organisation, kind: input.kind });
    return { outcome: id, subject: id, detail: { kind: input.kind } };
  });
  return { readingId, uploadUrl: await uploadUrlOf(ctx, readingId) };
}

async function ownReading(ctx: PeopleCtx, em: Em, id: string): Promise<ReadingRow | undefined> {
  const row = isUuid(id) ? await readingById(em, id) : undefined;
  return row?.account_id === ctx.claims.account && row.role === ctx.claims.role ? row : undefined;
}

/**
 * Mutation.closePaperReading: what was read and its picture go at once, the line of the log stays and tells what became of it. Of one's own,
 * once; @throws NOT_FOUND else
 */
export async function closePaperReading(
  ctx: PeopleCtx,
  commandId: string,
  input: { id: string; isUsed: boolean; corrected: readonly PaperFieldName[] },
): Promise<boolean> {
  const corrected = [...new Set(input.corrected)];
  const page = await runCommand(ctx, 'Mutation.closePaperReading', commandId, input, async (em) => {
    const row = await ownReading(ctx, em, input.id);
    const closed = row && (await closeReading(em, row.id, { isUsed: input.isUsed, corrected }));
    if (!closed) throw notFound();
    return { outcome: closed.page_file, subject: input.id, detail: { isUsed: input.isUsed, corrected } };
  });
  if (page !== null) await ctx.files.remove(page);
  return true;
}

/** Query.paperReading: of the caller's own account and role. */
export async function paperReading(ctx: PeopleCtx, id: string): Promise<PaperReading | null> {
  const row = await ownReading(ctx, ctx.em, id);
  if (!row) return null;
  return {
    id: row.id,
    kind: row.kind as PaperReading['kind'],
    state: row.state as PaperReading['state'],
    failure: row.failure as PaperReading['failure'],
    fields: row.sealed === null ? [] : (JSON.parse(ctx.keyring.open(row.sealed, SEALED)) as PaperField[]),
    pageUrl: row.page_file === null ? null : ctx.files.downloadUrl(PAGE, row.page_file),
  };
}

async function read(
  services: Services,
  recogniser: Recogniser,
  row: ReadingRow,
  isStopping: () => boolean,
): Promise<void> {
  const { orm, files, clock, keyring } = services;
  const em = orm.em.fork() as Em;
  const started = performance.now();
  const caller = { account: row.account_id, role: row.role as Claims['role'] };
  try {
    if ((await files.size(row.id)) > MAX_BYTES) throw new NotRead('file_too_large');
    const paper = await files.read(row.id);
    // What comes to a recogniser that was stopped would start it again, and nobody would end it.
    if (isStopping()) throw new NotRead('interrupted');
    const page = await recogniser.read(paper);
    const fields = fieldsOf(row.kind, page, clock.today());
    const unsure = fields.filter(({ isSure }) => !isSure).length;
    const ms = Math.round(performance.now() - started);
    await em.transactional(async (inner) => {
      const tx = inner as Em;
      const pageFile = await files.keep(tx, { name: 'page.jpg', kind: PAGE, accountId: row.account_id }, page.picture);
      const sealed = keyring.seal(JSON.stringify(fields), SEALED);
      await endReading(tx, row.id, {
        state: 'ready',
        failure: null,
        fields: fields.length,
        unsure,
        sharpness: page.sharpness,
        ms,
        pageFile,
        sealed,
      });
      const detail = { kind: row.kind, fields: fields.length, unsure, ms, result: 'ready' };
      await audit(tx, caller, 'reading of a paper', row.id, detail);
    });
  } catch (error) {
    // Whatever went wrong, nobody waits for it any more.
    const fault = error instanceof NotRead ? error.fault : 'interrupted';
    const ms = Math.round(performance.now() - started);
    await em.transactional(async (inner) => {
      const tx = inner as Em;
      const nothing = { fields: null, unsure: null, sharpness: null, pageFile: null, sealed: null };
      await endReading(tx, row.id, { state: 'failed', failure: fault, ms, ...nothing });
      await audit(tx, caller, 'reading of a paper', row.id, { kind: row.kind, ms, result: fault });
    });
    if (!(error instanceof NotRead)) throw error;
  } finally {
    // It is somebody's paper, and has done its work.
    await files.remove(row.id);
  }
}

/** Reads papers as they arrive, shows their pages, and forgets both. */
export async function readPapers(services: Services, recogniser: Recogniser) {
  const { files, orm, log } = services;
  const em = () => orm.em.fork() as Em;
  let isStopping = false;
  const inWork = new Map<string, Promise<void>>();
  files.onStored(KIND, (id) => {
    const work = async () => {
      const row = await readingById(em(), id);
      if (row?.state === 'waiting') await read(services, recogniser, row, () => isStopping);
    };
    const reading = work()
      .catch((error: Error) => log.error({ error: error.name, reading: id }, 'a paper could not be read'))
      .finally(() => inWork.delete(id));
    inWork.set(id, reading);
  });
  files.onFetch(PAGE, async (id, response) => {
    const page = await files.read(id).catch(() => null);
    if (!page) throw new MiaobenError('NOT_FOUND', { reason: 'expired' });
    response
      .writeHead(200, { 'content-type': 'image/jpeg', 'content-length': page.length, 'cache-control': 'no-store' })
      .end(page);
  });
  const left = await em().transactional(async (inner) => {
    const tx = inner as Em;
    const rows = await endInterrupted(tx, [...inWork.keys()]);
    for (const { id, account_id: account, role, kind } of rows)
      await audit(tx, { account, role: role as Claims['role'] }, 'reading of a paper', id, {
        kind,
        result: 'interrupted',
      });
    return rows;
  });
  for (const { id } of left) await files.remove(id);
  const forgetting = inRounds(
    async () => {
      // By the real time: a frozen calendar keeps nobody's paper.
      const gone = await forgetReadings(em(), new Date(Date.now() - KEPT_MS), AT_ONCE);
      for (const id of gone) await files.remove(id);
      return gone.length > 0;
    },
    async (error) => log.warn({ reason: error.name }, 'papers that were read could not be forgotten'),
  );
  return {
    async stop() {
      isStopping = true;
      await forgetting.stop();
      await recogniser.stop();
      // Each is written down as interrupted before the database closes.
      await Promise.all(inWork.values());
    },
  };
}
