import type { Algorithm } from './algorithms.ts';
import { type Bytes, equalBytes, platformRandom, type RandomSource } from './bytes.ts';
import { CredentialError } from './errors.ts';
import { pkcs8Of, readPkcs8 } from './pkcs8.ts';
import { generateSm2PrivateKey, signSm2, sm2PublicPoint } from './sm2-sign.ts';
import { kidOf, spkiFromPoint } from './spki.ts';

/** Port for whoever holds a signing key: software here, a hardware module (SDF, GM/T 0018) elsewhere. */
export interface Signer {
  readonly alg: Algorithm;
  /** First 8 bytes of SM3 over `spki`. */
  readonly kid: Bytes;
  readonly spki: Bytes;
  /** Raw r‖s, 64 bytes, over the message itself (the signer hashes). */
  sign(message: Uint8Array): Promise<Bytes>;
}

/** A fresh private key as PKCS#8 DER (138 bytes), to be kept encrypted. */
export async function generatePrivateKey(alg: Algorithm, random: RandomSource = platformRandom): Promise<Bytes> {
  if (alg === 'SM2') {
    const privateKey = generateSm2PrivateKey(random);
    return pkcs8Of(alg, privateKey, sm2PublicPoint(privateKey));
  }
  const pair = await globalThis.crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']);
  return new Uint8Array(await globalThis.crypto.subtle.exportKey('pkcs8', pair.privateKey));
}

/**
 * A signer over a software key.
 * @param pkcs8 what `generatePrivateKey` gave, or OpenSSL's PKCS#8 of the same curve with the public point inside.
 * @throws CredentialError `key` when the bytes are not such a key of that algorithm's curve.
 */
export async function loadSigner(alg: Algorithm, pkcs8: Uint8Array): Promise<Signer> {
  const { privateKey, point } = readPkcs8(alg, pkcs8);
  const spki = spkiFromPoint(alg, point);
  const identity = { alg, spki, kid: kidOf(spki) };
  if (alg === 'SM2') {
    if (!equalBytes(sm2PublicPoint(privateKey), point)) throw new CredentialError('key', 'SM2 key pair');
    return { ...identity, sign: async (message) => signSm2(message, privateKey, point) };
  }
  const key = await importP256(new Uint8Array(pkcs8));
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  return {
    ...identity,
    sign: async (message) =>
      new Uint8Array(await globalThis.crypto.subtle.sign(algorithm, key, new Uint8Array(message))),
  };
}

async function importP256(pkcs8: Bytes): Promise<CryptoKey> {
  try {
    return await globalThis.crypto.subtle.importKey('pkcs8', pkcs8, { name: 'ECDSA', namedCurve: 'P-256' }, false, [
      'sign',
    ]);
  } catch {
    throw new CredentialError('key', 'P-256 private key');
  }
}
