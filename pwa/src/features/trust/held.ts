import {
  type Algorithm,
  fromBase64url,
  loadVerifyKey,
  type PinnedRoots,
  type TrustMark,
  toHex,
} from '@miaoben/credential/verify';
import { openStore } from '../../offline/store.ts';

/** A root public key as `/trust/roots.json` gives it; `spki` is base64url of the SubjectPublicKeyInfo. */
export interface RootKey {
  alg: Algorithm;
  spki: string;
}

/** The body of `/trust/roots.json`. A store's build may ship the same file inside the app. */
export interface RootKeys {
  current: RootKey;
  next: RootKey | null;
}

/** Verification material on this device: bytes as fetched, opened anew at each start. All of it is public. */
export interface HeldTrust {
  bytes: Uint8Array<ArrayBuffer>;
  mark: TrustMark;
  lists: { id: string; bytes: Uint8Array<ArrayBuffer>; issued: number }[];
}

const ROOTS = 'roots';
const LISTS = 'lists';
const HIGH_WATER = 'high-water';

export const readHeld = async (): Promise<HeldTrust | null> =>
  ((await (await openStore()).get('trust', LISTS)) as HeldTrust | undefined) ?? null;

/** One write: trust list and status lists belong together. */
export const writeHeld = async (held: HeldTrust): Promise<void> => {
  await (await openStore()).put('trust', held, LISTS);
};

/** The greatest signed or local time this device has seen, seconds since 1970. */
export const readHighWater = async (): Promise<number> =>
  ((await (await openStore()).get('trust', HIGH_WATER)) as number | undefined) ?? 0;

export const writeHighWater = async (mark: number): Promise<void> => {
  await (await openStore()).put('trust', mark, HIGH_WATER);
};

/**
 * The pinned roots. Taken from the origin at first contact and never again: later roots come only by the trust list's own
 * hand-over (certificates, section 1.6).
 * @returns null when they were never fetched
 */
export async function pinnedRoots(): Promise<PinnedRoots | null> {
  const db = await openStore();
  const keys = (await db.get('trust', ROOTS)) as RootKeys | undefined;
  return keys ? load(keys) : null;
}

/** Pins what `/trust/roots.json` held, unless something is pinned. */
export async function pinRoots(keys: RootKeys): Promise<PinnedRoots> {
  const roots = await load(keys);
  const transaction = (await openStore()).transaction('trust', 'readwrite');
  const pinned = (await transaction.store.get(ROOTS)) as RootKeys | undefined;
  if (!pinned) await transaction.store.put(keys, ROOTS);
  await transaction.done;
  return pinned ? load(pinned) : roots;
}

/** Pins what `/trust/roots.json` holds after a change of root; nothing unless its current root is the one that signs now. */
export async function replaceRoots(keys: RootKeys, signedBy: string): Promise<void> {
  const { current } = await load(keys);
  if (toHex(current.kid) === signedBy) await (await openStore()).put('trust', keys, ROOTS);
}

async function load({ current, next }: RootKeys): Promise<PinnedRoots> {
  return {
    current: await loadVerifyKey(current.alg, fromBase64url(current.spki)),
    next: next && (await loadVerifyKey(next.alg, fromBase64url(next.spki))),
  };
}
