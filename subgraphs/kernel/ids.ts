import { randomFillSync } from 'node:crypto';
import { v7, validate, version } from 'uuid';

const RANDOM = 16;
const pool = new Uint8Array(RANDOM * 1_024);
let [used, lastMs, sequence] = [pool.length, 0, 0];

/**
 * A new UUIDv7, later ones of a process always greater. The random bytes are drawn by the thousand: a long upload asks for an id a row,
 * and asking the system each time costs more than all else that is done to a row.
 */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + RANDOM);
  used += RANDOM;
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    // 31 bits, so that there is room to count on within the millisecond.
    sequence = new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1;
  } else sequence += 1;
  return v7({ random, msecs: lastMs, seq: sequence });
}

/** Any UUID; a text that is none would be an error of PostgreSQL. */
export const isUuid = (id: string): boolean => validate(id);

/** Ids made by devices must be UUIDv7 (design section 6). */
export const isUuidV7 = (id: string): boolean => validate(id) && version(id) === 7;
