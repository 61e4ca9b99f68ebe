import { sm2 } from 'sm-crypto-v2';
import { type Bytes, concat, toHex } from './bytes.ts';
import { CredentialError } from './errors.ts';
import { sm3 } from './sm3.ts';

/** The user id every party of GB/T 35276 uses unless told otherwise. */
export const SM2_USER_ID = '1234567812345678';

/** Order n of the curve sm2p256v1 (GB/T 32918.5). */
export const SM2_ORDER_HEX = 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123';
const ORDER = BigInt(`0x${SM2_ORDER_HEX}`);
const FIELD = BigInt('0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff');

/** A public key whose point was found on the curve. */
export interface Sm2PublicKey {
  /** 0x04, x, y: 65 bytes. */
  readonly point: Bytes;
  /** True for a raw 64-byte r‖s over `message`; false for anything else, never an exception. */
  verify(message: Uint8Array, signature: Uint8Array): boolean;
}

/**
 * Checks an uncompressed point once, so that each verification need not.
 * @param userId the signer's identity inside Z; the standard one unless a foreign signer says otherwise.
 * @throws CredentialError `key` when it is not 65 bytes beginning with 04, or not a point of the curve.
 */
export function loadSm2PublicKey(point: Uint8Array, userId: string = SM2_USER_ID): Sm2PublicKey {
  const hex = toHex(point);
  if (!isOnCurve(hex)) throw new CredentialError('key', 'SM2 point');
  const z = sm2.getZ(hex, userId);
  let table: ReturnType<typeof sm2.precomputePublicKey> | null = null;
  return {
    point: new Uint8Array(point),
    verify(message, signature) {
      const signatureHex = toHex(signature);
      if (!isSignatureInRange(signatureHex)) return false;
      // Made at first use: most keys of a trust list verify nothing on a given device. A window of 5 bits costs about
      // two plain verifications and makes each later one five times faster; the library's 8 costs twenty.
      table ??= sm2.precomputePublicKey(hex, 5);
      try {
        return sm2.doVerifySignature(sm3(concat(z, message)), signatureHex, table, { hash: false });
      } catch {
        // The library throws where the sum is the point at infinity; that signature is not valid.
        return false;
      }
    },
  };
}

function isOnCurve(hex: string): boolean {
  if (hex.length !== 130 || !hex.startsWith('04')) return false;
  if (BigInt(`0x${hex.slice(2, 66)}`) >= FIELD || BigInt(`0x${hex.slice(66)}`) >= FIELD) return false;
  try {
    return sm2.verifyPublicKey(hex);
  } catch {
    return false;
  }
}

function isSignatureInRange(hex: string): boolean {
  if (hex.length !== 128) return false;
  const r = BigInt(`0x${hex.slice(0, 64)}`);
  const s = BigInt(`0x${hex.slice(64)}`);
  return r > 0n && s > 0n && r < ORDER && s < ORDER && r + s !== ORDER;
}
