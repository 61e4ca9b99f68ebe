import { forbidden } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { organisationOf } from '../organisation/organisation.repository.ts';
import type { OwnCheckReach } from './own-check.repository.ts';

const TOWNSHIP_DIGITS = 9;

/**
 * The reports an operation reaches for the caller: a guardian's own, those addressed to the checker's school, and for an education
 * department, a clinic or disease control those of its divisions.
 * @throws FORBIDDEN for a role the policy does not name, or a checker without a school
 */
export async function ownCheckReach(
  ctx: Pick<CertificatesCtx, 'scopeOf' | 'claims' | 'em'>,
  operation: string,
): Promise<OwnCheckReach> {
  const { account, organisation, divisions } = ctx.claims;
  const area = { divisions: divisions.map((d) => d.slice(0, TOWNSHIP_DIGITS)) };
  switch (ctx.scopeOf(operation)) {
    case 'bound':
      return { account };
    case 'area':
      return area;
    case 'roster': {
      if (!organisation) throw forbidden();
      const isEducation = (await organisationOf(ctx.em, organisation))?.kind === 'education';
      return isEducation ? area : { schoolId: organisation };
    }
    default:
      throw forbidden();
  }
}
