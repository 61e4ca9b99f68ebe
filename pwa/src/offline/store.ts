import type { PackState } from '@miaoben/sync';
import { type DBSchema, type IDBPDatabase, openDB, type StoreNames } from 'idb';
import type { StoredEntry } from './outbox-content.ts';
import type { HeldSchedule } from './schedule-held.ts';
import type { Vault } from './unlock-state.ts';

/** A value under AES-GCM with this device's key; only `sealed` and `iv` are on disk. */
export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

/** One page of a pack as it came: its rows under the vault's key, and who is gone since the load before. */
export interface PackPage {
  rows: Sealed;
  gone?: readonly string[];
}

/** A class on the device: who is in it lies in `sealed`, its name tells nobody anything. */
export interface HeldClass {
  account: string;
  roundId: string;
  classId: string;
  title: string;
  /** When the server gave it (ms since 1970). */
  takenAt: number;
  sealed: Sealed;
}

/** A sample on the device: the files in it under the PIN, what was found of them under the device's key. */
export interface HeldSample {
  account: string;
  /** the sample number: it tells nobody anything */
  seed: string;
  /** files in it */
  size: number;
  /** When the server drew it (ms since 1970). */
  takenAt: number;
  /** null: dropped with a forgotten PIN, to be taken along anew */
  sealed: Sealed | null;
  findings: Sealed;
  /** What of it was put into the journal; missing: nothing yet. */
  told?: Sealed;
}

/** Everything this app keeps on the device. Personal data lies in `Sealed` values only. */
export interface MiaobenDb extends DBSchema {
  /** The device's key, non-extractable: it can be used here and read nowhere. */
  keys: { key: 'device'; value: CryptoKey };
  /** Who is signed in, so that a reload without a network knows. */
  session: { key: 'current'; value: Sealed };
  /** Answers of queries, for reading without a network. Key: account, operation hash, variables. */
  snapshots: { key: string; value: Sealed & { account: string; takenAt: number } };
  /** Public verification material: pinned roots, trust list, status lists, the clock's high-water mark. */
  trust: { key: string; value: unknown };
  /** Pupils scanned at the school gate. Key: account, check. Row numbers and times only, and they outlive a sign-out. */
  gateScans: { key: string; value: Sealed };
  /** The key of the packs, wrapped by the PIN; by account. */
  vaults: { key: string; value: Vault };
  /** How far the pack of an account is loaded. */
  packs: { key: string; value: PackState<Sealed> };
  /** Pages of packs, sealed under the vault's key. */
  packPages: { key: [pack: string, part: string, page: number]; value: PackPage };
  /** Classes taken along to be checked without a network, under the vault's key. Key: account/class. */
  classPacks: { key: string; value: HeldClass };
  /** Samples of files taken along to a visit. Key: account/sample number. */
  samples: { key: string; value: HeldSample };
  /** The province's schedule document as last fetched: public, one for every account. */
  schedule: { key: 'active'; value: HeldSchedule };
  /** What this device calls itself towards the server, and the secret that proves it. Outlives every sign-out. */
  device: { key: 'self'; value: Sealed };
  /** What was done here and has to reach the server, in order (ADR 9). */
  outbox: { key: number; value: StoredEntry<Sealed>; indexes: { command: string } };
}

export type Db = IDBPDatabase<MiaobenDb>;

/**
 * One step per version, in order, never changed once released: an older client runs the missing ones, its data stay.
 * A new store is a new step at the end.
 */
const STEPS: readonly ((db: Db) => void)[] = [
  (db) => {
    db.createObjectStore('keys');
    db.createObjectStore('session');
    db.createObjectStore('snapshots');
    db.createObjectStore('trust');
  },
  (db) => {
    db.createObjectStore('gateScans');
  },
  (db) => {
    db.createObjectStore('vaults');
    db.createObjectStore('packs');
    db.createObjectStore('packPages');
    db.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true }).createIndex('command', 'commandId', {
      unique: true,
    });
  },
  (db) => {
    db.createObjectStore('schedule');
  },
  (db) => {
    db.createObjectStore('classPacks');
  },
  (db) => {
    db.createObjectStore('device');
    db.createObjectStore('samples');
  },
];

let opened: Promise<Db> | undefined;

/** The database `miaoben`, opened once. */
export function openStore(): Promise<Db> {
  opened ??= openDB<MiaobenDb>('miaoben', STEPS.length, {
    upgrade: (db, oldVersion) => {
      for (const step of STEPS.slice(oldVersion)) step(db);
    },
    // Another tab brings a newer version: let it through, and reopen at the next use.
    blocking: async (_current, _blocked, event) => {
      opened = undefined;
      (event.target as IDBDatabase).close();
    },
    terminated: () => {
      opened = undefined;
    },
  }).catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

async function deviceKey(): Promise<CryptoKey> {
  const db = await openStore();
  const held = await db.get('keys', 'device');
  if (held) return held;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const transaction = db.transaction('keys', 'readwrite');
  // Another tab may have been faster; its key stays.
  const first = (await transaction.store.get('device')) ?? made;
  await transaction.store.put(first, 'device');
  await transaction.done;
  return first;
}

/** Encrypts a JSON value with the device's key. */
export async function seal(value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  return { iv, sealed: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await deviceKey(), plain) };
}

/** Decrypts; null when the value was made under a key that is gone. */
export async function unseal<T>({ iv, sealed }: Sealed): Promise<T | null> {
  try {
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await deviceKey(), sealed);
    return JSON.parse(new TextDecoder().decode(plain)) as T;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'OperationError') return null;
    throw error;
  }
}

/** Empties stores in one transaction. */
export async function clearStores(names: StoreNames<MiaobenDb>[]): Promise<void> {
  const transaction = (await openStore()).transaction(names, 'readwrite');
  await Promise.all([...names.map((name) => transaction.objectStore(name).clear()), transaction.done]);
}
