import { badInput, type Em, forbidden, isUuid, newId, notFound, runCommand } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { organisationOf } from '../organisation/organisation.repository.ts';
import { findRounds, roundsAround } from '../school-round/school-round.repository.ts';
import { ownSchool } from './pupil-reach.ts';
import { enter, type PupilChange, writePupils } from './pupil-write.ts';
import { findPupils, lockByKeys, lockPupils, type PupilRow } from './school-pupil.repository.ts';
import { shapePupil } from './school-pupil.shape.ts';
import { CheckType, PupilState, type SchoolPupil } from './school-pupil.type.ts';

const SCHOOLS = ['school', 'kindergarten', 'nursery'];

/**
 * Mutation.transferPupil: the row ends here. At another school of the province it appears as a transfer, with what was found and sent;
 * `toSchoolId` null: the pupil left the province, or left without word.
 */
export async function transferPupil(
  ctx: CertificatesCtx,
  commandId: string,
  id: string,
  toSchoolId: string | null,
): Promise<SchoolPupil> {
  const operation = 'Mutation.transferPupil';
  const schoolId = ownSchool(ctx, operation);
  const known = isUuid(id) ? await findPupils(ctx.em, [id], { schoolId }) : [];
  if (known.length === 0) throw forbidden();
  const target = toSchoolId !== null && isUuid(toSchoolId) ? await organisationOf(ctx.em, toSchoolId) : undefined;
  if (toSchoolId !== null && (!target || !SCHOOLS.includes(target.kind) || toSchoolId === schoolId))
    throw badInput('toSchoolId', 'no_match');
  await runCommand(ctx, operation, commandId, { id, toSchoolId }, async (em) => {
    const [row] = await lockPupils(em, [id], { schoolId });
    if (!row || row.state === PupilState.moved) throw badInput('id', 'wrong_state');
    const moved: PupilChange = {
      row: { ...enter(row, PupilState.moved), moved_to: toSchoolId, for_clinic: false },
      steps: [{ step: 'moved' }],
    };
    const arrived = target ? await arrivalOf(em, ctx, row, target) : [];
    const { events } = await writePupils(em, ctx.clock.now(), ctx.claims, [moved, ...arrived]);
    return { outcome: id, subject: id, events };
  });
  const [row] = await findPupils(ctx.em, [id], { schoolId });
  if (!row) throw notFound();
  return shapePupil(ctx.keyring, row);
}

/** The row at the other school, where a round of the same school year and term is open. */
async function arrivalOf(
  em: Em,
  ctx: CertificatesCtx,
  row: PupilRow,
  school: { id: string; division: string },
): Promise<PupilChange[]> {
  const [here] = await findRounds(em, [row.round_id]);
  const there = (await roundsAround(em, [school.division], 50)).find(
    (r) => r.code === here?.code && r.state === 'open' && school.division.startsWith(r.division),
  );
  if (!there) return [];
  const [old] = await lockByKeys(em, there.id, school.id, [row.pupil_key], []);
  // Whoever is on the list there already stays as that list has it.
  if (old && old.state !== PupilState.moved) return [];
  return [
    {
      row: {
        ...row,
        id: old?.id ?? newId(),
        round_id: there.id,
        school_id: school.id,
        division: school.division,
        class_id: null,
        check_id: null,
        check_type: CheckType.transfer,
        moved_to: null,
        created_at: old?.created_at ?? ctx.clock.now().toISOString(),
        version: old?.version ?? 0,
      },
      steps: [{ step: 'imported' }, { step: row.state, hasVerdict: true }],
    },
  ];
}
