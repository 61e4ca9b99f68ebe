import { type Algorithm, algorithmOfLabel } from './algorithms.ts';
import { toHex } from './bytes.ts';
import { asBytes, asInteger, asMap, asText, decodeStrict } from './cbor.ts';
import { isSignedBy, readSign1 } from './cose.ts';
import { CredentialError } from './errors.ts';
import { sm3 } from './sm3.ts';
import { loadVerifyKey, type VerifyKey } from './verify-key.ts';

/** What a key may sign; one key, one use. */
export type KeyUse = 'result' | 'presentation' | 'status' | 'class_list';

/** A public key with all that its holder may do. Times are seconds since 1970-01-01T00:00Z. */
export interface KeyRecord {
  readonly alg: Algorithm;
  readonly use: KeyUse;
  readonly spki: Uint8Array;
  /** Window of issue (both ends included), and the last moment at which its codes are still taken. */
  readonly signFrom: number;
  readonly signTo: number;
  readonly verifyTo: number;
  /** When the key was revoked; then nothing it signed is taken. */
  readonly revokedAt: number | null;
  /** Status list of the codes it signs; null exactly for keys that sign no codes. */
  readonly statusList: string | null;
}

/** A key record whose key was checked and loaded. */
export interface TrustedKey extends KeyRecord {
  readonly key: VerifyKey;
}

/** What a device keeps of the last trust list it accepted, beside the list's bytes. Plain JSON. */
export interface TrustMark {
  readonly sequence: number;
  readonly issued: number;
  /** SM3 of the whole file, hex. */
  readonly hash: string;
  /** kid (hex) of the root that signed it. */
  readonly signedBy: string;
  /** kid (hex) of the root that this list allows to take over. */
  readonly successor: string | null;
}

/** A verified trust list. */
export interface TrustList extends TrustMark {
  readonly nextUpdate: number;
  /** By kid, 16 hex digits. */
  readonly keys: ReadonlyMap<string, TrustedKey>;
  /** Name of each current status list by the SM3 of its file (hex). */
  readonly statusLists: ReadonlyMap<string, string>;
}

/** The pinned roots of the application: the current one, and the one prepared to follow it. */
export interface PinnedRoots {
  readonly current: VerifyKey;
  readonly next: VerifyKey | null;
}

export const TRUST_LABEL = {
  type: 0,
  sequence: 1,
  issued: 2,
  nextUpdate: 3,
  keys: 4,
  statusLists: 5,
  successor: 6,
  laterKeys: 7,
} as const;
export const TRUST_TYPE = 'VX-trust';
/** Number of a use in a key record: its place here, from 1. */
export const KEY_USES: readonly KeyUse[] = ['result', 'presentation', 'status', 'class_list'];
/** How many of them `keys` may hold: the first readers refuse a list with any other there. */
const FIRST_USES = 3;
/** Keys of a use that came later stand apart, under `laterKeys`, where a reader leaves aside what it does not know. */
export const isLaterUse = (use: KeyUse): boolean => KEY_USES.indexOf(use) >= FIRST_USES;

const MAX_TRUST_BYTES = 65_536;
const MAX_SECONDS = 0xffff_ffff;
export const STATUS_LIST_ID = /^[0-9A-Za-z-]{1,32}$/;

/**
 * Verifies `trust.cose` and loads its keys.
 * @param previous the mark of the last list accepted on this device; null only before the first. A lower sequence, an
 *   earlier issue or a second list of the same sequence is a rollback. A list of the next root is taken only after a
 *   list of the current root named it as successor, and then none of the old root any more.
 * @throws CredentialError `trust_root` (signer not pinned or not yet entitled), `trust_signature`, `trust_rollback`,
 *   `trust_duplicate_key`, `trust_format`, `key`, `envelope`, `cbor`, `too_long`.
 */
export async function openTrustList(
  bytes: Uint8Array,
  roots: PinnedRoots,
  previous: TrustMark | null,
): Promise<TrustList> {
  const sign1 = readSign1(bytes, MAX_TRUST_BYTES);
  if (!(await isSignedBy(sign1, rootFor(sign1.kid, roots, previous)))) throw new CredentialError('trust_signature');
  const list = await readTrustPayload(sign1.payload, { signedBy: sign1.kid, hash: toHex(sm3(bytes)) });
  if (previous) refuseRollback(list, previous);
  return list;
}

function rootFor(kid: string, roots: PinnedRoots, previous: TrustMark | null): VerifyKey {
  const nextKid = roots.next && toHex(roots.next.kid);
  const isHandedOver = previous !== null && previous.signedBy === nextKid;
  if (kid === toHex(roots.current.kid) && !isHandedOver) return roots.current;
  if (roots.next && kid === nextKid && (isHandedOver || previous?.successor === nextKid)) return roots.next;
  throw new CredentialError('trust_root');
}

function refuseRollback(list: TrustList, previous: TrustMark): void {
  const isOlder = list.sequence < previous.sequence || list.issued < previous.issued;
  if (isOlder || (list.sequence === previous.sequence && list.hash !== previous.hash)) {
    throw new CredentialError('trust_rollback');
  }
}

/** Reads a payload found to be signed by a root; also the issuer's check before it signs. */
export async function readTrustPayload(
  payload: Uint8Array,
  origin: { readonly signedBy: string; readonly hash: string },
): Promise<TrustList> {
  const map = asMap(decodeStrict(payload));
  const keys = map?.get(TRUST_LABEL.keys);
  const laterKeys = map?.get(TRUST_LABEL.laterKeys) ?? [];
  const lists = asMap(map?.get(TRUST_LABEL.statusLists));
  if (map?.get(TRUST_LABEL.type) !== TRUST_TYPE || !Array.isArray(keys) || !Array.isArray(laterKeys) || !lists) {
    throw new CredentialError('trust_format', 'payload');
  }
  const issued = need('issued', seconds(map.get(TRUST_LABEL.issued)));
  const nextUpdate = need('nextUpdate', seconds(map.get(TRUST_LABEL.nextUpdate)));
  if (nextUpdate <= issued) throw new CredentialError('trust_format', 'nextUpdate');
  const successor = map.get(TRUST_LABEL.successor);
  return {
    ...origin,
    sequence: need('sequence', asInteger(map.get(TRUST_LABEL.sequence), 1, Number.MAX_SAFE_INTEGER)),
    issued,
    nextUpdate,
    successor: successor === undefined ? null : toHex(need('successor', asBytes(successor, 8))),
    keys: await loadKeys([
      ...keys.map((record) => readKeyRecord(record, 1, FIRST_USES)),
      ...laterKeys.filter(isKnownUse).map((record) => readKeyRecord(record, FIRST_USES + 1, KEY_USES.length)),
    ]),
    statusLists: readStatusHashes(lists),
  };
}

async function loadKeys(records: readonly KeyRecord[]): Promise<Map<string, TrustedKey>> {
  const keys = new Map<string, TrustedKey>();
  for (const record of records) {
    const key = await loadVerifyKey(record.alg, record.spki);
    const kid = toHex(key.kid);
    if (keys.has(kid)) throw new CredentialError('trust_duplicate_key');
    keys.set(kid, { ...record, key });
  }
  return keys;
}

/** False for a key of a use that came after this reader: it is left aside. */
const isKnownUse = (record: unknown): boolean =>
  !Array.isArray(record) || asInteger(record[1], KEY_USES.length + 1, MAX_SECONDS) === null;

/** @param first number of the first use that may stand here, `last` of the last */
function readKeyRecord(value: unknown, first: number, last: number): KeyRecord {
  if (!Array.isArray(value) || value.length !== 8) throw new CredentialError('trust_format', 'key record');
  const [alg, use, spki, signFrom, signTo, verifyTo, revokedAt, statusList] = value as unknown[];
  const record: KeyRecord = {
    alg: need('alg', algorithmOfLabel(alg)),
    use: need('use', KEY_USES[(asInteger(use, first, last) ?? 0) - 1] ?? null),
    spki: need('spki', asBytes(spki)),
    signFrom: need('signFrom', seconds(signFrom)),
    signTo: need('signTo', seconds(signTo)),
    verifyTo: need('verifyTo', seconds(verifyTo)),
    revokedAt: revokedAt === null ? null : need('revokedAt', seconds(revokedAt)),
    statusList: statusList === null ? null : need('statusList', asText(statusList, STATUS_LIST_ID)),
  };
  if (record.signFrom > record.signTo || record.signTo > record.verifyTo) {
    throw new CredentialError('trust_format', 'key window');
  }
  if ((record.use === 'status' || record.use === 'class_list') !== (record.statusList === null)) {
    throw new CredentialError('trust_format', 'statusList');
  }
  return record;
}

function readStatusHashes(lists: ReadonlyMap<unknown, unknown>): Map<string, string> {
  const byHash = new Map<string, string>();
  for (const [id, hash] of lists) {
    byHash.set(toHex(need('status hash', asBytes(hash, 32))), need('status id', asText(id, STATUS_LIST_ID)));
  }
  if (byHash.size !== lists.size) throw new CredentialError('trust_format', 'status hash');
  return byHash;
}

function seconds(value: unknown): number | null {
  return asInteger(value, 0, MAX_SECONDS);
}

function need<T>(field: string, value: T | null): T {
  if (value === null) throw new CredentialError('trust_format', field);
  return value;
}
