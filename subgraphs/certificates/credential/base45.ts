import type { Bytes } from './bytes.ts';
import { CredentialError } from './errors.ts';

// Own code, not the `base45` package: that one needs Node's Buffer and accepts single characters, overflow,
// lower case and newlines.
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** RFC 9285: two bytes become three characters of the QR alphanumeric set, a last single byte two. */
export function encodeBase45(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 2) {
    const pair = i + 1 < bytes.length;
    let value = pair ? bytes[i]! * 256 + bytes[i + 1]! : bytes[i]!;
    for (let n = pair ? 3 : 2; n > 0; n--) {
      text += ALPHABET[value % 45];
      value = Math.floor(value / 45);
    }
  }
  return text;
}

/**
 * Strict RFC 9285 reader: only text that re-encodes to itself is read.
 * @throws CredentialError `text_encoding`.
 */
export function decodeBase45(text: string): Bytes {
  const out: number[] = [];
  for (let i = 0; i < text.length; i += 3) {
    const group = text.slice(i, i + 3);
    let value = 0;
    for (let k = group.length - 1; k >= 0; k--) value = value * 45 + ALPHABET.indexOf(group[k]!);
    if (group.length === 3) out.push((value >> 8) & 0xff);
    out.push(value & 0xff);
  }
  const bytes = Uint8Array.from(out);
  if (encodeBase45(bytes) !== text) throw new CredentialError('text_encoding', 'base45');
  return bytes;
}
