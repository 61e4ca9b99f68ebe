import type { TryShowLicenceQueryVariables } from '../../data/generated/partner.ts';

/** How a licence is asked for (J-53). */
export const WAYS = ['number', 'holderDocument', 'identifier'] as const;
export type Way = (typeof WAYS)[number];

/** The variables of a call: one way of three, the name only beside the document. */
export function callOf(
  { type, purpose }: { type: string; purpose: string },
  way: Way,
  text: string,
  name: string,
): TryShowLicenceQueryVariables {
  const holderName = way === 'holderDocument' && name.trim() !== '' ? { holderName: name.trim() } : {};
  return { type, purpose, by: { [way]: text.trim(), ...holderName } };
}
