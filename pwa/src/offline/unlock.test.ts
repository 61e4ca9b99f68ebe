import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';

/** Stands in for the browser's database: what is under test is what is left on the disk. */
const disk = new Map<string, Map<string, unknown>>();
const storeOf = (name: string) => {
  const store = disk.get(name) ?? new Map<string, unknown>();
  disk.set(name, store);
  return store;
};
/** A key or a range as the browser compares them: strings by code unit, a list by its first part. */
const first = (key: unknown): string => String(Array.isArray(key) ? key[0] : key);
const isWithin = (key: string, at: unknown): boolean => {
  if (typeof at === 'string') return key === at;
  const { lower, upper } = at as { lower: unknown; upper: unknown };
  return key >= first(lower) && key <= first(upper);
};
const table = (name: string) => ({
  get: async (key: string) => storeOf(name).get(key),
  put: async (value: unknown, key: string) => void storeOf(name).set(key, value),
  getAll: async (at: unknown) => [...storeOf(name)].filter(([key]) => isWithin(key, at)).map(([, value]) => value),
  delete: async (at: unknown) => {
    for (const key of [...storeOf(name).keys()]) if (isWithin(key, at)) storeOf(name).delete(key);
  },
});
vi.mock('idb', () => ({
  openDB: async () => ({
    get: (store: string, key: string) => table(store).get(key),
    put: (store: string, value: unknown, key: string) => table(store).put(value, key),
    getAll: (store: string, at: unknown) => table(store).getAll(at),
    transaction: (names: string | string[]) => ({
      store: table([names].flat()[0] ?? ''),
      objectStore: (name: string) => {
        // As the browser does: only what the transaction names.
        if (![names].flat().includes(name)) throw new Error(`${name} is not in the transaction`);
        return table(name);
      },
      done: Promise.resolve(),
    }),
  }),
}));
vi.stubGlobal('IDBKeyRange', { bound: (lower: unknown, upper: unknown) => ({ lower, upper }) });
// The 600 000 rounds make a guess dear; here they would only make the test slow.
const deriveKey = crypto.subtle.deriveKey.bind(crypto.subtle);
vi.spyOn(crypto.subtle, 'deriveKey').mockImplementation((how, ...rest) =>
  deriveKey({ ...(how as Pbkdf2Params), iterations: 1 }, ...rest),
);
// Another file of this worker may have loaded the real store.
vi.resetModules();
afterAll(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});
const { lock, lockState, noteContact, readLock, setPin, unlock, unsealFromVault, sealInVault } = await import(
  './unlock.ts'
);

const [MINE, OTHERS, PIN, WRONG] = ['a1', 'a12', '482915', '482916'];
const WIPED = ['vaults', 'packs', 'packPages', 'classPacks', 'snapshots'];
const left = (account: string): Record<string, number> =>
  Object.fromEntries(
    WIPED.map((name) => [
      name,
      [...storeOf(name).keys()].filter((key) => key.startsWith(account) && !/\w/.test(key[account.length] ?? ' '))
        .length,
    ]),
  );
const FULL = { vaults: 1, packs: 1, packPages: 1, classPacks: 1, snapshots: 2 };
const NOTHING = { vaults: 0, packs: 0, packPages: 0, classPacks: 0, snapshots: 0 };

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  disk.clear();
  for (const account of [OTHERS, MINE]) {
    await setPin(account, PIN);
    storeOf('packs').set(account, {});
    storeOf('samples').set(`${account}/s1`, { account, seed: 's1', sealed: 'files', findings: 'found' });
    storeOf('packPages').set(`${account}/g1`, {});
    storeOf('classPacks').set(`${account}/class`, await sealInVault(account, { pupil: '祁秀兰' }));
    for (const query of ['roster', 'round {"id":"r1"}']) storeOf('snapshots').set(`${account} ${query}`, {});
  }
  storeOf('outbox').set('1', { account: MINE });
  lock();
  return () => vi.useRealTimers();
});

/** Waits as long as the device asks, then tries. */
const tryPin = async (pin: string) => {
  vi.setSystemTime(Date.now() + 3_600_001);
  return unlock(MINE, pin);
};

describe('the PIN of a device with a class on it', () => {
  it('attack 35: nine wrong PINs leave everything, and the right one opens it', async () => {
    for (let tries = 1; tries <= 9; tries += 1)
      expect(await tryPin(WRONG)).toMatchObject({ ok: false, failures: tries, isWiped: false });
    expect(left(MINE)).toEqual(FULL);
    expect(await tryPin(PIN)).toEqual({ ok: true });
    const held = storeOf('classPacks').get(`${MINE}/class`) as Awaited<ReturnType<typeof sealInVault>>;
    expect(await unsealFromVault(MINE, held)).toEqual({ pupil: '祁秀兰' });
    // The count began anew.
    expect(await tryPin(WRONG)).toMatchObject({ failures: 1 });
  });

  it('attack 35: the tenth wrong PIN in a row wipes vault, packs, classes and kept answers of this account; the journal stays', async () => {
    for (let tries = 1; tries <= 9; tries += 1) await tryPin(WRONG);
    expect(await tryPin(WRONG)).toMatchObject({ ok: false, failures: 10, isWiped: true });
    expect(left(MINE)).toEqual(NOTHING);
    expect(left(OTHERS)).toEqual(FULL);
    expect(storeOf('outbox').size).toBe(1);
    // The sample of a visit is gone, what was found on site is not; another account keeps both.
    expect(storeOf('samples').get(`${MINE}/s1`)).toMatchObject({ sealed: null, findings: 'found' });
    expect(storeOf('samples').get(`${OTHERS}/s1`)).toMatchObject({ sealed: 'files' });
    expect(lockState.value).toBe('none');
    expect(await readLock(MINE)).toBe('none');
    await expect(unlock(MINE, PIN)).rejects.toThrow('no vault');
  });

  it('attack 35: seven days without contact shut it, open on the table or not, until the server is heard', async () => {
    await tryPin(PIN);
    await noteContact(MINE);
    const held = await sealInVault(MINE, { pupil: '祁秀兰' });
    vi.setSystemTime(Date.now() + 7 * 86_400_000);
    expect(await readLock(MINE)).toBe('open');
    vi.setSystemTime(Date.now() + 1);
    expect(await readLock(MINE)).toBe('expired');
    await expect(unsealFromVault(MINE, held)).rejects.toThrow('locked');
    await expect(sealInVault(MINE, {})).rejects.toThrow('locked');
    // The right PIN alone does not open it.
    lock();
    expect(await tryPin(PIN)).toEqual({ ok: true });
    expect(lockState.value).toBe('expired');
    await expect(unsealFromVault(MINE, held)).rejects.toThrow('locked');
    await noteContact(MINE);
    expect(await unsealFromVault(MINE, held)).toEqual({ pupil: '祁秀兰' });
  });

  it('attack 35: a try before the waiting time is over does not count and opens nothing', async () => {
    for (let tries = 1; tries <= 5; tries += 1) await tryPin(WRONG);
    expect(await unlock(MINE, PIN)).toMatchObject({ ok: false, failures: 5, isWiped: false });
    expect(lockState.value).not.toBe('open');
  });
});
