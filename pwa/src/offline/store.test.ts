import { beforeEach, describe, expect, it, vi } from 'vitest';

/** Stands in for the browser's database: what is under test is what would lie on the disk. */
const disk = new Map<string, Map<string, unknown>>();
const storeOf = (name: string) => {
  const store = disk.get(name) ?? new Map<string, unknown>();
  disk.set(name, store);
  return store;
};
const table = (name: string) => ({
  get: async (key: string) => storeOf(name).get(key),
  put: async (value: unknown, key: string) => void storeOf(name).set(key, value),
  clear: async () => storeOf(name).clear(),
});
vi.mock('idb', () => ({
  openDB: async () => ({
    get: (store: string, key: string) => table(store).get(key),
    put: (store: string, value: unknown, key: string) => table(store).put(value, key),
    transaction: (names: string | string[]) => ({
      store: table([names].flat()[0] ?? ''),
      objectStore: table,
      done: Promise.resolve(),
    }),
  }),
}));
// The files of a worker share modules: another's stores know another's database.
vi.resetModules();
const { clearStores, openStore, seal, unseal } = await import('./store.ts');

const ROSTER = [{ name: '祁秀兰', documentNumber: '63012119900307452X', verdict: 'missing_doses' }];
beforeEach(() => disk.clear());

describe('a lost device with a roster on it', () => {
  it('attack 35: what lies on the disk holds no name, number or verdict, and the key cannot be taken off', async () => {
    const sealed = await seal(ROSTER);
    await (await openStore()).put('snapshots', { ...sealed, account: 'a1', takenAt: 0 }, 'a1 roster');
    const raw = Buffer.from(sealed.sealed);
    for (const secret of ['祁秀兰', '63012119900307452X', 'missing_doses']) {
      expect(raw.includes(secret)).toBe(false);
      expect(raw.includes(Buffer.from(secret, 'utf16le'))).toBe(false);
    }
    const key = storeOf('keys').get('device') as CryptoKey;
    expect(key.extractable).toBe(false);
    for (const format of ['raw', 'jwk'] as const) await expect(crypto.subtle.exportKey(format, key)).rejects.toThrow();
    expect(await unseal(sealed)).toEqual(ROSTER);
  });

  it('attack 35: sealed twice it looks different, and without the key it is nothing', async () => {
    const [one, two] = [await seal(ROSTER), await seal(ROSTER)];
    expect(Buffer.from(one.sealed).equals(Buffer.from(two.sealed))).toBe(false);
    storeOf('keys').clear();
    expect(await unseal(one)).toBeNull();
  });

  it('attack 35: signing out leaves neither session nor answers', async () => {
    const db = await openStore();
    await db.put('session', await seal({ id: 'a1' }), 'current');
    await db.put('snapshots', { ...(await seal(ROSTER)), account: 'a1', takenAt: 0 }, 'a1 roster');
    await clearStores(['session', 'snapshots']);
    expect([storeOf('session').size, storeOf('snapshots').size]).toEqual([0, 0]);
  });
});
