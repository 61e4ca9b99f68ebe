const MAX_DEPTH = 32;

/**
 * True when the bytes are one TLV in the distinguished encoding as far as SES and X.509 use it (X.690 clause 10, 11):
 * definite and shortest lengths, low tag numbers, primitive strings, shortest integers, booleans 00 or FF, no byte
 * left over. asn1js reads more than that, and keeps a long-form length when it writes again, so its own re-encoding
 * does not show it.
 */
export function isStrictDer(bytes: Uint8Array): boolean {
  return readValue(bytes, 0, bytes.length, 0) === bytes.length;
}

/** @returns where the value ends, or -1. */
function readValue(bytes: Uint8Array, at: number, end: number, depth: number): number {
  const tag = bytes[at];
  if (tag === undefined || at + 2 > end || depth > MAX_DEPTH || (tag & 0x1f) === 0x1f) return -1;
  const header = readLength(bytes, at + 1, end);
  if (header === null) return -1;
  const { from, length } = header;
  const to = from + length;
  if (to > end) return -1;
  const isUniversal = (tag & 0xc0) === 0;
  const isConstructed = (tag & 0x20) !== 0;
  const isCollection = (tag & 0x1f) === 0x10 || (tag & 0x1f) === 0x11;
  if (isUniversal && isConstructed !== isCollection) return -1;
  if (isConstructed) {
    let child = from;
    while (child < to) {
      child = readValue(bytes, child, to, depth + 1);
      if (child < 0) return -1;
    }
    return to;
  }
  return isUniversal && !isShortest(tag, bytes.subarray(from, to)) ? -1 : to;
}

function readLength(bytes: Uint8Array, at: number, end: number): { from: number; length: number } | null {
  const first = bytes[at]!;
  if (first < 0x80) return { from: at + 1, length: first };
  const digits = first & 0x7f;
  if (digits < 1 || digits > 4 || at + 1 + digits > end || bytes[at + 1] === 0) return null;
  let length = 0;
  for (let i = 1; i <= digits; i++) length = length * 256 + bytes[at + i]!;
  return length < 0x80 ? null : { from: at + 1 + digits, length };
}

function isShortest(tag: number, value: Uint8Array): boolean {
  const first = value[0];
  switch (tag) {
    case 0x01:
      return value.length === 1 && (first === 0 || first === 0xff);
    case 0x02: {
      if (first === undefined) return false;
      const second = value[1];
      return second === undefined || !((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
    }
    case 0x03:
      return first !== undefined && (first === 0 || (first < 8 && value.length > 1));
    case 0x05:
      return value.length === 0;
    default:
      return true;
  }
}
