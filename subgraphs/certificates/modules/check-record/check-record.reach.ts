import { forbidden } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { organisationOf } from '../organisation/organisation.repository.ts';
import { pupilReach } from '../school-pupil/pupil-reach.ts';
import type { PupilReach } from '../school-pupil/school-pupil.repository.ts';

const TOWNSHIP_DIGITS = 9;

/** The records of the own school; an education department reads those of its divisions as a clinic does. @throws FORBIDDEN */
export async function recordReach(ctx: CertificatesCtx, operation: string): Promise<PupilReach> {
  const reach = pupilReach(ctx, operation);
  if (!('schoolId' in reach) || (await organisationOf(ctx.em, reach.schoolId))?.kind !== 'education') return reach;
  return { divisions: ctx.claims.divisions.map((d) => d.slice(0, TOWNSHIP_DIGITS)) };
}

/** One school inside the reach: the one asked for, else the own. @throws FORBIDDEN */
export async function recordSchool(
  ctx: CertificatesCtx,
  operation: string,
  asked: string | null,
): Promise<string | null> {
  const reach = await recordReach(ctx, operation);
  if ('schoolId' in reach) {
    if (asked !== null && asked !== reach.schoolId) throw forbidden();
    return reach.schoolId;
  }
  if (asked === null) return null;
  const division = (await organisationOf(ctx.em, asked))?.division;
  if (!division || !reach.divisions.some((own) => division.startsWith(own))) throw forbidden();
  return asked;
}
