import { pipeline } from 'node:stream/promises';
import {
  audit,
  badInput,
  type Em,
  forbidden,
  isUuid,
  MiaobenError,
  notFound,
  query,
  runCommand,
  type Services,
} from '@miaoben/kernel';
import type { VaccinesCtx } from '../../loaders.ts';
import { isExpert } from '../aefi/aefi.expert.ts';
import { findCase } from '../aefi/aefi.repository.ts';
import { seatOf } from '../aefi/aefi.seat.ts';
import { holdCase } from '../aefi/aefi.write.ts';
import type { AdverseEventUpload, AefiFileKind } from './aefi-file.type.ts';

const KIND = 'aefi-file';
const MAX_FILE_NAME = 200;
const TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
};
const endingOf = (name: string): string => name.split('.').at(-1)?.toLowerCase() ?? '';

export interface AefiFileRow {
  id: string;
  case_id: string;
  kind: AefiFileKind;
  account_id: string;
  name: string;
  size: number;
  stored_at: string;
}

/** Files of cases that were sent whole, oldest first. One statement for any number. */
export async function filesOf(em: Em, caseIds: readonly string[]): Promise<AefiFileRow[]> {
  return query<AefiFileRow>(
    em,
    `select f.id, f.case_id, f.kind, f.account_id, s.name, s.size::int as size, s.stored_at
     from aefi_file f join stored_file s on s.id = f.id
     where f.case_id = any($1::uuid[]) and s.stored_at is not null order by f.case_id, f.id`,
    [caseIds],
  );
}

/**
 * Mutation.announceAdverseEventFile: the file goes to the address; the same command again answers with the same file.
 * @throws NOT_FOUND; BAD_INPUT fileName, size
 */
export async function announceFile(
  ctx: VaccinesCtx,
  commandId: string,
  input: { id: string; kind: AefiFileKind; fileName: string; size: number },
): Promise<AdverseEventUpload> {
  const operation = 'Mutation.announceAdverseEventFile';
  const seat = seatOf(ctx.scopeOf(operation), ctx.claims);
  const fileId = await runCommand(ctx, operation, commandId, input, async (em) => {
    const { row } = await holdCase(em, input.id, seat);
    const { fileName: name, size, kind } = input;
    if (Array.from(name).length > MAX_FILE_NAME) throw badInput('fileName', 'too_long', { max: MAX_FILE_NAME });
    if (!(endingOf(name) in TYPES)) throw badInput('fileName', 'file_type', { allowed: Object.keys(TYPES) });
    const id = await ctx.files.announce(em, { name, kind: KIND, accountId: ctx.claims.account, size });
    await query(em, 'insert into aefi_file (id, case_id, kind, account_id) values ($1, $2, $3, $4)', [
      id,
      row.id,
      kind,
      ctx.claims.account,
    ]);
    return { outcome: id, subject: row.id, detail: { kind } };
  });
  const [stored] = await query(ctx.em, 'select 1 from stored_file where id = $1 and stored_at is not null', [fileId]);
  return { fileId, uploadUrl: stored ? null : ctx.files.uploadUrl(fileId) };
}

/** The case file of a hospital is for the experts of the case alone; other papers for whoever works on it. */
export const isOpenTo = (file: Pick<AefiFileRow, 'kind'>, expert: boolean): boolean =>
  expert || file.kind === 'attachment';

/**
 * Query.adverseEventFileUrl: calls a paper up. That it was is an audit line which names case and paper.
 * @throws NOT_FOUND out of reach; FORBIDDEN for the case file of a hospital to who sits not among the experts
 */
export async function fileUrl(ctx: VaccinesCtx, fileId: string): Promise<string> {
  const operation = 'Query.adverseEventFileUrl';
  const seat = seatOf(ctx.scopeOf(operation), ctx.claims);
  const [file] = isUuid(fileId)
    ? await query<AefiFileRow>(
        ctx.em,
        `select f.id, f.case_id, f.kind from aefi_file f join stored_file s on s.id = f.id
         where f.id = $1 and s.stored_at is not null`,
        [fileId],
      )
    : [];
  const row = file && (await findCase(ctx.em, file.case_id, seat));
  if (!file || !row) throw notFound();
  const expert = await isExpert(ctx.em, row.id, ctx.claims.account);
  const isOpen = isOpenTo(file, expert);
  await audit(ctx.em, ctx.claims, operation, row.person_id, {
    case: row.id,
    file: file.id,
    kind: file.kind,
    opened: isOpen,
  });
  if (!isOpen) throw forbidden();
  return ctx.files.downloadUrl(KIND, file.id);
}

/** Serves papers of cases at the signed addresses `Query.adverseEventFileUrl` hands out. */
export function serveAefiFiles({ files, orm }: Services): void {
  files.onFetch(KIND, async (fileId, response) => {
    const [file] = await query<{ name: string }>(
      orm.em.fork() as Em,
      'select name from stored_file where id = $1 and kind = $2 and stored_at is not null',
      [fileId, KIND],
    );
    if (!file) throw new MiaobenError('NOT_FOUND');
    // Never shown inside the app's own origin: what was uploaded may be something else than its name says.
    response.writeHead(200, {
      'content-type': TYPES[endingOf(file.name)] ?? 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    await pipeline(files.open(fileId), response);
  });
}
