import { badInput, forbidden, isUuid, runCommand } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { assess } from '../assessment/assessment.client.ts';
import { openRoundOf } from '../school-round/school-round.service.ts';
import { followedRow } from './pupil-assess.ts';
import { ownSchool } from './pupil-reach.ts';
import type { PupilChange } from './pupil-write.ts';
import { writePupils } from './pupil-write.ts';
import { lockUnfinished } from './school-pupil.repository.ts';
import type { RecheckResult } from './school-pupil.type.ts';

/**
 * Mutation.recheckPupils: the second pass over those who are not finished (复验), between the days of the round. Each gets the answer
 * of today as a new verdict beside the first one.
 */
export async function recheckPupils(
  ctx: CertificatesCtx,
  commandId: string,
  input: { roundId: string; classId: string | null },
): Promise<RecheckResult> {
  const operation = 'Mutation.recheckPupils';
  const schoolId = ownSchool(ctx, operation);
  const { round } = await openRoundOf(ctx, input.roundId, schoolId);
  if (input.classId !== null && !isUuid(input.classId)) throw forbidden();
  const today = ctx.clock.today();
  if (today < round.recheck_from || today > round.recheck_to) throw badInput('roundId', 'out_of_range');
  return runCommand(ctx, operation, commandId, input, async (em) => {
    const rows = await lockUnfinished(em, round.id, schoolId, input.classId);
    const persons = [...new Set(rows.flatMap((row) => row.person_id ?? []))];
    const answers = await assess(ctx, 'school_check', persons, today);
    const changes = rows.map((row): PupilChange => {
      const answer = answers.get(row.person_id ?? '');
      const next = (answer && followedRow(row, answer, today)?.row) ?? row;
      return {
        row: { ...next, recheck_on: today, recheck_result: next.verdict },
        steps: [{ step: 'recheck', hasVerdict: true }],
      };
    });
    const { events, rows: saved } = await writePupils(em, ctx.clock.now(), ctx.claims, changes);
    const outcome: RecheckResult = {
      rechecked: saved.length,
      finished: saved.filter((r) => r.verdict === 'complete').length,
    };
    return { outcome, subject: round.id, events, detail: { ...outcome } };
  });
}
