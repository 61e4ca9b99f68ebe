import { badInput, forbidden, isUuid } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { organisationOf } from '../organisation/organisation.repository.ts';
import type { SheetPlace } from './check-sheet.repository.ts';

const ROUND = /^\d{4}[12]$/;
const DIVISION = /^(\d{2}|\d{4}|\d{6}|\d{9})$/;

export const isRound = (code: string): boolean => ROUND.test(code);

/** The place a caller may ask for. @throws FORBIDDEN outside the own school or divisions; BAD_INPUT place (unknown_code) */
export async function placeOf(ctx: CertificatesCtx, operation: string, asked: string | null): Promise<SheetPlace> {
  const { organisation, divisions } = ctx.claims;
  const scope = ctx.scopeOf(operation);
  if (scope === 'roster') {
    if (!organisation) throw forbidden();
    const isEducation = (await organisationOf(ctx.em, organisation))?.kind === 'education';
    if (!isEducation) {
      if (asked !== null && asked !== organisation) throw forbidden();
      return { schoolId: organisation };
    }
  } else if (scope !== 'area') throw forbidden();
  const place = asked ?? divisions[0]?.slice(0, 9);
  if (place === undefined) throw forbidden();
  if (!DIVISION.test(place) && !isUuid(place)) throw badInput('place', 'unknown_code');
  const code = DIVISION.test(place) ? place : (await organisationOf(ctx.em, place))?.division;
  if (code === undefined || !divisions.some((own) => code.startsWith(own))) throw forbidden();
  return DIVISION.test(place) ? { division: place } : { schoolId: place };
}
