import type { LicenceState } from '../licence/licence.repository.ts';

export const VERDICTS = ['valid', 'expiring', 'expired', 'ended', 'none'] as const;
export type Verdict = (typeof VERDICTS)[number];

const DAY_MS = 86_400_000;
/** As long before its end as a new examination can be had in time. */
export const EXPIRING_DAYS = 30;

/** What an employer may conclude from a certificate on a day. */
export function verdictOf(
  certificate: { readonly state: LicenceState; readonly valid_to: string | null } | undefined,
  today: string,
): Verdict {
  if (!certificate) return 'none';
  if (certificate.state !== 'valid') return 'ended';
  if (certificate.valid_to === null) return 'valid';
  if (certificate.valid_to < today) return 'expired';
  const left = (Date.parse(certificate.valid_to) - Date.parse(today)) / DAY_MS;
  return left <= EXPIRING_DAYS ? 'expiring' : 'valid';
}
