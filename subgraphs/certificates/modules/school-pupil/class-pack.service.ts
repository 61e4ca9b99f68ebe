import { type ClassListContent, issueClassList, toBase64url } from '@miaoben/credential';
import { audit, isUuid } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { classListSigner } from '../trust/trust.service.ts';
import { ownSchool } from './pupil-reach.ts';
import { listPupils, type PupilFilter } from './school-pupil.repository.ts';
import { shapePupil } from './school-pupil.shape.ts';
import type { ClassPack } from './school-pupil.type.ts';

const MOST_PUPILS = 500;
const EVERYBODY = {
  schoolId: null,
  states: null,
  verdicts: null,
  isOpen: null,
  forClinic: null,
} satisfies Partial<PupilFilter>;

/** Query.classPack: null for a class that is not the caller's school's, the same as for an id that names none. */
export async function readClassPack(ctx: CertificatesCtx, roundId: string, classId: string): Promise<ClassPack | null> {
  const operation = 'Query.classPack';
  const schoolId = ownSchool(ctx, operation);
  if (!isUuid(roundId) || !isUuid(classId)) return null;
  const [round, own] = await Promise.all([
    ctx.loaders.schoolRound.load(roundId),
    ctx.loaders.schoolClass.load(classId),
  ]);
  if (!round || own?.roundId !== roundId || own.school.id !== schoolId) return null;
  const rows = await listPupils(ctx.em, { schoolId }, { ...EVERYBODY, roundId, classId }, null, MOST_PUPILS);
  const pack = { round, class: own, pupils: rows.map((row) => shapePupil(ctx.keyring, row)), takenAt: ctx.clock.now() };
  const signer = await classListSigner(ctx.em, ctx);
  const content = await signedContent(ctx, pack);
  await audit(ctx.em, ctx.claims, operation, classId, { rows: rows.length });
  return { ...pack, signature: toBase64url(await issueClassList(content, signer)) };
}

/** What the device will hold in its hands: each field as it stands in the answer. */
async function signedContent(
  ctx: CertificatesCtx,
  { takenAt, pupils, ...pack }: Omit<ClassPack, 'signature'>,
): Promise<ClassListContent> {
  const listRows = await Promise.all(pupils.map(({ id }) => ctx.loaders.pupilListRow.load(id)));
  return {
    ...pack,
    takenAt: takenAt.toISOString(),
    pupils: pupils.map((pupil, i) => ({ ...pupil, listRow: listRows[i] ?? null })),
  };
}
