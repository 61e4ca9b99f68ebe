import { badInput, forbidden, MiaobenError, runCommand } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { takePupils } from '../school-pupil/pupil-intake.ts';
import { openRoundOf } from '../school-round/school-round.service.ts';
import { entriesOf } from './check-intake.ts';
import { checkForUpdate, noteTaken } from './check-row.repository.ts';
import { type CheckRow, findChecks, rowsAfter } from './school-check.repository.ts';
import { schoolOf } from './school-check.service.ts';
import { shapeCheck } from './school-check.shape.ts';
import { type SchoolCheck, SchoolCheckState } from './school-check.type.ts';

/** More than a list may have. */
const EVERY_ROW = 10_000;

/** A check of the caller's school in a round. @throws FORBIDDEN for another one; BAD_INPUT id (wrong_state) for one that is not ready or of no round */
export async function checkInRound(
  ctx: CertificatesCtx,
  id: string,
  schoolId: string,
): Promise<CheckRow & { round_id: string }> {
  const [row] = await findChecks(ctx.em, [id], schoolId);
  if (!row) throw forbidden();
  const { round_id } = row;
  if (row.state !== SchoolCheckState.ready || round_id === null || row.undone_at !== null)
    throw badInput('id', 'wrong_state');
  return { ...row, round_id };
}

/** Mutation.confirmSchoolCheck: the preview enters the round; rows to be mended stay behind and enter when they are mended. */
export async function confirmCheck(ctx: CertificatesCtx, commandId: string, id: string): Promise<SchoolCheck> {
  const operation = 'Mutation.confirmSchoolCheck';
  const schoolId = schoolOf(ctx, operation);
  const known = await checkInRound(ctx, id, schoolId);
  const { round, school } = await openRoundOf(ctx, known.round_id, schoolId);
  await runCommand(ctx, operation, commandId, { id }, async (em) => {
    const check = await checkForUpdate(em, id);
    if (!check || check.taken_at !== null)
      throw new MiaobenError('CONFLICT', { field: 'id', reason: 'already_decided' });
    const rows = await rowsAfter(em, id, null, 0, EVERY_ROW);
    const env = { today: ctx.clock.today(), date1904: false };
    const entries = entriesOf(ctx.keyring, env, check.schedule_version, rows);
    const { taken, events } = await takePupils(
      em,
      ctx,
      {
        round,
        school,
        classId: check.class_id,
        checkId: id,
        checkDate: check.check_date,
        actor: ctx.claims,
      },
      entries.map((e) => e.entry),
    );
    await noteTaken(
      em,
      id,
      ctx.clock.now(),
      taken.map(({ row, before }, i) => ({
        number: entries[i]?.number ?? 0,
        pupilId: row.id,
        version: row.version,
        before,
      })),
    );
    return { outcome: id, subject: id, events, detail: { pupils: taken.length } };
  });
  return written(ctx, id, schoolId);
}

export async function written(ctx: CertificatesCtx, id: string, schoolId: string): Promise<SchoolCheck> {
  const [row] = await findChecks(ctx.em, [id], schoolId);
  if (!row) throw forbidden();
  return shapeCheck(ctx, row);
}
