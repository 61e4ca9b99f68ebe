import { type Em, type Keyring, newId } from '@miaoben/kernel';
import { openRound, putClass } from './school-round.repository.ts';
import { roundDates } from './school-round.rules.ts';
import { sealHeadTeacher } from './school-round.shape.ts';

export interface RoundSeed {
  readonly code: string;
  readonly division: string;
  readonly termStart: string;
  readonly openedBy: string;
  readonly classes: readonly { schoolId: string; grade: string; name: string; headTeacher: string }[];
}

/** A round with its classes, still without pupils; nothing when the division has it already. */
export async function seedSchoolRound(em: Em, keyring: Keyring, seed: RoundSeed): Promise<void> {
  await em.transactional(async (inner) => {
    const dates = roundDates(seed.termStart, {});
    const id = newId();
    const isNew = await openRound(inner as Em, {
      id,
      code: seed.code,
      division: seed.division,
      term_start: dates.termStart,
      deadline: dates.deadline,
      recheck_from: dates.recheckFrom,
      recheck_to: dates.recheckTo,
      opened_by: seed.openedBy,
      opened_at: new Date(`${dates.termStart}T00:00:00Z`),
    });
    if (!isNew) return;
    for (const { schoolId, grade, name, headTeacher } of seed.classes)
      await putClass(inner as Em, {
        id: newId(),
        round_id: id,
        school_id: schoolId,
        grade,
        name,
        head_teacher_sealed: sealHeadTeacher(keyring, headTeacher),
      });
  });
}
