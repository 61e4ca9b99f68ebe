const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u;

/** True for a lower-case UUID version 7, variant RFC 9562: the form of every client-made id. */
export function isUuidV7(value: string): boolean {
  return UUID_V7.test(value);
}

/** Milliseconds since 1970 that a UUIDv7 carries. The value must have passed `isUuidV7`. */
export function uuidV7Time(uuid: string): number {
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
}

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** 32 bits in eight digits; by bytes, for `toString(16)` of a number past 31 bits is ten times slower. */
const hex = (word: number): string =>
  BYTES[word >>> 24]! + BYTES[(word >>> 16) & 0xff]! + BYTES[(word >>> 8) & 0xff]! + BYTES[word & 0xff]!;

/**
 * UUIDv7 from its parts, for ids that must come out the same each time (seeds, tests); live code draws random bits.
 * `ms` between 0 and 2^48 - 1; the three words are 32 random bits each, of which 12 + 30 + 32 are used.
 */
export function uuidV7From(ms: number, a: number, b: number, c: number): string {
  const low = hex(ms % 0x1_0000);
  const variant = hex(0x8000_0000 | (b & 0x3fff_ffff));
  return `${hex(Math.floor(ms / 0x1_0000))}-${low.slice(4)}-7${hex(a & 0xfff).slice(5)}-${variant.slice(0, 4)}-${variant.slice(4)}${hex(c)}`;
}
