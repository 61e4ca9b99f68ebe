import type { StatusList } from './status-list.ts';
import type { TrustList } from './trust-list.ts';

/** A device clock may be this far behind or ahead of the issuer's, in seconds. */
export const CLOCK_SKEW = 5 * 60;
/** Going back further than this behind what the device has seen means that its clock is wrong, in seconds. */
export const CLOCK_BACKSTEP = 10 * 60;

/** Signed times a device holds; they cannot lie in the future of a right clock. */
export interface SignedTimes {
  readonly trust: TrustList | null;
  readonly statusLists: ReadonlyMap<string, StatusList>;
}

/**
 * The mark below which the clock of this device must not fall again, in seconds since 1970-01-01T00:00Z: the greatest
 * of the mark so far, now, the issue times of the lists, and that of a genuine presentation. A static code never moves
 * it, so that a hostile one dated ahead cannot lock the device.
 * @param answer the last answer of `verifyCode`, if there was one.
 */
export function nextHighWater(
  current: number,
  now: number,
  signed: SignedTimes,
  answer: { readonly kind: string; readonly codeKind: string | null; readonly issuedAt: number | null } | null = null,
): number {
  const isPresentation = answer?.kind === 'genuine' && answer.codeKind === 'presentation';
  return Math.max(lowestPossibleNow(current, signed), now, (isPresentation && answer.issuedAt) || 0);
}

/** True when the device's clock cannot be right; then it gives no verdict. */
export function isClockWrong(now: number, highWater: number, signed: SignedTimes): boolean {
  return now < lowestPossibleNow(highWater, signed) - CLOCK_BACKSTEP;
}

function lowestPossibleNow(highWater: number, { trust, statusLists }: SignedTimes): number {
  let mark = Math.max(highWater, trust?.issued ?? 0);
  for (const list of statusLists.values()) mark = Math.max(mark, list.issued);
  return mark;
}
