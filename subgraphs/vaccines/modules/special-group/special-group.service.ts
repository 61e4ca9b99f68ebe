import { audit, forbidden, pageRequest, toPage } from '@miaoben/kernel';
import { narrowTo, type Reach, reachOf, readDivision } from '@miaoben/kernel/reach';
import type { SpecialGroup } from '@miaoben/schedule';
import type { VaccinesCtx } from '../../loaders.ts';
import { registerUrl } from '../register/register.ts';
import { specialRegister } from './special-group.export.ts';
import { specialRows } from './special-group.repository.ts';
import { codesOfGroup, membershipOf } from './special-group.rules.ts';
import type { SpecialGroupPage } from './special-group.type.ts';

/** @throws FORBIDDEN also for an account that health states are hidden from (J-04): the list would tell them */
function reachInto(ctx: VaccinesCtx, operation: string, division: string): Reach {
  if (ctx.claims.hidden?.includes('contraindications')) throw forbidden();
  return narrowTo(readDivision(division), reachOf(ctx.scopeOf(operation), ctx.claims));
}

/** Files of special groups in a division. @throws BAD_INPUT division, FORBIDDEN outside the area or where health states are hidden */
export async function specialGroupList(
  ctx: VaccinesCtx,
  division: string,
  group: SpecialGroup | null,
  first: number,
  after: string | null | undefined,
): Promise<SpecialGroupPage> {
  const operation = 'Query.specialGroupList';
  const request = pageRequest(first, after, 3);
  const reach = reachInto(ctx, operation, division);
  const today = ctx.clock.today();
  const rows = await specialRows(ctx.em, reach, codesOfGroup(group), today, request.key, request.limit);
  await audit(ctx.em, ctx.claims, operation, division, { rows: Math.min(rows.length, request.first) });
  return toPage(
    rows,
    request,
    (r) => [r.division, r.birth_date, r.person_id],
    (r) => ({ person: { id: r.person_id }, birthDate: r.birth_date, ...membershipOf(r, today) }),
  );
}

/** Address of the same list as .xlsx, good for five minutes. @throws as `specialGroupList` */
export function specialGroupFile(ctx: VaccinesCtx, division: string, group: SpecialGroup | null): string {
  const reach = reachInto(ctx, 'Query.specialGroupFile', division);
  return registerUrl(ctx, specialRegister.kind, { reach, filter: { group } });
}
