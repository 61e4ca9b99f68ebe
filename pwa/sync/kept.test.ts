import { describe, expect, it } from 'vitest';
import { type Entry, expiredEntries, KEPT_MS, nextEntry, retried, settled } from './journal.ts';
import { adopted, followed, forgotten, isBehind, settledSinceTold, toKeep, told } from './kept.ts';

const entry = (seq: number, more: Partial<Entry> = {}): Entry => ({
  seq,
  commandId: `c${seq}`,
  account: 'nurse',
  kind: 'recordDose',
  person: 'child',
  state: 'waiting',
  createdAt: 1_000,
  attempts: 0,
  nextAttemptAt: 0,
  problem: null,
  handedOver: false,
  settledAt: null,
  discardReason: null,
  outcome: null,
  content: 'typed',
  ...more,
});
const stuck = (seq: number, more: Partial<Entry> = {}) =>
  entry(seq, { state: 'attention', attempts: 1, problem: { code: 'CONFLICT' }, ...more });

describe('entries that need attention are told to the supervisor', () => {
  it('with what waits behind them; what only waits for a network is not', () => {
    const journal = [
      entry(5, { person: 'other' }),
      entry(3),
      stuck(2),
      entry(1, { state: 'done', settledAt: 1 }),
      stuck(4, { account: 'colleague', person: 'third' }),
    ];
    expect(toKeep(journal, 'nurse').map((e) => e.seq)).toEqual([2, 3]);
    expect(journal.map((e) => isBehind(e, journal))).toEqual([false, true, false, false, false]);
  });

  it('once, and anew when they are refused again', () => {
    const known = told(stuck(1), 'c1');
    expect(toKeep([known], 'nurse')).toEqual([]);
    const again = settled(
      { ...retried(known), state: 'sending' as const, attempts: 1 },
      { ok: false, problem: { code: 'BAD_INPUT' } },
      0,
      0.5,
    );
    expect(toKeep([again], 'nurse')).toEqual([again]);
    // It was corrected while it was being told: the name it was told under is no longer its own.
    expect(told({ ...stuck(1), commandId: 'new' }, 'c1').told).toBeUndefined();
  });

  it('until they are settled on the device, which stays on disk until the server knows', () => {
    const sent = { ...told(stuck(1), 'c1'), state: 'done' as const, settledAt: 0 };
    const mended = { ...told(stuck(2), 'c2'), commandId: 'new' };
    const open = told(stuck(3), 'c3');
    expect(settledSinceTold([sent, mended, open], 'nurse')).toEqual(['c1', 'c2']);
    expect(settledSinceTold([forgotten(sent, 'c1'), forgotten(mended, 'c2'), forgotten(open, 'c3')], 'nurse')).toEqual(
      [],
    );
    expect(expiredEntries([sent], KEPT_MS + 1)).toEqual([]);
    expect(expiredEntries([forgotten(sent, 'c1')], KEPT_MS + 1)).toHaveLength(1);
  });
});

describe('what the supervisor did', () => {
  const follow = (e: Entry, state: 'taken' | 'set_aside' | 'handed_back', note: string | null = 'note') =>
    followed(e, { id: 'c1', state, note }, `by the supervisor: ${note}`, 9);

  it('closes an entry she took or set aside, with her reason, and lets the ones behind it go', () => {
    for (const state of ['taken', 'set_aside'] as const) {
      const closed = follow(told(stuck(1), 'c1'), state);
      expect(closed).toMatchObject({ state: 'discarded', discardReason: 'by the supervisor: note', content: 'typed' });
      expect(nextEntry([closed, entry(2)], 'nurse', 9)?.seq).toBe(2);
      expect(settledSinceTold([closed], 'nurse')).toEqual(['c1']);
    }
    // One that was tried again meanwhile and still waits is closed too: she sends it under the same command.
    expect(follow(entry(1, { attempts: 1, told: 'c1' }), 'taken').state).toBe('discarded');
  });

  it('leaves one that is under way, is done, or has another name by now', () => {
    for (const other of [
      entry(1, { state: 'sending', told: 'c1' }),
      entry(1, { state: 'done', told: 'c1' }),
      stuck(1, { commandId: 'new', told: 'c1' }),
    ])
      expect(follow(other, 'taken')).toBe(other);
  });

  it('hands one back to who typed it, with a note, once', () => {
    const back = follow(stuck(1, { told: 'c1', handedOver: true }), 'handed_back');
    expect(back).toMatchObject({ state: 'attention', handedOver: false, returned: 'note', told: 'c1' });
    expect(follow(back, 'handed_back')).toBe(back);
  });

  it('moves one on a shared tablet into her own journal under its own command', () => {
    const own = adopted(stuck(1, { told: 'c1' }), 'master');
    expect(own).toMatchObject({ account: 'master', commandId: 'c1', state: 'attention', told: null });
    const done = entry(1, { state: 'done' });
    expect(adopted(done, 'master')).toBe(done);
  });
});
