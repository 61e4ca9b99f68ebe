import type { Algorithm } from './algorithms.ts';
import { type Bytes, concat, equalBytes, fromHex } from './bytes.ts';
import { CredentialError } from './errors.ts';
import { sm3 } from './sm3.ts';

// id-ecPublicKey with the named curve sm2p256v1 (1.2.156.10197.1.301) or prime256v1, then the BIT STRING's head.
const SPKI_HEAD: Readonly<Record<Algorithm, Bytes>> = {
  SM2: fromHex('3059301306072a8648ce3d020106082a811ccf5501822d034200'),
  ES256: fromHex('3059301306072a8648ce3d020106082a8648ce3d030107034200'),
};

/** SubjectPublicKeyInfo (RFC 5480) of an uncompressed point: 91 bytes DER. */
export function spkiFromPoint(alg: Algorithm, point: Uint8Array): Bytes {
  if (point.length !== 65 || point[0] !== 4) throw new CredentialError('key', 'point');
  return concat(SPKI_HEAD[alg], point);
}

/** The uncompressed point of a SubjectPublicKeyInfo on the curve that `alg` demands. @throws CredentialError `key`. */
export function pointFromSpki(alg: Algorithm, spki: Uint8Array): Bytes {
  const head = SPKI_HEAD[alg];
  const point = new Uint8Array(spki.subarray(head.length));
  if (!equalBytes(spki.subarray(0, head.length), head) || point.length !== 65 || point[0] !== 4) {
    throw new CredentialError('key', 'SubjectPublicKeyInfo');
  }
  return point;
}

/** Key identifier: the first 8 bytes of SM3 over the SubjectPublicKeyInfo, for every algorithm. */
export function kidOf(spki: Uint8Array): Bytes {
  return sm3(spki).slice(0, 8);
}
