import { badInput, type Em, forbidden, isUuid, query } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { changePupil } from './pupil-decide.service.ts';
import { pupilReach } from './pupil-reach.ts';
import { enter } from './pupil-write.ts';
import { findPupils } from './school-pupil.repository.ts';
import { PupilState, type SchoolPupil } from './school-pupil.type.ts';

const MAX_FILE_NAME = 200;
const PICTURE = /\.(jpe?g|png)$/iu;

/**
 * Mutation.addPupilProof: a photo of the record of another province. The row waits for the vaccination unit; "not held here" is never
 * turned into doses missing.
 */
export async function addProof(
  ctx: CertificatesCtx,
  commandId: string,
  input: { id: string; fileName: string; size: number },
): Promise<SchoolPupil> {
  if (Array.from(input.fileName).length > MAX_FILE_NAME) throw badInput('fileName', 'too_long', { max: MAX_FILE_NAME });
  if (!PICTURE.test(input.fileName)) throw badInput('fileName', 'file_type');
  return changePupil(ctx, 'Mutation.addPupilProof', commandId, input.id, input, async (row, em) => {
    if (row.verdict !== 'no_file') throw badInput('id', 'wrong_state');
    const { fileName: name, size } = input;
    const fileId = await ctx.files.announce(em, { name, kind: 'pupil-proof', accountId: ctx.claims.account, size });
    return {
      row: { ...row, proof_file_id: fileId, proof_state: 'waiting', for_clinic: true },
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

/** Where the photo is sent to by the school, or read from by those who reach the pupil; null without one. */
export async function proofUrls(
  ctx: CertificatesCtx,
  id: string,
): Promise<{ uploadUrl: string | null; downloadUrl: string | null }> {
  const [row] = isUuid(id) ? await findPupils(ctx.em, [id], pupilReach(ctx, 'Query.schoolPupils')) : [];
  if (!row) throw forbidden();
  if (row.proof_file_id === null) return { uploadUrl: null, downloadUrl: null };
  const isStored = await isFileStored(ctx.em, row.proof_file_id);
  return isStored
    ? { uploadUrl: null, downloadUrl: ctx.files.downloadUrl('pupil-proof', row.proof_file_id) }
    : { uploadUrl: ctx.files.uploadUrl(row.proof_file_id), downloadUrl: null };
}

async function isFileStored(em: Em, fileId: string): Promise<boolean> {
  const [row] = await query(em, 'select 1 from stored_file where id = $1 and stored_at is not null', [fileId]);
  return row !== undefined;
}
