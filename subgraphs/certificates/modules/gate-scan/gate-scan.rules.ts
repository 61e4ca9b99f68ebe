import type { Answer } from '@miaoben/credential';

/** What becomes of a scan that a device sent. */
export interface Decision {
  readonly outcome: 'accepted' | 'look_again' | 'refused';
  /** null when accepted */
  readonly reason: string | null;
}

/** What the device says it saw. */
export interface Claim {
  /** result 1 to 5 it showed */
  readonly result: number | null;
}

/**
 * A verdict from a device is a claim: the code decides (attack 34). One that was good at the gate and has been revoked since comes back
 * to be looked at again; everything else that does not bear the claim out is refused with its reason.
 * @param answer of the server about the code, for the moment of the scan, by the lists of now
 */
export function decide(answer: Pick<Answer, 'kind' | 'result' | 'roster'>, claim: Claim): Decision {
  if (answer.kind === 'revoked') return { outcome: 'look_again', reason: 'revoked' };
  if (answer.kind !== 'genuine') return { outcome: 'refused', reason: answer.kind };
  if (answer.roster?.outcome === 'not_on_roster') return { outcome: 'refused', reason: 'not_on_roster' };
  if (claim.result !== answer.result) return { outcome: 'refused', reason: 'verdict_differs' };
  return { outcome: 'accepted', reason: null };
}
