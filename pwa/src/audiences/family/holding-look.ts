import type { MyHoldingsQuery } from '../../data/generated/family.ts';
import { t } from '../../i18n/holding.ts';
import type { Tone } from '../../ui/feedback.tsx';

export type Holding = MyHoldingsQuery['myHoldings'][number];
export type HeldCertificate = NonNullable<Holding['certificate']>;

export const STATE_TONE: Record<HeldCertificate['state'], Tone> = { valid: 'good', expired: 'warn', revoked: 'bad' };

const SOON_DAYS = 30;
const DAY_MS = 86_400_000;

/** Days to the end of a certificate that ends soon; null for the others. */
export function daysLeft(
  { state, expiresOn }: Pick<HeldCertificate, 'state' | 'expiresOn'>,
  today: string,
): number | null {
  if (state !== 'valid') return null;
  const days = Math.round((Date.parse(expiresOn) - Date.parse(today)) / DAY_MS);
  return days <= SOON_DAYS ? days : null;
}

type Reason = NonNullable<HeldCertificate['revokedFor']>;

/** Why an issue ended, in words: the issuer's own where there are some. */
export function endReason(revokedFor: Reason | null | undefined, words: string | null | undefined): string {
  if (!revokedFor) return words ?? '';
  return revokedFor === 'issuer' && words ? `${t('reason.issuer')}（${words}）` : t(`reason.${revokedFor}`);
}
