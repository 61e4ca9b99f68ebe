import { type Algorithm, algorithmOfLabel } from './algorithms.ts';
import { type Bytes, concat, toHex, utf8 } from './bytes.ts';
import { asBytes, asMap, decodeStrict, untagSign1 } from './cbor.ts';
import { CredentialError } from './errors.ts';
import type { VerifyKey } from './verify-key.ts';

/** A COSE_Sign1 (RFC 9052) in the one form this product knows; nothing in it is verified yet. */
export interface Sign1 {
  readonly alg: Algorithm;
  /** Key identifier, 16 hex digits: the key of a map, never anything that is fetched. */
  readonly kid: string;
  readonly protectedHeader: Bytes;
  readonly payload: Bytes;
  readonly signature: Bytes;
}

/**
 * Reads tag 18 [ bstr {1: alg, 4: kid}, {}, bstr payload, bstr signature(64) ]: exactly these two protected headers,
 * none unprotected.
 * @param maxBytes size beyond which nothing is decoded.
 * @throws CredentialError `too_long`, `cbor`, `envelope`.
 */
export function readSign1(bytes: Uint8Array, maxBytes: number): Sign1 {
  if (bytes.length > maxBytes) throw new CredentialError('too_long');
  const parts = untagSign1(decodeStrict(bytes));
  if (!Array.isArray(parts) || parts.length !== 4) throw new CredentialError('envelope', 'COSE_Sign1');
  const protectedHeader = asBytes(parts[0]);
  const payload = asBytes(parts[2]);
  const signature = asBytes(parts[3], 64);
  if (!protectedHeader || !payload || !signature) throw new CredentialError('envelope', 'COSE_Sign1');
  if (asMap(parts[1])?.size !== 0) throw new CredentialError('envelope', 'unprotected header');
  const header = protectedHeader.length === 0 ? null : asMap(decodeStrict(protectedHeader));
  const alg = algorithmOfLabel(header?.get(1));
  const kid = asBytes(header?.get(4), 8);
  if (header?.size !== 2 || !alg || !kid) throw new CredentialError('envelope', 'protected header');
  return { alg, kid: toHex(kid), protectedHeader, payload, signature };
}

/** True when `key` made the signature; the key's own algorithm decides and the header must repeat it. */
export async function isSignedBy(sign1: Sign1, key: VerifyKey): Promise<boolean> {
  if (sign1.alg !== key.alg) return false;
  return key.verify(toBeSigned(sign1.protectedHeader, sign1.payload), sign1.signature);
}

const ARRAY_OF_4 = Uint8Array.of(0x84);
const CONTEXT = concat(Uint8Array.of(0x6a), utf8('Signature1'));
const EMPTY_BSTR = Uint8Array.of(0x40);

/** Sig_structure ["Signature1", protected, external_aad = h'', payload] of RFC 9052 section 4.4. */
export function toBeSigned(protectedHeader: Uint8Array, payload: Uint8Array): Bytes {
  return concat(ARRAY_OF_4, CONTEXT, byteString(protectedHeader), EMPTY_BSTR, byteString(payload));
}

/** A CBOR byte string; written here so that the verifying side needs no encoder. */
function byteString(bytes: Uint8Array): Bytes {
  const n = bytes.length;
  if (n < 24) return concat(Uint8Array.of(0x40 + n), bytes);
  if (n < 0x100) return concat(Uint8Array.of(0x58, n), bytes);
  if (n < 0x10000) return concat(Uint8Array.of(0x59, n >> 8, n & 0xff), bytes);
  return concat(Uint8Array.of(0x5a, n >>> 24, (n >> 16) & 0xff, (n >> 8) & 0xff, n & 0xff), bytes);
}
