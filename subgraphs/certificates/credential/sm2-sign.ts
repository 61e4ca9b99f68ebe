import { sm2 } from 'sm-crypto-v2';
import { type Bytes, fromHex, platformRandom, type RandomSource, toHex } from './bytes.ts';
import { CredentialError } from './errors.ts';
import { SM2_ORDER_HEX, SM2_USER_ID } from './sm2.ts';

const LAST_PRIVATE_KEY = BigInt(`0x${SM2_ORDER_HEX}`) - 2n;

/** A fresh private key: 32 bytes, 1 ≤ d ≤ n−2 (GB/T 32918.1 clause 6.1). */
export function generateSm2PrivateKey(random: RandomSource = platformRandom): Bytes {
  for (;;) {
    const key = random(new Uint8Array(32));
    if (isPrivateKey(toHex(key))) return key;
  }
}

/** The uncompressed public point (65 bytes). @throws CredentialError `key` for a private key out of range. */
export function sm2PublicPoint(privateKey: Uint8Array): Bytes {
  const hex = toHex(privateKey);
  if (!isPrivateKey(hex)) throw new CredentialError('key', 'SM2 private key');
  return fromHex(sm2.getPublicKeyFromPrivateKey(hex));
}

/** SM2-with-SM3 signature, raw r‖s, 64 bytes; `point` is the key's own public point. */
export function signSm2(message: Uint8Array, privateKey: Uint8Array, point: Uint8Array): Bytes {
  return fromHex(
    sm2.doSignature(message, toHex(privateKey), { hash: true, publicKey: toHex(point), userId: SM2_USER_ID }),
  );
}

function isPrivateKey(hex: string): boolean {
  if (hex.length !== 64) return false;
  const d = BigInt(`0x${hex}`);
  return d >= 1n && d <= LAST_PRIVATE_KEY;
}
