import { forbidden } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import type { PupilReach } from './school-pupil.repository.ts';

const TOWNSHIP_DIGITS = 9;

/** The pupils an operation reaches for the caller. @throws FORBIDDEN for a role the policy does not name, or without a school */
export function pupilReach(ctx: Pick<CertificatesCtx, 'scopeOf' | 'claims'>, operation: string): PupilReach {
  const scope = ctx.scopeOf(operation);
  const { organisation, divisions } = ctx.claims;
  if (scope === 'roster' && organisation) return { schoolId: organisation };
  if (scope === 'area') return { divisions: divisions.map((d) => d.slice(0, TOWNSHIP_DIGITS)) };
  throw forbidden();
}

/** The caller's own school. @throws FORBIDDEN for one who has none */
export function ownSchool(ctx: Pick<CertificatesCtx, 'scopeOf' | 'claims'>, operation: string): string {
  const reach = pupilReach(ctx, operation);
  if (!('schoolId' in reach)) throw forbidden();
  return reach.schoolId;
}
