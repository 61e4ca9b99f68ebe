import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  backOff,
  blockedBy,
  corrected,
  discarded,
  type Entry,
  expiredEntries,
  handedOver,
  hurried,
  isOpen,
  KEPT_MS,
  nextEntry,
  nextWake,
  type Refusal,
  type Reply,
  repointed,
  retried,
  sending,
  settled,
  summaryOf,
  verdictOf,
} from './journal.ts';

const entry = (seq: number, more: Partial<Entry> = {}): Entry => ({
  seq,
  commandId: `command-${seq}`,
  account: 'nurse',
  kind: 'recordDose',
  person: `child-${seq}`,
  state: 'waiting',
  createdAt: 1_000,
  attempts: 0,
  nextAttemptAt: 0,
  problem: null,
  handedOver: false,
  settledAt: null,
  discardReason: null,
  outcome: null,
  content: null,
  ...more,
});
const problem = (code: Refusal['code']): Reply => ({ ok: false, problem: { code } });

describe('the journal of what was done off line', () => {
  it('sends the steps of one child in their order, and other children meanwhile', () => {
    const entries = [
      entry(2, { person: 'a' }),
      entry(1, { person: 'a', state: 'attention' }),
      entry(3, { person: 'b' }),
    ];
    expect(nextEntry(entries, 'nurse', 0)?.seq).toBe(3);
    expect(blockedBy(entries[0]!, entries)?.seq).toBe(1);
  });

  it('sends nothing of another account that used the device', () => {
    expect(nextEntry([entry(1, { account: 'other' })], 'nurse', 0)).toBeNull();
  });

  it('sends again what a closed tab left in mid-flight', () => {
    expect(nextEntry([entry(1, { state: 'sending', nextAttemptAt: 9e15 })], 'nurse', 0)?.seq).toBe(1);
  });

  it('waits longer after each failure, up to five minutes, and goes at once when hurried', () => {
    const first = settled(sending(entry(1)), problem('OFFLINE'), 10_000, 0.5);
    expect(first).toMatchObject({ state: 'waiting', problem: { code: 'OFFLINE' }, nextAttemptAt: 12_000 });
    expect(nextEntry([first], 'nurse', 11_999)).toBeNull();
    expect(nextWake([first], 'nurse')).toBe(12_000);
    expect(nextEntry([hurried(first)], 'nurse', 11_999)?.seq).toBe(1);
    expect(backOff(50, 1)).toBe(360_000);
  });

  it('keeps what failed for want of a session or a server, and shows a person what was refused', () => {
    for (const code of ['OFFLINE', 'UNAVAILABLE', 'RATE_LIMITED', 'UNAUTHENTICATED', 'NOT_PERSISTED'] as const)
      expect(verdictOf({ code }, 99)).toBe('again');
    for (const code of ['BAD_INPUT', 'CONFLICT', 'FORBIDDEN', 'COMMAND_REUSED', 'PAYLOAD_TOO_LARGE'] as const)
      expect(verdictOf({ code }, 1)).toBe('attention');
    expect([verdictOf({ code: 'INTERNAL' }, 1), verdictOf({ code: 'INTERNAL' }, 6)]).toEqual(['again', 'attention']);
  });

  it('gives a refused entry its ways out: correct, give up with a trace, hand over, try again', () => {
    const refused = settled(sending(entry(1)), problem('BAD_INPUT'), 5, 0);
    expect(refused.state).toBe('attention');
    expect(corrected(refused, 'new', 'command-x')).toMatchObject({
      state: 'waiting',
      content: 'new',
      commandId: 'command-x',
      seq: 1,
      problem: null,
    });
    expect(discarded(refused, 'recorded twice', 7)).toMatchObject({
      state: 'discarded',
      discardReason: 'recorded twice',
      settledAt: 7,
    });
    expect(handedOver(refused)).toMatchObject({ state: 'attention', handedOver: true });
    expect(retried(handedOver(refused))).toMatchObject({ state: 'waiting', handedOver: false, attempts: 0 });
  });

  it('never gives up an entry while it is on its way', () => {
    const underway = sending(entry(1));
    expect(discarded(underway, 'x', 1)).toBe(underway);
    expect(corrected(underway, 'x', 'y')).toBe(underway);
  });

  it('does not correct or give up what may have arrived already', () => {
    const unanswered = settled(sending(entry(1)), problem('OFFLINE'), 5, 0);
    expect(discarded(unanswered, 'x', 6)).toBe(unanswered);
    expect(corrected(unanswered, 'x', 'y')).toBe(unanswered);
    expect(discarded(entry(2), 'x', 6).state).toBe('discarded');
  });

  it('hands the doses of a file that was known already to that file', () => {
    expect(repointed(entry(1), 'known', 'new', 'command-x')).toMatchObject({ person: 'known', commandId: 'command-x' });
    const done = entry(2, { state: 'done' });
    expect(repointed(done, 'known', 'new', 'command-x')).toBe(done);
  });

  it('forgets only what was settled a week ago', () => {
    const old = entry(1, { state: 'done', settledAt: 0 });
    expect(expiredEntries([old, entry(2)], KEPT_MS + 1)).toEqual([old]);
    expect(summaryOf([old, entry(2), entry(3, { state: 'attention' })])).toEqual({
      waiting: 1,
      attention: 1,
      conflicts: 0,
    });
  });
});

/** A server that keeps each command's outcome, over a link that loses questions and answers. */
class Server {
  readonly applied: string[] = [];
  take(command: string): void {
    if (!this.applied.includes(command)) this.applied.push(command);
  }
}
type Fate = 'reply' | 'question lost' | 'answer lost' | 'killed before' | 'killed after' | 'unavailable' | 'refused';

describe('whatever the link, the tab and the server do', () => {
  const fates = fc.array(
    fc.constantFrom<Fate>(
      'reply',
      'question lost',
      'answer lost',
      'killed before',
      'killed after',
      'unavailable',
      'refused',
    ),
    { maxLength: 60 },
  );
  const persons = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 15 });

  it('each entry arrives once, those of one child in their order, and none is lost', () => {
    fc.assert(
      fc.property(persons, fates, (who, what) => {
        let entries = who.map((person, i) => entry(i + 1, { person }));
        const server = new Server();
        const put = (changed: Entry) => {
          entries = entries.map((e) => (e.seq === changed.seq ? changed : e));
        };
        let now = 0;
        let fate = 0;
        for (let step = 0; step < 1_000 && entries.some(isOpen); step += 1) {
          const next = nextEntry(entries, 'nurse', now);
          if (!next) {
            const refused = entries.find((e) => e.state === 'attention');
            // Somebody corrects what was refused: the same place in the order, a new command.
            if (refused) put(corrected(refused, null, `${refused.commandId}'`));
            else now = nextWake(entries, 'nurse') ?? now;
            continue;
          }
          const marked = sending(next);
          put(marked);
          const happens = what[fate] ?? 'reply';
          fate += 1;
          if (happens === 'killed before') continue;
          if (happens === 'unavailable' || happens === 'question lost') {
            const code = happens === 'unavailable' ? 'UNAVAILABLE' : 'OFFLINE';
            put(settled(marked, problem(code), now, 0.5));
            continue;
          }
          const known = server.applied.includes(marked.commandId);
          if (happens === 'refused' && !known) {
            put(settled(marked, problem('BAD_INPUT'), now, 0.5));
            continue;
          }
          server.take(marked.commandId);
          if (happens === 'killed after') continue;
          const reply: Reply =
            happens === 'answer lost' ? { ok: false, problem: { code: 'OFFLINE' } } : { ok: true, outcome: null };
          put(settled(marked, reply, now, 0.5));
        }
        expect(entries.every((e) => e.state === 'done')).toBe(true);
        const places = server.applied.map((command) => Number(/\d+/.exec(command)?.[0]));
        expect(new Set(places).size).toBe(places.length);
        expect(places.length).toBe(who.length);
        for (const person of new Set(who)) {
          const own = places.filter((place) => who[place - 1] === person);
          expect(own).toEqual([...own].sort((a, b) => a - b));
        }
      }),
      { numRuns: 300 },
    );
  });
});
