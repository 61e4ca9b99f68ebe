import type { Algorithm } from './algorithms.ts';
import type { Bytes } from './bytes.ts';
import { CredentialError } from './errors.ts';
import { loadSm2PublicKey } from './sm2.ts';
import { kidOf, pointFromSpki } from './spki.ts';

/** A public key bound to one algorithm: whatever a header says, this key verifies by `alg` or not at all. */
export interface VerifyKey {
  readonly alg: Algorithm;
  /** First 8 bytes of SM3 over `spki`. */
  readonly kid: Bytes;
  readonly spki: Bytes;
  /** True for a raw 64-byte r‖s over `message`; false for anything else, never an exception. */
  verify(message: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

/**
 * Loads a SubjectPublicKeyInfo for one algorithm, checking curve and point.
 * @throws CredentialError `key` when the curve is not the algorithm's or the point is not on it.
 */
export async function loadVerifyKey(alg: Algorithm, spki: Uint8Array): Promise<VerifyKey> {
  const point = pointFromSpki(alg, spki);
  const identity = { alg, kid: kidOf(spki), spki: new Uint8Array(spki) };
  if (alg === 'SM2') {
    const key = loadSm2PublicKey(point);
    return { ...identity, verify: async (message, signature) => key.verify(message, signature) };
  }
  const key = await importP256(point);
  return {
    ...identity,
    async verify(message, signature) {
      if (signature.length !== 64) return false;
      return globalThis.crypto.subtle.verify(
        { name: 'ECDSA', hash: 'SHA-256' },
        key,
        new Uint8Array(signature),
        new Uint8Array(message),
      );
    },
  };
}

async function importP256(point: Bytes): Promise<CryptoKey> {
  try {
    return await globalThis.crypto.subtle.importKey('raw', point, { name: 'ECDSA', namedCurve: 'P-256' }, false, [
      'verify',
    ]);
  } catch {
    throw new CredentialError('key', 'P-256 point');
  }
}
