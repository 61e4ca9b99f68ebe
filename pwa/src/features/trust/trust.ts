import {
  type Answer,
  CredentialError,
  nextHighWater,
  openStatusList,
  openTrustList,
  type PinnedRoots,
  type RosterEntry,
  type StatusList,
  sm3,
  type TrustList,
  toHex,
  verifyCode,
} from '@miaoben/credential/verify';
import { signal } from '@preact/signals';
import { boundedFetch } from '../../data/network.ts';
import {
  type HeldTrust,
  pinnedRoots,
  pinRoots,
  type RootKeys,
  readHeld,
  readHighWater,
  replaceRoots,
  writeHeld,
  writeHighWater,
} from './held.ts';

interface Lists {
  trust: TrustList;
  status: ReadonlyMap<string, StatusList>;
}

/** How old the lists are: fresh to 3 days, old to 14, then too old for a pass (certificates, section 0). */
export type Grade = 'none' | 'fresh' | 'old' | 'too_old';

const DAY = 86_400;
const REFRESH_MS = 3 * 3_600_000;
/** A device without contact asks again soon: the browser does not always say that the network is back. */
const RETRY_MS = 30_000;
const seconds = () => Math.floor(Date.now() / 1000);

/** The lists this device verifies with; null before the first contact. */
export const lists = signal<Lists | null>(null);

/** When the oldest of the lists was issued (seconds since 1970), and its grade. */
export function listsAge(): { issued: number | null; grade: Grade } {
  const held = lists.value;
  if (!held) return { issued: null, grade: 'none' };
  const issued = Math.min(held.trust.issued, ...[...held.status.values()].map((list) => list.issued));
  const age = seconds() - issued;
  return { issued, grade: age <= 3 * DAY ? 'fresh' : age <= 14 * DAY ? 'old' : 'too_old' };
}

async function open(held: HeldTrust, roots: PinnedRoots, previous: HeldTrust | null): Promise<Lists> {
  const trust = await openTrustList(held.bytes, roots, previous?.mark ?? null);
  const status = new Map<string, StatusList>();
  for (const { id, bytes } of held.lists) {
    const before = previous?.lists.find((list) => list.id === id)?.issued ?? null;
    status.set(id, await openStatusList(bytes, trust, before));
  }
  return { trust, status };
}

/** Takes up what the device holds. Damaged or foreign content counts as nothing held. */
export async function restoreTrust(): Promise<void> {
  const [held, roots] = await Promise.all([readHeld(), pinnedRoots()]);
  if (!held || !roots) return;
  try {
    lists.value = await open(held, roots, held);
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error;
  }
}

async function fetchBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await boundedFetch(path, { cache: 'no-cache' });
  if (!response.ok) throw new TypeError(`${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

async function fetchRoots(): Promise<PinnedRoots> {
  const bytes = await fetchBytes('/trust/roots.json');
  return pinRoots(JSON.parse(new TextDecoder().decode(bytes)) as RootKeys);
}

async function fetchLists(roots: PinnedRoots, previous: HeldTrust | null): Promise<Lists> {
  const bytes = await fetchBytes('/trust/trust.cose');
  const trust = await openTrustList(bytes, roots, previous?.mark ?? null);
  // A list whose hash is still named is not fetched again.
  const had = new Map((previous?.lists ?? []).map(({ bytes: file }) => [toHex(sm3(file)), file]));
  const files = await Promise.all(
    [...trust.statusLists].map(async ([hash, id]) => ({
      id,
      bytes: had.get(hash) ?? (await fetchBytes(`/trust/status/${id}.cose`)),
    })),
  );
  const { sequence, issued, hash, signedBy, successor } = trust;
  const held: HeldTrust = {
    bytes,
    mark: { sequence, issued, hash, signedBy, successor },
    lists: files.map((file) => ({ ...file, issued: 0 })),
  };
  const opened = await open(held, roots, previous);
  for (const list of held.lists) list.issued = opened.status.get(list.id)?.issued ?? 0;
  // A later fetch came first: its lists stay.
  const now = lists.peek();
  if (now && now.trust.sequence > sequence) return now;
  await writeHeld(held);
  return opened;
}

/**
 * A device that was away while a change of root was announced takes the last list of the old root, which names the new one.
 * @throws CredentialError when it does not verify
 */
async function followHandover(roots: PinnedRoots, previous: HeldTrust): Promise<HeldTrust> {
  const trust = await openTrustList(
    await fetchBytes(`/trust/handover-${previous.mark.signedBy}.cose`),
    roots,
    previous.mark,
  );
  const { sequence, issued, hash, signedBy, successor } = trust;
  return { ...previous, mark: { sequence, issued, hash, signedBy, successor } };
}

/**
 * Once the next root signs, it is the current one here too, and the root served as next is pinned beside it: that one takes over only
 * when a list of the now current root names it.
 */
async function repin(roots: PinnedRoots, { signedBy }: TrustList): Promise<void> {
  if (!roots.next || signedBy !== toHex(roots.next.kid)) return;
  await replaceRoots(JSON.parse(new TextDecoder().decode(await fetchBytes('/trust/roots.json'))) as RootKeys, signedBy);
}

/**
 * Fetches the lists and takes them if they verify and are no rollback. The two kinds of file may be caught across a
 * change (`status_hash`): then both are fetched once more.
 * @returns `refused` when what came does not verify: what was held stays
 */
export async function refreshTrust(): Promise<'updated' | 'offline' | 'refused'> {
  try {
    const roots = (await pinnedRoots()) ?? (await fetchRoots());
    const previous = await readHeld();
    lists.value = await fetchLists(roots, previous).catch(async (error: unknown) => {
      if (!(error instanceof CredentialError)) throw error;
      if (error.code === 'status_hash') return fetchLists(roots, previous);
      if (error.code === 'trust_root' && previous) return fetchLists(roots, await followHandover(roots, previous));
      throw error;
    });
    await repin(roots, lists.value.trust);
    return 'updated';
  } catch (error) {
    return error instanceof CredentialError || error instanceof SyntaxError ? 'refused' : 'offline';
  }
}

let keeping: Promise<void> | undefined;

/** Takes up the held lists, then keeps them fresh while the document stands. Further calls join the first. */
export function keepTrust(): Promise<void> {
  keeping ??= keep();
  return keeping;
}

async function keep(): Promise<void> {
  await restoreTrust();
  let next: ReturnType<typeof setTimeout> | undefined;
  const turn = async () => {
    const came = await refreshTrust();
    clearTimeout(next);
    next = setTimeout(() => void turn(), came === 'offline' ? RETRY_MS : REFRESH_MS);
  };
  // Before the first turn: a hanging link may come back while it waits.
  addEventListener('online', () => void turn());
  await turn();
}

/**
 * Answers about a code, wholly on the device.
 * @returns null while the device holds no lists: then nothing can be said about any code
 */
export async function checkCode(text: string, roster?: readonly RosterEntry[]): Promise<Answer | null> {
  const held = lists.peek();
  if (!held) return null;
  const now = seconds();
  const clockHighWater = await readHighWater();
  const state = { trust: held.trust, statusLists: held.status, now, clockHighWater };
  const answer = await verifyCode(text, roster ? { ...state, roster } : state);
  // A clock that is behind must not pull the mark up by itself; what was signed may.
  if (answer.kind !== 'clock_wrong') {
    const mark = nextHighWater(clockHighWater, now, { trust: held.trust, statusLists: held.status }, answer);
    if (mark > clockHighWater) await writeHighWater(mark);
  }
  return answer;
}
