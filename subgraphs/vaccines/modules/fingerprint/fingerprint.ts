import {
  audit,
  badInput,
  change,
  type Em,
  forbidden,
  isUuid,
  MiaobenError,
  notFound,
  query,
  runCommand,
  type Services,
} from '@miaoben/kernel';
import { serveUploads, uploadUrlOf } from '@miaoben/kernel/uploads';
import { CONSENT_WORDS, LOWEST_QUALITY, mayAgree } from '@miaoben/schedule/clinic-visit';
import type { VaccinesCtx } from '../../loaders.ts';
import { visitById } from '../visit/visit.repository.ts';
import { instantOf } from '../visit/visit.steps.ts';
import type { AnnounceFingerprintInput, FingerprintUpload } from './fingerprint.type.ts';

const KIND = 'visit-fingerprint';
const FILE_NAME = 'fingerprint.fmr';
/** A template of ten fingers with all there is to tell stays far below. */
const MAX_BYTES = 16 * 1024;
/** How a template of ISO/IEC 19794-2 begins. */
const MAGIC = 'FMR\0';

/**
 * Announces a fingerprint taken at a sign-off of the caller's clinic, with who agreed to it: its template goes to the address, then the
 * sign-off names it. The same command again answers with the same one.
 * @throws FORBIDDEN; BAD_INPUT quality out_of_range, consentBy out_of_range, consentWords unknown_code, size out_of_range
 */
export async function announceFingerprint(
  ctx: VaccinesCtx,
  commandId: string,
  input: AnnounceFingerprintInput,
): Promise<FingerprintUpload> {
  const id = await runCommand(ctx, 'Mutation.announceFingerprint', commandId, input, async (em) => {
    const { account, organisation } = ctx.claims;
    const visit = await visitById(em, input.visitId);
    if (!visit || visit.organisation_id !== organisation) throw forbidden();
    const { quality, consentBy, consentWords, size } = input;
    if (quality < LOWEST_QUALITY || quality > 100)
      throw badInput('quality', 'out_of_range', { min: LOWEST_QUALITY, max: 100 });
    const [subject] = await query<{ birth_date: string }>(em, 'select birth_date from subject where person_id = $1', [
      visit.person_id,
    ]);
    if (!subject || !mayAgree(consentBy, subject.birth_date, visit.day)) throw badInput('consentBy', 'out_of_range');
    if (consentWords < 1 || consentWords > CONSENT_WORDS) throw badInput('consentWords', 'unknown_code');
    if (size < 1 || size > MAX_BYTES) throw badInput('size', 'out_of_range', { max: MAX_BYTES });
    const fileId = await ctx.files.announce(em, { name: FILE_NAME, kind: KIND, accountId: account, size });
    await change(
      em,
      `insert into visit_fingerprint (id, visit_id, account_id, finger_of, quality, consent_by, consent_words, taken_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        fileId,
        visit.id,
        account,
        input.fingerOf,
        quality,
        consentBy,
        consentWords,
        instantOf(input.takenAt, ctx.clock.now()),
      ],
    );
    return { outcome: fileId, subject: visit.id };
  });
  return { fingerprintId: id, uploadUrl: await uploadUrlOf(ctx, id) };
}

/**
 * The fingerprint a sign-off names: of that visit, there, and a template.
 * @throws BAD_INPUT fingerprintId no_match, format
 */
export async function readFingerprint(
  ctx: VaccinesCtx,
  em: Em,
  id: string | undefined,
  visitId: string,
): Promise<string | null> {
  if (id === undefined) return null;
  const [found] = isUuid(id)
    ? await query<{ size: number }>(
        em,
        `select s.size::int from visit_fingerprint f join stored_file s on s.id = f.id
         where f.id = $1 and f.visit_id = $2 and f.deleted_at is null and s.stored_at is not null`,
        [id, visitId],
      )
    : [];
  if (!found) throw badInput('fingerprintId', 'no_match');
  const isTemplate = found.size <= MAX_BYTES && (await ctx.files.read(id)).toString('latin1').startsWith(MAGIC);
  if (!isTemplate) throw badInput('fingerprintId', 'format');
  return id;
}

/** A fingerprint of the caller's clinic. */
async function ownFingerprint(ctx: VaccinesCtx, em: Em, id: string) {
  const [row] = isUuid(id)
    ? await query<{ visit_id: string; deleted_at: string | null }>(
        em,
        `select f.visit_id, f.deleted_at from visit_fingerprint f
         join stored_file s on s.id = f.id join visit v on v.id = f.visit_id
         where f.id = $1 and v.organisation_id = $2 and s.stored_at is not null`,
        [id, ctx.claims.organisation ?? null],
      )
    : [];
  return row;
}

/** Its address, good for five minutes; each call is an audit line. @throws NOT_FOUND for one of another clinic, or deleted */
export async function fingerprintUrl(ctx: VaccinesCtx, id: string): Promise<string> {
  const row = await ownFingerprint(ctx, ctx.em, id);
  if (!row || row.deleted_at !== null) throw notFound();
  await audit(ctx.em, ctx.claims, 'Query.fingerprintUrl', id, { visit: row.visit_id });
  return ctx.files.downloadUrl(KIND, id);
}

/**
 * Deletes a fingerprint because who agreed to it does so no longer (个人信息保护法 art. 15, 47): the template is gone, that there was one and
 * who deleted it stays.
 * @throws NOT_FOUND for one of another clinic; CONFLICT already_voided
 */
export async function deleteFingerprint(ctx: VaccinesCtx, commandId: string, fingerprintId: string): Promise<boolean> {
  await runCommand(ctx, 'Mutation.deleteFingerprint', commandId, { fingerprintId }, async (em) => {
    const row = await ownFingerprint(ctx, em, fingerprintId);
    if (!row) throw notFound();
    const deleted = await change(
      em,
      'update visit_fingerprint set deleted_at = $2, deleted_by = $3 where id = $1 and deleted_at is null',
      [fingerprintId, ctx.clock.now(), ctx.claims.account],
    );
    if (deleted === 0) throw new MiaobenError('CONFLICT', { field: 'fingerprintId', reason: 'already_voided' });
    return { outcome: true, subject: fingerprintId, detail: { visit: row.visit_id } };
  });
  // After the row says so; a replay does again what a crash may have left undone.
  await ctx.files.remove(fingerprintId);
  return true;
}

/** Serves templates at the signed addresses `Query.fingerprintUrl` hands out. */
export const serveFingerprints = (services: Services): void =>
  serveUploads(services, KIND, { fmr: 'application/octet-stream' });

/** Removes at the start what a crash between row and disk has left of deleted templates: who deleted one is asked no more. */
export async function removeDeletedFingerprints({ files, orm }: Pick<Services, 'files' | 'orm'>): Promise<void> {
  const rows = await query<{ id: string }>(
    orm.em.fork() as Em,
    'select id from visit_fingerprint where deleted_at is not null',
  );
  for (const { id } of rows) await files.remove(id);
}
