import type { Algorithm } from './algorithms.ts';
import { type Bytes, concat, equalBytes, fromHex } from './bytes.ts';
import { CredentialError } from './errors.ts';

const HEAD: Readonly<Record<Algorithm, Bytes>> = {
  SM2: fromHex('308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420'),
  ES256: fromHex('308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420'),
};
const PUBLIC_HEAD = fromHex('a144034200');

/** PKCS#8 (RFC 5208) with the public point inside, as OpenSSL writes it: 138 bytes DER. */
export function pkcs8Of(alg: Algorithm, privateKey: Uint8Array, point: Uint8Array): Bytes {
  return concat(HEAD[alg], privateKey, PUBLIC_HEAD, point);
}

/** Reads exactly the form `pkcs8Of` writes. @throws CredentialError `key`. */
export function readPkcs8(alg: Algorithm, pkcs8: Uint8Array): { privateKey: Bytes; point: Bytes } {
  const head = HEAD[alg];
  const publicAt = head.length + 32;
  const pointAt = publicAt + PUBLIC_HEAD.length;
  if (
    pkcs8.length !== pointAt + 65 ||
    !equalBytes(pkcs8.subarray(0, head.length), head) ||
    !equalBytes(pkcs8.subarray(publicAt, pointAt), PUBLIC_HEAD)
  ) {
    throw new CredentialError('key', 'PKCS#8');
  }
  return {
    privateKey: new Uint8Array(pkcs8.subarray(head.length, publicAt)),
    point: new Uint8Array(pkcs8.subarray(pointAt)),
  };
}
