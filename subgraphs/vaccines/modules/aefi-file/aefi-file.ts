import { audit, type Em, forbidden, isUuid, notFound, query, runCommand, type Services } from '@miaoben/kernel';
import { checkedFileName, PAPERS, serveUploads, uploadUrlOf } from '@miaoben/kernel/uploads';
import type { VaccinesCtx } from '../../loaders.ts';
import { isExpert } from '../aefi/aefi.expert.ts';
import { findCase } from '../aefi/aefi.repository.ts';
import { seatOf } from '../aefi/aefi.seat.ts';
import { holdCase } from '../aefi/aefi.write.ts';
import type { AdverseEventUpload, AefiFileKind } from './aefi-file.type.ts';

const KIND = 'aefi-file';

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
    const { size, kind } = input;
    const name = checkedFileName(input.fileName, PAPERS);
    const id = await ctx.files.announce(em, { name, kind: KIND, accountId: ctx.claims.account, size });
    await query(em, 'insert into aefi_file (id, case_id, kind, account_id) values ($1, $2, $3, $4)', [
      id,
      row.id,
      kind,
      ctx.claims.account,
    ]);
    return { outcome: id, subject: row.id, detail: { kind } };
  });
  return { fileId, uploadUrl: await uploadUrlOf(ctx, fileId) };
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
export const serveAefiFiles = (services: Services): void => serveUploads(services, KIND, PAPERS);
