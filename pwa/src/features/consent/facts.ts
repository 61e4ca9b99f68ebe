import type { SignedConsent } from '@miaoben/schedule/consent';
import type { SignedConsentQuery } from '../../data/generated/consents.ts';

type Answer = Pick<
  SignedConsentQuery['consent'],
  'id' | 'textId' | 'textVersion' | 'decision' | 'signedAt' | 'signedOn' | 'withdrawnOn'
> & { vaccine: { code: string } };

/** A decision of the server's answer in the words of the rule. */
export const consentFact = ({
  vaccine,
  id,
  textId,
  textVersion,
  decision,
  signedAt,
  signedOn,
  withdrawnOn,
}: Answer): SignedConsent => ({
  id,
  textId,
  textVersion,
  vaccine: vaccine.code,
  decision,
  signedAt,
  signedOn,
  withdrawnOn,
});

const KEY = 'miaoben.device';

/** What this installation calls itself in records, made once. */
export function deviceName(kind: 'phone' | 'tablet'): string {
  const known = localStorage.getItem(KEY);
  if (known) return `${kind} ${known}`;
  const made = crypto.getRandomValues(new Uint32Array(1))[0]!.toString(16).padStart(8, '0');
  localStorage.setItem(KEY, made);
  return `${kind} ${made}`;
}
