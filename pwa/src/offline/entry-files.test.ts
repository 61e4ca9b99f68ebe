import { adopted, settled } from '@miaoben/sync';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Content, Contents, StoredEntry } from './outbox-content.ts';
import type { Sealed } from './store.ts';

type Stored = StoredEntry<Sealed>;
/** Stands in for the browser's database: what is under test is what would lie on the disk. */
let disk: Stored[] = [];
const store = {
  get: async (seq: number) => disk.find((e) => e.seq === seq),
  put: async (entry: Stored) => {
    disk = disk.map((e) => (e.seq === entry.seq ? entry : e));
  },
  add: async (entry: Omit<Stored, 'seq'>) => {
    disk.push({ ...entry, seq: disk.length + 1 } as Stored);
  },
  index: () => ({ get: async (commandId: string) => disk.find((e) => e.commandId === commandId) }),
};
vi.mock('./store.ts', () => ({
  openStore: async () => ({
    getAll: async () => disk,
    add: (_: string, entry: Stored) => store.add(entry),
    delete: async () => undefined,
    transaction: () => ({ store, done: Promise.resolve() }),
  }),
  seal: async (content: Content) => ({ iv: new Uint8Array(12), sealed: JSON.stringify(content) }),
  unseal: async ({ sealed }: { sealed: string }) => JSON.parse(sealed),
}));
// The files of a worker share modules: another's journal knows another's database.
vi.resetModules();
const { addEntry, adoptEntry, changeEntry, openJournal } = await import('./outbox-store.ts');
const { discarded } = await import('@miaoben/sync');

const SIGNED: Contents['signVisit'] = {
  label: { name: '祁秀兰', birthDate: '2026-10-01' },
  input: { visitId: 'v1', signOff: 'vaccination' },
  photo: { announce: 'a1', fileName: 'sign-off.jpg', base64: 'anBlZw==' },
  fingerprint: {
    announce: 'a2',
    template: 'Rk1SAA==',
    quality: 82,
    fingerOf: 'guardian',
    consentBy: 'guardian',
    consentWords: 1,
  },
};
const said = (): Contents['signVisit'] => JSON.parse(disk[0]!.content.sealed as unknown as string);

beforeEach(async () => {
  disk = [];
  await openJournal('nurse');
});

describe('H-10 photo and fingerprint of a sign-off in the journal', () => {
  it('go from the device when the server has taken it; what else was signed stays readable', async () => {
    await addEntry('signVisit', 'child', SIGNED);
    await changeEntry(1, (e) => settled(e, { ok: false, problem: { code: 'OFFLINE' } as never }, 0, 0));
    expect(said()).toEqual(SIGNED);
    await changeEntry(1, (e) => settled(e, { ok: true, outcome: null }, 1, 0));
    expect(JSON.stringify(disk)).not.toMatch(/anBlZw|Rk1SAA/);
    expect(said()).toMatchObject({
      label: SIGNED.label,
      input: SIGNED.input,
      photo: { fileName: 'sign-off.jpg' },
      fingerprint: { fingerOf: 'guardian', quality: 82 },
    });
  });

  it('go when it is given up, and at the next start where the page was closed in between', async () => {
    await addEntry('signVisit', 'child', SIGNED);
    await changeEntry(1, (e) => discarded(e, 'typed twice', 1));
    expect(said().fingerprint?.template).toBe('');
    disk = [{ ...disk[0]!, content: { sealed: JSON.stringify(SIGNED) } as unknown as Sealed, settledAt: Date.now() }];
    await openJournal('nurse');
    expect(said().photo?.base64).toBe('');
  });

  it('are announced anew by the colleague who takes the sign-off over, once', async () => {
    const kept = {
      commandId: 'c1',
      kind: 'signVisit' as const,
      person: 'child',
      createdAt: 0,
      problem: null,
      state: 'attention' as const,
    };
    await adoptEntry(kept, SIGNED);
    const { photo, fingerprint } = said();
    expect(disk[0]!.commandId).toBe('c1');
    expect(photo).toMatchObject({ base64: SIGNED.photo!.base64 });
    expect(fingerprint).toMatchObject({ template: SIGNED.fingerprint!.template });
    expect(photo!.announce).not.toBe('a1');
    expect(fingerprint!.announce).not.toBe('a2');
    await adoptEntry(kept, SIGNED);
    expect(disk).toHaveLength(1);
    expect(said().photo!.announce).toBe(photo!.announce);
  });

  it('are announced anew where the entry lies on the same tablet under the name of who left', async () => {
    await addEntry('signVisit', 'child', SIGNED, 'c1');
    await openJournal('colleague');
    expect(adopted(disk[0]!, 'colleague').account).toBe('colleague');
    await adoptEntry({ ...disk[0]!, problem: null, state: 'attention' }, SIGNED);
    expect(disk).toHaveLength(1);
    expect(disk[0]!.account).toBe('colleague');
    expect(said().fingerprint!.announce).not.toBe('a2');
  });
});
