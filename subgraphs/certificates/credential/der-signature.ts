import { type Bytes, concat, equalBytes } from './bytes.ts';

/**
 * DER SEQUENCE of two INTEGERs (GM/T 0009, RFC 3279) to raw r‖s, 64 bytes. Strict: what does not re-encode to the
 * same bytes (padded integers, long-form lengths, trailing bytes) is null.
 */
export function derToRawSignature(der: Uint8Array): Bytes | null {
  const r = readInteger(der, 2);
  const s = r && readInteger(der, r.end);
  if (!r || !s) return null;
  const raw = concat(r.value, s.value);
  return equalBytes(rawToDerSignature(raw), der) ? raw : null;
}

/** Raw r‖s (64 bytes) to the shortest DER form. */
export function rawToDerSignature(raw: Uint8Array): Bytes {
  const body = concat(writeInteger(raw.subarray(0, 32)), writeInteger(raw.subarray(32)));
  return Uint8Array.from([0x30, body.length, ...body]);
}

function readInteger(der: Uint8Array, at: number): { value: Bytes; end: number } | null {
  const length = der[at + 1];
  if (length === undefined || length < 1 || length > 33) return null;
  const end = at + 2 + length;
  const digits = der.subarray(length === 33 ? at + 3 : at + 2, end);
  if (digits.length > 32) return null;
  const value = new Uint8Array(32);
  value.set(digits, 32 - digits.length);
  return { value, end };
}

function writeInteger(value: Uint8Array): Bytes {
  let first = 0;
  while (first < value.length - 1 && value[first] === 0) first++;
  const digits = value.subarray(first);
  const pad = (digits[0] ?? 0) >= 0x80 ? [0] : [];
  return Uint8Array.from([0x02, digits.length + pad.length, ...pad, ...digits]);
}
