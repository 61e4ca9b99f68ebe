import { type Claims, forbidden } from '@miaoben/kernel';
import { atDesk, coversAny, type Desk, deskOf } from '@miaoben/kernel/desk';
import type { Parameters } from '@miaoben/kernel/reach';
import type { Scope } from '@miaoben/schema';
import type { AefiParty } from './aefi.rules.ts';

/**
 * From where a caller looks at cases: a desk; a family, which sees those of its children; a partner, which sees what it reported; the
 * platform itself.
 */
export type Seat =
  | { readonly kind: 'desk'; readonly desk: Desk; readonly account: string; readonly role: string }
  | { readonly kind: 'family'; readonly account: string }
  | { readonly kind: 'partner'; readonly account: string }
  | { readonly kind: 'platform' };

export const PLATFORM_SEAT: Seat = { kind: 'platform' };

/** @throws FORBIDDEN for an account that reactions are hidden from (J-04): lists, cases and figures would tell them */
export function refuseHidden({ hidden }: Pick<Claims, 'hidden'>): void {
  if (hidden?.includes('reactions')) throw forbidden();
}

/** @throws FORBIDDEN when the policy gives no scope, and as `refuseHidden` */
export function seatOf(scope: Scope | undefined, claims: Claims): Seat {
  const { account, role } = claims;
  refuseHidden(claims);
  if (scope === 'bound') return { kind: 'family', account };
  if (scope === 'grant') return { kind: 'partner', account };
  if (scope === 'all') return PLATFORM_SEAT;
  if (scope === undefined) throw forbidden();
  return { kind: 'desk', desk: deskOf(scope, claims), account, role };
}

/** Where the person lived, where the case is worked on, and the desk that referred it there: all three go on seeing it. */
const ENDS = { units: ['c.unit_id', 's.managing_org_id'], divisions: ['c.division', 'c.desk', 'c.referred_by'] };

/** SQL: the case came by the desk: whoever passed it on keeps sight of it. */
const cameBy = (desk: Desk, p: Parameters): string =>
  desk.kind === 'unit'
    ? 'false'
    : `exists (select 1 from unnest(c.came_by) d where ${desk.divisions.map((own) => `d like ${p.add(`${own}%`)}`).join(' or ') || 'false'})`;

/** SQL: the cases `c` of subjects `s` that are seen from a seat. */
export function atSeat(seat: Seat, p: Parameters): string {
  switch (seat.kind) {
    case 'platform':
      return 'true';
    case 'desk':
      return `(${atDesk(seat.desk, ENDS, p)} or ${cameBy(seat.desk, p)})`;
    case 'family':
      return `exists (select 1 from binding b where b.account_id = ${p.add(seat.account)} and b.person_id = c.person_id)`;
    case 'partner':
      return `(c.source = 'partner' and c.told_by = ${p.add(seat.account)})`;
  }
}

/**
 * What a caller is to a case it sees. Supervision looks on, unless it sits among the experts; so does disease control of an area that
 * the case was referred away from.
 */
export function partiesOf(
  seat: Seat,
  of: { told_by: string; source: string; desk: string },
  isExpert: boolean,
): AefiParty[] {
  const expert: AefiParty[] = isExpert ? ['expert'] : [];
  if (seat.kind === 'family') return of.source === 'guardian' && of.told_by === seat.account ? ['teller'] : [];
  if (seat.kind !== 'desk') return [];
  if (seat.desk.kind === 'unit') return ['unit'];
  return seat.role === 'cdc' && coversAny(seat.desk, [of.desk]) ? ['county', ...expert] : expert;
}
