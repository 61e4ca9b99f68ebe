import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StoredEntry } from './outbox-content.ts';
import type { Sealed } from './store.ts';

type Stored = StoredEntry<Sealed>;
const disk = { entries: [] as Stored[], fullFor: 0, reads: 0, closedAt: 0 };
const sent: string[] = [];
vi.mock('./outbox-store.ts', () => ({
  storedEntries: async () => {
    disk.reads += 1;
    if (disk.reads === disk.closedAt) throw new DOMException('closing', 'InvalidStateError');
    return disk.entries;
  },
  changeEntry: async (seq: number, change: (entry: Stored) => Stored) => {
    if (disk.fullFor-- > 0) throw new DOMException('full', 'QuotaExceededError');
    disk.entries = disk.entries.map((entry) => (entry.seq === seq ? change(entry) : entry));
    return disk.entries.find((entry) => entry.seq === seq) ?? null;
  },
  onJournalChange: () => () => {},
}));
// What an entry says does not matter to when it is sent.
vi.mock('./store.ts', () => ({ unseal: async () => ({ input: {} }) }));
vi.mock('../data/send-proof.ts', () => ({}));
vi.mock('../data/use-data.ts', () => ({
  mutate: async (_operation: unknown, { commandId }: { commandId: string }) => {
    sent.push(commandId);
    return { ok: true, data: {} };
  },
}));
const { startSender } = await import('./outbox-sender.ts');

const entry = (seq: number): Stored => ({
  seq,
  commandId: `c${seq}`,
  account: 'nurse',
  kind: 'recordHealthFact',
  person: `p${seq}`,
  state: 'waiting',
  createdAt: 0,
  attempts: 0,
  nextAttemptAt: 0,
  problem: null,
  handedOver: false,
  settledAt: null,
  discardReason: null,
  outcome: null,
  content: { iv: new Uint8Array(12), sealed: new ArrayBuffer(0) },
});

let stop = () => {};
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('removeEventListener', () => {});
  vi.stubGlobal('document', { addEventListener: () => {}, removeEventListener: () => {} });
  vi.stubGlobal('navigator', { locks: { request: (_n: string, _o: unknown, work: () => Promise<void>) => work() } });
  sent.length = 0;
  disk.entries = [entry(1), entry(2)];
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the sender of the journal', () => {
  it('lives on when the disk is full, and sends when there is room again', async () => {
    disk.fullFor = 3;
    stop = startSender('nurse');
    await vi.advanceTimersByTimeAsync(15_000);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toEqual(['c1', 'c2']);
    expect(disk.entries.every(({ state }) => state === 'done')).toBe(true);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('lives on when another tab replaces the database at read %i', async (read) => {
    Object.assign(disk, { reads: 0, closedAt: read });
    stop = startSender('nurse');
    await vi.advanceTimersByTimeAsync(120_000);
    disk.entries = [...disk.entries, entry(3)];
    await vi.advanceTimersByTimeAsync(120_000);
    expect(sent).toEqual(['c1', 'c2', 'c3']);
  });
});
