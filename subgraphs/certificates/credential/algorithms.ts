/** Signature algorithms a key record may name. SM2 means SM2-with-SM3, user id 1234567812345678. */
export type Algorithm = 'SM2' | 'ES256';

/**
 * COSE algorithm labels. ES256 is registered; SM2 has no registration (draft-dang-webauthn-sm2-00 expired), so it
 * has a number of the private-use range below -65536. Envelope and trust list both take it from here.
 */
export const COSE_ALGORITHM: Readonly<Record<Algorithm, number>> = { SM2: -70002, ES256: -7 };

/** The algorithm of a COSE label; null for every other value, whatever its type. */
export function algorithmOfLabel(label: unknown): Algorithm | null {
  if (label === COSE_ALGORITHM.SM2) return 'SM2';
  return label === COSE_ALGORITHM.ES256 ? 'ES256' : null;
}
