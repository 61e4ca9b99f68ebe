import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FlushPorts, flush, hurryAll } from './flush.ts';
import { type Entry, isOpen, type Reply } from './journal.ts';

const entry = (seq: number, person: string): Entry => ({
  seq,
  commandId: `c${seq}`,
  account: 'nurse',
  kind: 'recordDose',
  person,
  state: 'waiting',
  createdAt: 0,
  attempts: 0,
  nextAttemptAt: 0,
  problem: null,
  handedOver: false,
  settledAt: null,
  discardReason: null,
  outcome: null,
  content: null,
});

class Journal {
  entries: Entry[];
  constructor(entries: Entry[]) {
    this.entries = entries;
  }
  all = async () => [...this.entries];
  change = async (seq: number, change: (e: Entry) => Entry) => {
    const at = this.entries.findIndex((e) => e.seq === seq);
    const before = this.entries[at];
    if (!before) return null;
    const after = change(before);
    this.entries[at] = after;
    return after;
  };
}
const taken: Reply = { ok: true, outcome: null };
const lost: Reply = { ok: false, problem: { code: 'OFFLINE' } };

const portsOf = (store: Journal, more: Partial<FlushPorts<Entry>>): FlushPorts<Entry> => ({
  account: 'nurse',
  store,
  send: async () => taken,
  now: () => 1_000_000,
  random: () => 0.5,
  ...more,
});

describe('flushing the journal', () => {
  it('sends files before their step, and the step only when they are acknowledged', async () => {
    const store = new Journal([entry(1, 'a')]);
    const calls: string[] = [];
    let isLinkUp = false;
    const ports = portsOf(store, {
      async sendFiles() {
        calls.push('files');
        return isLinkUp ? taken : lost;
      },
      async send() {
        calls.push('step');
        return taken;
      },
    });
    expect(await flush(ports)).toMatchObject({ isCutOff: true });
    expect(calls).toEqual(['files']);
    isLinkUp = true;
    await hurryAll(ports);
    await flush(ports);
    expect(calls).toEqual(['files', 'files', 'step']);
    expect(store.entries[0]?.state).toBe('done');
  });

  it('takes nothing as settled that was replaced while it was under way', async () => {
    const store = new Journal([entry(1, 'a')]);
    const ports = portsOf(store, {
      async send() {
        // Another tab wiped and rewrote the entry under a new command meanwhile.
        await store.change(1, (e) => ({ ...e, commandId: 'other' }));
        return taken;
      },
    });
    const stop = new AbortController();
    const run = flush({ ...ports, heard: () => stop.abort() }, stop.signal);
    await run;
    expect(store.entries[0]).toMatchObject({ commandId: 'other', state: 'sending' });
  });

  it('is through with everything once the link holds, each person in order, whatever broke before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 12 }),
        fc.array(fc.constantFrom('ok', 'lost before', 'lost after', 'killed'), { maxLength: 30 }),
        async (persons, faults) => {
          const store = new Journal(persons.map((p, i) => entry(i, p)));
          const arrived = new Map<string, string>();
          const order: string[] = [];
          const send = async (e: Entry): Promise<Reply> => {
            const fault = faults.shift() ?? 'ok';
            if (fault === 'lost before') return lost;
            if (!arrived.has(e.commandId)) {
              arrived.set(e.commandId, e.person);
              order.push(`${e.person} ${e.seq}`);
            }
            if (fault === 'killed') throw new Error('the tab is gone');
            return fault === 'ok' ? taken : lost;
          };
          const ports = portsOf(store, { send });
          for (let tries = 0; store.entries.some(isOpen); tries += 1) {
            expect(tries).toBeLessThan(200);
            await flush(ports).catch((error: Error) => expect(error.message).toBe('the tab is gone'));
            await hurryAll(ports);
          }
          expect(arrived.size).toBe(persons.length);
          for (const person of ['a', 'b', 'c']) {
            const own = order.filter((o) => o.startsWith(person)).map((o) => Number(o.slice(2)));
            expect(own).toEqual(own.toSorted((x, y) => x - y));
          }
        },
      ),
    );
  });
});
