import { badInput, dateInShanghai, MiaobenError, runCommand } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { pupilChecked, writePupils } from '../school-pupil/pupil-write.ts';
import { lockPupils, removePupils } from '../school-pupil/school-pupil.repository.ts';
import { findRounds } from '../school-round/school-round.repository.ts';
import { checkForUpdate, noteUndone, takenRows } from './check-row.repository.ts';
import { checkInRound, written } from './check-take.service.ts';
import { schoolOf } from './school-check.service.ts';
import type { SchoolCheck } from './school-check.type.ts';

/**
 * Mutation.undoSchoolCheck: within the day the import is taken back. A pupil it brought is taken off the list, one it changed stands as
 * before; whoever was changed since stays.
 */
export async function undoCheck(ctx: CertificatesCtx, commandId: string, id: string): Promise<SchoolCheck> {
  const operation = 'Mutation.undoSchoolCheck';
  const schoolId = schoolOf(ctx, operation);
  const known = await checkInRound(ctx, id, schoolId);
  if (known.taken_at === null) throw badInput('id', 'wrong_state');
  if (dateInShanghai(new Date(known.taken_at)) !== ctx.clock.today()) throw badInput('id', 'expired');
  await runCommand(ctx, operation, commandId, { id }, async (em) => {
    const check = await checkForUpdate(em, id);
    if (!check || check.undone_at !== null)
      throw new MiaobenError('CONFLICT', { field: 'id', reason: 'already_decided' });
    const imported = await takenRows(em, id);
    const pupils = await lockPupils(
      em,
      imported.map((r) => r.pupil_id),
      { schoolId },
    );
    const byId = new Map(imported.map((r) => [r.pupil_id, r]));
    const untouched = pupils.filter((p) => byId.get(p.id)?.pupil_version === p.version);
    const brought = untouched.filter((p) => !byId.get(p.id)?.before);
    const changes = untouched.flatMap((p) => {
      const before = byId.get(p.id)?.before;
      return before ? [{ row: { ...before, version: p.version }, steps: [{ step: 'withdrawn' }] }] : [];
    });
    const at = ctx.clock.now();
    const { events } = await writePupils(em, at, ctx.claims, changes);
    await removePupils(
      em,
      brought.map((p) => p.id),
    );
    await noteUndone(em, id, at);
    const [round] = await findRounds(em, [known.round_id]);
    const gone = brought.map((p) => ({
      ...pupilChecked({ ...p, version: p.version + 1 }, round?.code ?? ''),
      isEnrolled: false,
    }));
    const detail = { removed: brought.length, restored: changes.length, kept: pupils.length - untouched.length };
    return { outcome: id, subject: id, events: [...events, ...gone], detail };
  });
  return written(ctx, id, schoolId);
}
