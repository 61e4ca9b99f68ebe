import { audit, isUuid, pageRequest, toPage } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { pupilReach } from './pupil-reach.ts';
import { listPupils } from './school-pupil.repository.ts';
import { shapePupil } from './school-pupil.shape.ts';
import type { SchoolPupil, SchoolPupilFilter, SchoolPupilPage } from './school-pupil.type.ts';

/** Query.schoolPupils: of the caller's school or area. Each page is an audit line. */
export async function readPupils(
  ctx: CertificatesCtx,
  roundId: string,
  filter: SchoolPupilFilter,
  first: number,
  after: string | null,
): Promise<SchoolPupilPage> {
  const operation = 'Query.schoolPupils';
  const reach = pupilReach(ctx, operation);
  const page = pageRequest(first, after, 1);
  const key = page.key?.[0];
  const ids = [roundId, filter.schoolId ?? roundId, filter.classId ?? roundId];
  const rows = ids.every(isUuid)
    ? await listPupils(
        ctx.em,
        reach,
        {
          roundId,
          schoolId: filter.schoolId ?? null,
          classId: filter.classId ?? null,
          states: filter.states ?? null,
          verdicts: filter.verdicts ?? null,
          isOpen: filter.isOpen ?? null,
          forClinic: filter.forClinic ?? null,
        },
        typeof key === 'string' && isUuid(key) ? key : null,
        page.limit,
      )
    : [];
  await audit(ctx.em, ctx.claims, operation, roundId, { rows: Math.min(rows.length, first) });
  return toPage(
    rows,
    page,
    (row) => [row.id],
    (row) => shapePupil(ctx.keyring, row),
  );
}

/** Query.schoolPupil: null outside the reach, the same as for an id that names none. */
export async function readPupil(ctx: CertificatesCtx, id: string): Promise<SchoolPupil | null> {
  const found = await ctx.loaders.schoolPupil.load(id);
  if (found) await audit(ctx.em, ctx.claims, 'Query.schoolPupil', id);
  return found;
}
