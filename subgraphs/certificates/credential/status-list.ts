import { type Bytes, toHex } from './bytes.ts';
import { asBytes, asInteger, asMap, asText, decodeStrict } from './cbor.ts';
import { isSignedBy, readSign1 } from './cose.ts';
import { CredentialError } from './errors.ts';
import { sm3 } from './sm3.ts';
import { STATUS_LIST_ID, type TrustList } from './trust-list.ts';

/** Below this a random index would tell too much about who was issued together (W3C Bitstring Status List). */
export const MIN_STATUS_ENTRIES = 131_072;
export const MAX_STATUS_ENTRIES = 16_777_216;

/** A verified status list. Times are seconds since 1970-01-01T00:00Z. */
export interface StatusList {
  readonly id: string;
  /** Entries; a multiple of 8. */
  readonly size: number;
  readonly issued: number;
  readonly nextUpdate: number;
  /** True when the code at `index` is revoked; null when the list has no such index. */
  isRevoked(index: number): boolean | null;
}

export const STATUS_LABEL = { type: 0, id: 1, size: 2, issued: 3, nextUpdate: 4, bits: 5 } as const;
export const STATUS_TYPE = 'VX-status';

const MAX_STATUS_BYTES = 4 * 1024 * 1024;
const MAX_SECONDS = 0xffff_ffff;

/**
 * Verifies a status list file against the trust list: its hash must be the one listed, its signer a status key.
 * The two files belong together: when they were fetched across a change, `status_hash` says to fetch both again.
 * @param previousIssued issue time of the list of this id held so far, null if none.
 * @throws CredentialError `status_hash`, `status_key`, `status_signature`, `status_rollback`, `status_format`,
 *   `status_size`, `envelope`, `cbor`, `too_long`.
 */
export async function openStatusList(
  bytes: Uint8Array,
  trust: TrustList,
  previousIssued: number | null,
): Promise<StatusList> {
  const sign1 = readSign1(bytes, MAX_STATUS_BYTES);
  const id = trust.statusLists.get(toHex(sm3(bytes)));
  if (id === undefined) throw new CredentialError('status_hash');
  const record = trust.keys.get(sign1.kid);
  if (record?.use !== 'status' || record.revokedAt !== null) throw new CredentialError('status_key');
  if (!(await isSignedBy(sign1, record.key))) throw new CredentialError('status_signature');
  const { bits, ...head } = await readStatusPayload(sign1.payload);
  if (head.id !== id) throw new CredentialError('status_format', 'id');
  if (head.issued < record.signFrom || head.issued > record.signTo) throw new CredentialError('status_key', 'window');
  if (previousIssued !== null && head.issued < previousIssued) throw new CredentialError('status_rollback');
  return { ...head, isRevoked: (index) => getBit(bits, index) };
}

/** Reads a payload found to be signed; also the issuer's check before it signs. */
export async function readStatusPayload(
  payload: Uint8Array,
): Promise<Omit<StatusList, 'isRevoked'> & { readonly bits: Bytes }> {
  const map = asMap(decodeStrict(payload));
  if (map?.get(STATUS_LABEL.type) !== STATUS_TYPE) throw new CredentialError('status_format', 'payload');
  const id = need('id', asText(map.get(STATUS_LABEL.id), STATUS_LIST_ID));
  const size = need('size', asInteger(map.get(STATUS_LABEL.size), MIN_STATUS_ENTRIES, MAX_STATUS_ENTRIES));
  const issued = need('issued', asInteger(map.get(STATUS_LABEL.issued), 0, MAX_SECONDS));
  const nextUpdate = need('nextUpdate', asInteger(map.get(STATUS_LABEL.nextUpdate), issued + 1, MAX_SECONDS));
  if (size % 8 !== 0) throw new CredentialError('status_format', 'size');
  const bits = await gunzipExactly(need('bits', asBytes(map.get(STATUS_LABEL.bits))), size / 8);
  return { id, size, issued, nextUpdate, bits };
}

/** Entry `index`, bit 0 being the most significant bit of byte 0 (W3C order); null beyond the end. */
export function getBit(bits: Uint8Array, index: number): boolean | null {
  const byte = Number.isSafeInteger(index) && index >= 0 ? bits[Math.floor(index / 8)] : undefined;
  return byte === undefined ? null : ((byte >> (7 - (index % 8))) & 1) === 1;
}

/** Inflates piece by piece and stops as soon as more than `length` bytes come out. */
async function gunzipExactly(compressed: Bytes, length: number): Promise<Bytes> {
  const out = new Uint8Array(length);
  let at = 0;
  // The platform's own, in browsers and Node alike: a library would weigh 3 kB of the verify screen's 50.
  const inflated = new Blob([compressed]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  for (;;) {
    const { done, value } = await inflated.read().catch(() => {
      throw new CredentialError('status_format', 'gzip');
    });
    if (done) break;
    if (at + value.length > length) {
      await inflated.cancel();
      throw new CredentialError('status_size');
    }
    out.set(value, at);
    at += value.length;
  }
  if (at !== length) throw new CredentialError('status_size');
  return out;
}

function need<T>(field: string, value: T | null): T {
  if (value === null) throw new CredentialError('status_format', field);
  return value;
}
