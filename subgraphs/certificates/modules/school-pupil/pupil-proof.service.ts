import { badInput, type Em, forbidden, isUuid, query, runCommand, wrongFileType } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { changePupil } from './pupil-decide.service.ts';
import { pupilReach } from './pupil-reach.ts';
import { enter } from './pupil-write.ts';
import { findPupils } from './school-pupil.repository.ts';
import { PupilState, type SchoolPupil } from './school-pupil.type.ts';

const KIND = 'pupil-proof';
const MAX_FILE_NAME = 200;
const PICTURE = /\.(jpe?g|png)$/iu;

/**
 * Mutation.announcePupilProof: the file goes first, under an id of its own, so that a device without a network sends the photo before
 * the step it belongs to. The same command again answers with the same file.
 */
export async function announceProof(
  ctx: CertificatesCtx,
  commandId: string,
  input: { id: string; fileName: string; size: number },
): Promise<{ fileId: string; uploadUrl: string | null }> {
  const operation = 'Mutation.announcePupilProof';
  const { id, fileName: name, size } = input;
  const [row] = isUuid(id) ? await findPupils(ctx.em, [id], pupilReach(ctx, operation)) : [];
  if (!row) throw forbidden();
  if (Array.from(name).length > MAX_FILE_NAME) throw badInput('fileName', 'too_long', { max: MAX_FILE_NAME });
  if (!PICTURE.test(name)) throw wrongFileType('fileName', ['jpg', 'jpeg', 'png']);
  const fileId = await runCommand(ctx, operation, commandId, input, async (em) => {
    const file = await ctx.files.announce(em, { name, kind: KIND, accountId: ctx.claims.account, size });
    return { outcome: file, subject: id };
  });
  return { fileId, uploadUrl: (await isFileStored(ctx.em, fileId)) ? null : ctx.files.uploadUrl(fileId) };
}

/**
 * Mutation.addPupilProof: a photo of the record of another province. The row waits for the vaccination unit; "not held here" is never
 * turned into doses missing.
 */
export async function addProof(
  ctx: CertificatesCtx,
  commandId: string,
  input: { id: string; fileId: string },
): Promise<SchoolPupil> {
  return changePupil(ctx, 'Mutation.addPupilProof', commandId, input.id, input, async (row, em) => {
    if (row.verdict !== 'no_file') throw badInput('id', 'wrong_state');
    if (!(await isOwnPhoto(em, input.fileId, ctx.claims.account))) throw badInput('fileId', 'no_match');
    return {
      row: { ...row, proof_file_id: input.fileId, proof_state: 'waiting', for_clinic: true },
      steps: [{ step: 'proof' }],
    };
  });
}

/** Mutation.decidePupilProof: the unit read the photo. Accepted: every dose for the age is on it. */
export async function decideProof(
  ctx: CertificatesCtx,
  commandId: string,
  id: string,
  isAccepted: boolean,
): Promise<SchoolPupil> {
  const input = { id, isAccepted };
  return changePupil(ctx, 'Mutation.decidePupilProof', commandId, id, input, async (row) => {
    if (row.proof_state !== 'waiting') throw badInput('id', 'already_decided');
    if (!isAccepted)
      return { row: { ...row, proof_state: 'refused', for_clinic: false }, steps: [{ step: 'proof_refused' }] };
    const seen = { ...row, proof_state: 'accepted' as const, for_clinic: false, certificate_seen: true };
    return {
      row: enter({ ...seen, verdict: 'complete' }, PupilState.evaluated),
      steps: [{ step: 'proof_accepted', hasVerdict: true }],
    };
  });
}

/** Where the photo is read by those who reach the pupil; null without one. */
export async function proofUrls(ctx: CertificatesCtx, id: string): Promise<{ downloadUrl: string | null }> {
  const [row] = isUuid(id) ? await findPupils(ctx.em, [id], pupilReach(ctx, 'Query.schoolPupils')) : [];
  if (!row) throw forbidden();
  const file = row.proof_file_id;
  return { downloadUrl: file === null ? null : ctx.files.downloadUrl(KIND, file) };
}

async function isFileStored(em: Em, fileId: string): Promise<boolean> {
  const [row] = await query(em, 'select 1 from stored_file where id = $1 and stored_at is not null', [fileId]);
  return row !== undefined;
}

/** A photo this account sent whole, and of no other pupil. */
async function isOwnPhoto(em: Em, fileId: string, account: string): Promise<boolean> {
  if (!isUuid(fileId)) return false;
  const [row] = await query(
    em,
    `select 1 from stored_file where id = $1 and kind = $2 and account_id = $3 and stored_at is not null
       and not exists (select 1 from school_pupil where proof_file_id = $1)`,
    [fileId, KIND, account],
  );
  return row !== undefined;
}
