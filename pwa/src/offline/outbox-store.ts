import { adopted, expiredEntries } from '@miaoben/sync';
import { signal } from '@preact/signals';
import { announcedAnew, holdsFiles, withoutFiles } from './entry-files.ts';
import { newId } from './ids.ts';
import type { Content, Contents, PlainEntry, StoredEntry } from './outbox-content.ts';
import { openStore, type Sealed, seal, unseal } from './store.ts';

type Stored = StoredEntry<Sealed>;

/** The journal of the signed-in account, in order, content in plain. */
export const journal = signal<readonly PlainEntry[]>([]);

const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('miaoben-outbox');
const listeners = new Set<() => void>();
let account = '';
const plain = new Map<string, Content>();

/** Runs at each change of the journal, in whatever tab it was made. @returns stops it */
export function onJournalChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

async function changed(): Promise<void> {
  channel?.postMessage('changed');
  await reload();
  for (const listener of listeners) listener();
}

channel?.addEventListener('message', () => {
  void reload().then(() => {
    for (const listener of listeners) listener();
  });
});

async function reload(): Promise<void> {
  const stored = (await storedEntries()).filter((entry) => entry.account === account);
  const loaded: PlainEntry[] = [];
  for (const entry of stored) {
    const content = plain.get(entry.commandId + entry.content.iv.join()) ?? (await unseal<Content>(entry.content));
    // The device key went with the browser's storage: then the journal went with it too.
    if (content === null) continue;
    plain.set(entry.commandId + entry.content.iv.join(), content);
    loaded.push({ ...entry, content } as PlainEntry);
  }
  journal.value = loaded;
}

/** Shows the journal of an account from here on, and drops what was settled long ago. */
export async function openJournal(holder: string): Promise<void> {
  account = holder;
  plain.clear();
  const db = await openStore();
  const expired = expiredEntries(await storedEntries(), Date.now());
  await Promise.all(expired.map(({ seq }) => db.delete('outbox', seq)));
  // Of releases before this one, and where the page was closed in between.
  for (const entry of await storedEntries()) await dropFiles(entry);
  await reload();
}

/** All entries of the device, of every account, in order. */
export const storedEntries = async (): Promise<Stored[]> => (await openStore()).getAll('outbox');

/** Writes a new entry at the end of the journal. It is on disk when this returns. */
export async function addEntry<K extends keyof Contents>(
  kind: K,
  person: string,
  content: Contents[K],
  commandId: string = newId(),
): Promise<void> {
  const entry: Omit<Stored, 'seq'> = {
    commandId,
    account,
    kind,
    person,
    state: 'waiting',
    createdAt: Date.now(),
    attempts: 0,
    nextAttemptAt: 0,
    problem: null,
    handedOver: false,
    settledAt: null,
    discardReason: null,
    outcome: null,
    content: await seal(content),
  };
  // The store gives `seq`; its key path makes the type ask for it.
  await (await openStore()).add('outbox', entry as Stored);
  await changed();
}

/**
 * Takes up an entry that was kept on the server, under its own command; its files are announced anew. Where it lies on this device
 * already, under whatever account, that one becomes the caller's.
 */
export async function adoptEntry(
  kept: Pick<Stored, 'commandId' | 'kind' | 'person' | 'createdAt' | 'problem' | 'state'>,
  content: Content,
): Promise<void> {
  const db = await openStore();
  const sealed = await seal(announcedAnew(content));
  const transaction = db.transaction('outbox', 'readwrite');
  const held = await transaction.store.index('command').get(kept.commandId);
  const own = held && adopted(held, account);
  if (own) await transaction.store.put(own === held ? held : { ...own, content: sealed });
  else
    await transaction.store.add({
      ...kept,
      account,
      attempts: 0,
      nextAttemptAt: 0,
      handedOver: false,
      settledAt: null,
      discardReason: null,
      outcome: null,
      content: sealed,
    } as Stored);
  await transaction.done;
  await changed();
}

/** Changes one entry in one transaction; `change` sees it as it is now. @returns the entry after it, or null when it is gone */
export async function changeEntry(seq: number, change: (entry: Stored) => Stored): Promise<Stored | null> {
  const transaction = (await openStore()).transaction('outbox', 'readwrite');
  const before = await transaction.store.get(seq);
  const after = before ? change(before) : null;
  if (after && after !== before) await transaction.store.put(after);
  await transaction.done;
  if (after) await dropFiles(after);
  if (after !== before) await changed();
  return after;
}

/** Takes photo and fingerprint out of an entry that is settled: they are with the server, or wanted no more. */
async function dropFiles({ seq, kind, settledAt, content }: Stored): Promise<void> {
  if (settledAt === null || !holdsFiles(kind)) return;
  const whole = await unseal<Content>(content);
  if (whole === null || withoutFiles(whole) === whole) return;
  const sealed = await seal(withoutFiles(whole));
  const transaction = (await openStore()).transaction('outbox', 'readwrite');
  const now = await transaction.store.get(seq);
  if (now && now.settledAt !== null) await transaction.store.put({ ...now, content: sealed });
  await transaction.done;
}

/** Changes the content of an entry (a correction keeps its place in the order). */
export async function rewriteEntry(
  entry: PlainEntry,
  content: Content,
  change: (stored: Stored, content: Sealed) => Stored,
): Promise<void> {
  const sealed = await seal(content);
  await changeEntry(entry.seq, (stored) => change(stored, sealed));
}
