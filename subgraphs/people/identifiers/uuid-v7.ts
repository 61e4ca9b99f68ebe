const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u;

/** True for a lower-case UUID version 7, variant RFC 9562: the form of every client-made id. */
export function isUuidV7(value: string): boolean {
  return UUID_V7.test(value);
}

/** Milliseconds since 1970 that a UUIDv7 carries. The value must have passed `isUuidV7`. */
export function uuidV7Time(uuid: string): number {
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
}

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, '0');
}

/**
 * UUIDv7 from its parts, for ids that must come out the same each time (seeds, tests); live code draws random bits.
 * `ms` between 0 and 2^48 - 1; the three words are 32 random bits each, of which 12 + 30 + 32 are used.
 */
export function uuidV7From(ms: number, a: number, b: number, c: number): string {
  const time = hex(ms, 12);
  const variant = hex(0x8000_0000 + ((b >>> 0) & 0x3fff_ffff), 8);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex((a >>> 0) & 0xfff, 3)}-${variant.slice(0, 4)}-${variant.slice(4)}${hex(c >>> 0, 8)}`;
}
