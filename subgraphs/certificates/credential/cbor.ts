import { decode, Tagged } from 'cborg';
import type { Bytes } from './bytes.ts';
import { CredentialError } from './errors.ts';

/** The CBOR tag of a COSE_Sign1 (RFC 9052 section 4.2). */
export const COSE_SIGN1_TAG = 18;

/**
 * Reads deterministic CBOR: one item, definite lengths, shortest integers, no duplicate keys, no floats beyond
 * the finite, no tag but 18. Maps come back as `Map`. Callers bound the size first and check every type after.
 * @throws CredentialError `cbor` on anything else, whatever the library threw (a deep nest overflows its stack).
 */
export function decodeStrict(bytes: Uint8Array): unknown {
  try {
    return decode(bytes, {
      strict: true,
      allowIndefinite: false,
      allowUndefined: false,
      allowInfinity: false,
      allowNaN: false,
      allowBigInt: false,
      rejectDuplicateMapKeys: true,
      useMaps: true,
      tags: Tagged.preserve(COSE_SIGN1_TAG),
    });
  } catch {
    throw new CredentialError('cbor');
  }
}

/** The value as a map; null when it is not one. Unknown keys are the caller's to judge. */
export function asMap(value: unknown): ReadonlyMap<unknown, unknown> | null {
  return value instanceof Map ? value : null;
}

/** A byte string of exactly `length` bytes, copied out of the decoder's buffer; null otherwise. */
export function asBytes(value: unknown, length?: number): Bytes | null {
  if (!(value instanceof Uint8Array) || (length !== undefined && value.length !== length)) return null;
  return new Uint8Array(value);
}

/** An integer within the bounds (both included); null otherwise. */
export function asInteger(value: unknown, min: number, max: number): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max ? value : null;
}

/** A text that matches the pattern; null otherwise. */
export function asText(value: unknown, pattern: RegExp): string | null {
  return typeof value === 'string' && pattern.test(value) ? value : null;
}

/** What a COSE_Sign1 tag holds; null when the value carries no such tag. */
export function untagSign1(value: unknown): unknown {
  return value instanceof Tagged && value.tag === COSE_SIGN1_TAG ? value.value : null;
}
