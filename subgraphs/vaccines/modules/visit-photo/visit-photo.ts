import {
  audit,
  badInput,
  type Em,
  forbidden,
  isUuid,
  notFound,
  query,
  runCommand,
  type Services,
} from '@miaoben/kernel';
import { checkedFileName, PICTURES, serveUploads, uploadUrlOf } from '@miaoben/kernel/uploads';
import type { VaccinesCtx } from '../../loaders.ts';
import { visitById } from '../visit/visit.repository.ts';
import type { VisitPhotoUpload } from './visit-photo.type.ts';

const KIND = 'visit-photo';

/**
 * Announces a photo of a visit of the caller's clinic: it goes to the address, then the sign-off names it. The same command again
 * answers with the same photo.
 * @throws FORBIDDEN; BAD_INPUT fileName, size
 */
export async function announceVisitPhoto(
  ctx: VaccinesCtx,
  commandId: string,
  input: { visitId: string; fileName: string; size: number },
): Promise<VisitPhotoUpload> {
  const photoId = await runCommand(ctx, 'Mutation.announceVisitPhoto', commandId, input, async (em) => {
    const { account, organisation } = ctx.claims;
    const visit = await visitById(em, input.visitId);
    if (!visit || visit.organisation_id !== organisation) throw forbidden();
    const name = checkedFileName(input.fileName, PICTURES);
    const id = await ctx.files.announce(em, { name, kind: KIND, accountId: account, size: input.size });
    await query(em, 'insert into visit_photo (id, visit_id, account_id) values ($1, $2, $3)', [id, visit.id, account]);
    return { outcome: id, subject: visit.id };
  });
  return { photoId, uploadUrl: await uploadUrlOf(ctx, photoId) };
}

/** The photo a sign-off names: of that visit, and there. @throws BAD_INPUT photoId no_match */
export async function readPhoto(em: Em, id: string | null | undefined, visitId: string): Promise<string | null> {
  if (id == null) return null;
  const [found] = isUuid(id)
    ? await query(
        em,
        `select 1 from visit_photo p join stored_file s on s.id = p.id
         where p.id = $1 and p.visit_id = $2 and s.stored_at is not null`,
        [id, visitId],
      )
    : [];
  if (!found) throw badInput('photoId', 'no_match');
  return id;
}

/** The address of a photo, good for five minutes; each call is an audit line. @throws NOT_FOUND for one of another clinic */
export async function visitPhotoUrl(ctx: VaccinesCtx, photoId: string): Promise<string> {
  const [photo] = isUuid(photoId)
    ? await query<{ visit_id: string }>(
        ctx.em,
        `select p.visit_id from visit_photo p join stored_file s on s.id = p.id join visit v on v.id = p.visit_id
         where p.id = $1 and v.organisation_id = $2 and s.stored_at is not null`,
        [photoId, ctx.claims.organisation ?? null],
      )
    : [];
  if (!photo) throw notFound();
  await audit(ctx.em, ctx.claims, 'Query.visitPhotoUrl', photoId, { visit: photo.visit_id });
  return ctx.files.downloadUrl(KIND, photoId);
}

/** Serves photos at the signed addresses `Query.visitPhotoUrl` hands out. */
export const serveVisitPhotos = (services: Services): void => serveUploads(services, KIND, PICTURES);
