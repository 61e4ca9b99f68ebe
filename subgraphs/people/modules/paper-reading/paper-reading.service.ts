import {
  audit,
  badInput,
  type Claims,
  type Em,
  isUuid,
  MiaobenError,
  runCommand,
  type Services,
} from '@miaoben/kernel';
import { inRounds } from '@miaoben/kernel/rounds';
import { checkedFileName, PAPERS, uploadUrlOf } from '@miaoben/kernel/uploads';
import type { PeopleCtx } from '../../loaders.ts';
import { fieldsOf, type PaperKind } from './fields.rules.ts';
import { NotRead, type Recogniser } from './page.types.ts';
import { endReading, forgetReadings, insertReading, type ReadingRow, readingById } from './paper-reading.repository.ts';
import type { PaperField, PaperReading, PaperReadingUpload } from './paper-reading.type.ts';

const KIND = 'paper-reading';
const PAGE = 'paper-page';
/** Context under which what was read is sealed. */
const SEALED = 'paper_reading.fields';
/** More than any camera's picture; what is larger takes the thread too long. */
const MAX_BYTES = 20 * 1024 * 1024;
/** Time to look the fields through beside the picture. */
const KEPT_MS = 30 * 60_000;
const AT_ONCE = 100;

/** Mutation.announcePaperReading. The name a person gave the file is not kept: it may be the child's. @throws BAD_INPUT */
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

/** Query.paperReading: of the caller's own account and role. */
export async function paperReading(ctx: PeopleCtx, id: string): Promise<PaperReading | null> {
  const row = isUuid(id) ? await readingById(ctx.em, id) : undefined;
  if (!row || row.account_id !== ctx.claims.account || row.role !== ctx.claims.role) return null;
  return {
    id: row.id,
    kind: row.kind as PaperReading['kind'],
    state: row.state as PaperReading['state'],
    failure: row.failure as PaperReading['failure'],
    fields: row.sealed === null ? [] : (JSON.parse(ctx.keyring.open(row.sealed, SEALED)) as PaperField[]),
    pageUrl: row.page_file === null ? null : ctx.files.downloadUrl(PAGE, row.page_file),
  };
}

async function read(services: Services, recogniser: Recogniser, row: ReadingRow): Promise<void> {
  const { orm, files, clock, keyring } = services;
  const em = orm.em.fork() as Em;
  const started = performance.now();
  const caller = { account: row.account_id, role: row.role as Claims['role'] };
  const size = await files.size(row.id);
  try {
    if (size > MAX_BYTES) throw new NotRead('file_too_large');
    const page = await recogniser.read(await files.read(row.id));
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
        ms,
        pageFile,
        sealed,
      });
      const detail = { kind: row.kind, fields: fields.length, unsure, ms, result: 'ready' };
      await audit(tx, caller, 'reading of a paper', row.id, detail);
    });
  } catch (error) {
    if (!(error instanceof NotRead)) throw error;
    const ms = Math.round(performance.now() - started);
    await em.transactional(async (inner) => {
      const tx = inner as Em;
      const nothing = { fields: null, unsure: null, pageFile: null, sealed: null };
      await endReading(tx, row.id, { state: 'failed', failure: error.fault, ms, ...nothing });
      await audit(tx, caller, 'reading of a paper', row.id, { kind: row.kind, ms, result: error.fault });
    });
  } finally {
    // It is somebody's paper, and has done its work.
    await files.remove(row.id);
  }
}

/** Reads papers as they arrive, shows their pages, and forgets both. */
export function readPapers(services: Services, recogniser: Recogniser) {
  const { files, orm, log } = services;
  const em = () => orm.em.fork() as Em;
  files.onStored(KIND, (id) => {
    const work = async () => {
      const row = await readingById(em(), id);
      if (row?.state === 'waiting') await read(services, recogniser, row);
    };
    work().catch((error: Error) => log.error({ error: error.name, reading: id }, 'a paper could not be read'));
  });
  files.onFetch(PAGE, async (id, response) => {
    const page = await files.read(id).catch(() => null);
    if (!page) throw new MiaobenError('NOT_FOUND', { reason: 'expired' });
    response
      .writeHead(200, { 'content-type': 'image/jpeg', 'content-length': page.length, 'cache-control': 'no-store' })
      .end(page);
  });
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
      await forgetting.stop();
      await recogniser.stop();
    },
  };
}
