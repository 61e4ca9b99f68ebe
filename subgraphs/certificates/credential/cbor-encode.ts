import { encode, rfc8949EncodeOptions } from 'cborg';
import type { Bytes } from './bytes.ts';

/** Deterministic CBOR (RFC 8949 section 4.2.1): shortest integers, keys sorted by their bytes. */
export function encodeDeterministic(value: unknown): Bytes {
  // Under Node the library gives a Buffer, whose slice() is a view and not a copy.
  return new Uint8Array(encode(value, rfc8949EncodeOptions));
}
