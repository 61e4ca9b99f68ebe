import { gzipSync } from 'fflate';
import { type Bytes, platformRandom, type RandomSource } from './bytes.ts';
import { encodeDeterministic } from './cbor-encode.ts';
import { writeSign1 } from './cose-sign.ts';
import { CredentialError } from './errors.ts';
import type { Signer } from './signer.ts';
import { MAX_STATUS_ENTRIES, MIN_STATUS_ENTRIES, readStatusPayload, STATUS_LABEL, STATUS_TYPE } from './status-list.ts';

/** What a status key signs. Times are seconds since 1970-01-01T00:00Z. */
export interface StatusListContent {
  /** One list per season and kind of code. */
  readonly id: string;
  /** Entries; a multiple of 8, at least 131,072. */
  readonly size: number;
  readonly issued: number;
  readonly nextUpdate: number;
  /** Indices of the revoked codes, in any order. */
  readonly revoked: Iterable<number>;
}

/** Signs a status list file. @throws CredentialError `argument` (an index beyond the size), `status_format`. */
export async function issueStatusList(content: StatusListContent, signer: Signer): Promise<Bytes> {
  const payload = encodeDeterministic(
    new Map<number, unknown>([
      [STATUS_LABEL.type, STATUS_TYPE],
      [STATUS_LABEL.id, content.id],
      [STATUS_LABEL.size, content.size],
      [STATUS_LABEL.issued, content.issued],
      [STATUS_LABEL.nextUpdate, content.nextUpdate],
      // A time inside the gzip header would change the hash of an unchanged list.
      [STATUS_LABEL.bits, gzipSync(bitstring(content.size, content.revoked), { level: 9, mtime: 0 })],
    ]),
  );
  await readStatusPayload(payload);
  return writeSign1(payload, signer);
}

/** `size` entries, the given ones set; entry 0 is the most significant bit of byte 0 (W3C order). */
export function bitstring(size: number, set: Iterable<number>): Bytes {
  if (!isListSize(size)) throw new CredentialError('argument', 'size');
  const bits = new Uint8Array(size / 8);
  for (const index of set) {
    if (!Number.isSafeInteger(index) || index < 0 || index >= size) throw new CredentialError('argument', 'index');
    const byte = Math.floor(index / 8);
    bits[byte] = bits[byte]! | (0x80 >> (index % 8));
  }
  return bits;
}

/**
 * A uniformly random index for a new code. Indices in order of issue would tell who was issued together; the caller
 * draws again when the index is taken.
 */
export function randomStatusIndex(size: number, random: RandomSource = platformRandom): number {
  if (!isListSize(size)) throw new CredentialError('argument', 'size');
  // Values past the last whole multiple of `size` would favour low indices.
  const limit = Math.floor(0x1_0000_0000 / size) * size;
  for (;;) {
    const value = new DataView(random(new Uint8Array(4)).buffer).getUint32(0);
    if (value < limit) return value % size;
  }
}

function isListSize(size: number): boolean {
  return Number.isSafeInteger(size) && size % 8 === 0 && size >= MIN_STATUS_ENTRIES && size <= MAX_STATUS_ENTRIES;
}
