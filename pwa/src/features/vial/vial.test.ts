import { vialIdOf } from '@miaoben/schedule/vial';
import { describe, expect, it } from 'vitest';
import type { Contents, Kind, PlainEntry } from '../../offline/outbox-content.ts';
import { faultsOf, inputOf } from '../dose/draft.ts';
import { numberFor, type ServerVial, vialsAt } from './vial-state.ts';

const at = (minute: number): string => `2026-11-21T02:${String(minute).padStart(2, '0')}:00.000Z`;
const TRACE = '81000123456789000001';
const LOT = 'B2026';
const bcg = { id: 'VP001', genericName: '卡介苗', vaccine: { code: '0101' }, dosesPerContainer: 5, openMinutes: 30 };
const label = { name: '卡介苗', birthDate: '' };
let seq = 0;
function entry<K extends Kind>(kind: K, minute: number, content: Contents[K], changes: Partial<PlainEntry> = {}) {
  seq += 1;
  return {
    commandId: `c${seq}`,
    kind,
    person: TRACE,
    state: 'waiting',
    createdAt: Date.parse(at(minute)),
    settledAt: null,
    seq,
    content,
    ...changes,
  } as PlainEntry;
}
const scanned = (minute: number, changes: Partial<PlainEntry> = {}) =>
  entry(
    'openVial',
    minute,
    { label, input: { traceCode: TRACE, productId: bcg.id, lotNumber: LOT, openedAt: at(minute) } },
    changes,
  );
const given = (minute: number, outside = false) =>
  entry('recordDose', minute, {
    label: { ...label, vaccine: '卡介苗' },
    input: {
      doseId: `d${seq}`,
      personId: 'p1',
      date: '2026-11-21',
      vaccineCode: '0101',
      productId: bcg.id,
      lotNumber: LOT,
      traceCode: TRACE,
      recordedAt: at(minute),
      outside,
    },
    observation: { minutes: 30, endedAt: null, reaction: null },
  });
const discarded = (minute: number) =>
  entry('discardVial', minute, { label, input: { traceCode: TRACE, reason: 'spilled', note: null, at: at(minute) } });
const taken = (minute: number) =>
  entry('undoVialDiscard', minute, { label, input: { traceCode: TRACE, at: at(minute) } });
const closed = (minute: number) => entry('undoVialOpening', minute, { label, input: { traceCode: TRACE } });
const told = (openedAt: string, doses = 0): ServerVial => ({
  id: vialIdOf({ traceCode: TRACE })!,
  traceCode: TRACE,
  product: bcg,
  lotNumber: LOT,
  number: 1,
  doses: 5,
  given: doses,
  openedAt,
  discard: null,
});
const ANSWERED = Date.parse(at(0));
const see = (now: string, entries: PlainEntry[], server: ServerVial[] = []) =>
  vialsAt(server, ANSWERED, entries, [bcg], now)[0];

describe('Q-21 a vial on the tablet, without a network', () => {
  it('is open from its first scan, has as many doses left as were not given, and is given back when scanned by mistake', () => {
    expect(see(at(1), [scanned(1)])).toMatchObject({ state: 'open', left: 5, isPending: true, canUndoOpening: true });
    const two = see(at(9), [scanned(1), given(2), given(8)]);
    expect(two).toMatchObject({ left: 3, given: 2, openedAt: at(1), canUndoOpening: false });
    expect(see(at(3), [scanned(1), closed(2)])).toBeUndefined();
    // An older entry has no scan of its own: its first dose opened it. What was given elsewhere opens nothing.
    expect(see(at(3), [given(2)])).toMatchObject({ openedAt: at(2), left: 4 });
    expect(see(at(3), [given(2, true)])).toBeUndefined();
  });

  it('takes the server\u2019s vial and its own doses together, each once', () => {
    expect(see(at(9), [given(8)], [told(at(2), 2)])).toMatchObject({ left: 2, given: 3, openedAt: at(2) });
    const sent = { state: 'done', settledAt: ANSWERED - 1 } as const;
    expect(see(at(9), [scanned(1, sent)], [told(at(1), 1)])).toMatchObject({ left: 4, isPending: false });
    const stuck = { state: 'attention' } as const;
    expect(see(at(9), [scanned(1, stuck)])).toMatchObject({ needsLook: true });
  });
});

describe('Q-21 Q-22 a vial without a trace code on the tablet', () => {
  const [A, B] = ['0193a000-0000-7000-8000-00000000000a', '0193a000-0000-7000-8000-00000000000b'] as const;
  const opened = (vialId: string, minute: number) =>
    entry('openVial', minute, { label, input: { vialId, productId: bcg.id, lotNumber: LOT, openedAt: at(minute) } });
  const drawn = (vialId: string, minute: number) => {
    const dose = given(minute);
    if (dose.kind !== 'recordDose') throw new Error('no dose');
    const input = { ...dose.content.input, traceCode: null, vialId };
    return { ...dose, content: { ...dose.content, input } };
  };
  const all = (now: string, entries: PlainEntry[], server: ServerVial[] = []) =>
    vialsAt(server, ANSWERED, entries, [bcg], now);

  it('is a vial of its own, numbered in its lot, with its own doses, clock and discard', () => {
    const vials = all(at(20), [opened(B, 10), opened(A, 4), drawn(A, 5), drawn(A, 6), drawn(B, 12)]);
    expect(vials.map(({ id, number, left, usableUntil }) => [id, number, left, usableUntil])).toEqual([
      [A, 1, 3, at(34)],
      [B, 2, 4, at(40)],
    ]);
    expect(vials[0]).toMatchObject({ traceCode: null, lotNumber: LOT, isPending: true });
    const rest = entry('discardVial', 21, { label, input: { vialId: A, reason: 'spilled', note: null, at: at(21) } });
    expect(all(at(36), [opened(A, 4), rest, opened(B, 10)]).map(({ id, state }) => [id, state])).toEqual([
      [B, 'open'],
      [A, 'discarded'],
    ]);
    expect(all(at(35), [opened(A, 4)])).toMatchObject([{ state: 'time_up', left: 0 }]);
    const back = entry('undoVialOpening', 5, { label, input: { vialId: A } });
    expect(all(at(6), [opened(A, 4), back])).toEqual([]);
  });

  it('keeps its number when another is taken back, and when the server has it under the same one', () => {
    const named = (vialId: string, minute: number, number: number) => {
      const made = opened(vialId, minute);
      if (made.kind !== 'openVial') throw new Error('no opening');
      return { ...made, content: { ...made.content, input: { ...made.content.input, number } } };
    };
    const numbers = (entries: PlainEntry[], server: ServerVial[] = []) =>
      all(at(20), entries, server).map(({ id, number }) => [id, number]);
    const two = [named(A, 4, 1), named(B, 5, 2)];
    expect(numbers(two)).toEqual([
      [A, 1],
      [B, 2],
    ]);
    expect(numberFor(all(at(20), two), bcg.id, LOT, at(20))).toBe(3);
    const back = entry('undoVialOpening', 6, { label, input: { vialId: A } });
    expect(numbers([...two, back])).toEqual([[B, 2]]);
    // The server gave it another one: that is the vial's from then on.
    expect(numbers([named(A, 4, 1)], [{ ...told(at(4)), id: A, traceCode: null, number: 3 }])).toEqual([[A, 3]]);
  });

  it('meets what the server has of it, and counts beside vials with a code', () => {
    const server = { ...told(at(2), 1), id: A, traceCode: null };
    const vials = all(at(9), [drawn(A, 8), scanned(1)], [server]);
    expect(vials.map(({ traceCode, number, given: n }) => [traceCode, number, n])).toEqual([
      [TRACE, 2, 0],
      [null, 1, 2],
    ]);
  });

  it('a dose of several asks for its vial: a code, an opened one, or one that is opened now', () => {
    const facts = { birthDate: '2026-11-01', day: '2026-11-21', isOfSeveral: true };
    const draft = {
      vaccine: '0101',
      lot: LOT,
      product: bcg.id,
      trace: '',
      vialId: '',
      site: 'left_upper_arm',
      route: 'ID',
      isOutside: false,
      date: '2026-11-21',
      clinicName: '',
      lotNumber: '',
    } as const;
    expect(faultsOf(draft, facts)).toEqual(['noVial']);
    expect(faultsOf(draft, { ...facts, isOfSeveral: false })).toEqual([]);
    expect(faultsOf({ ...draft, trace: TRACE }, facts)).toEqual([]);
    expect(faultsOf({ ...draft, vialId: A }, facts)).toEqual([]);
    expect(faultsOf({ ...draft, isOutside: true }, facts)).toEqual([]);
    const made = { doseId: 'd', personId: 'p', recordedAt: at(1), visitId: null, overrideReason: null };
    expect(inputOf({ ...draft, vialId: A }, made)).toMatchObject({ vialId: A, traceCode: null });
    // A dose of a vial with a code is told as before: an older server takes it, and the same command stays the same.
    expect(inputOf({ ...draft, trace: TRACE }, made)).not.toHaveProperty('vialId');
    expect(inputOf({ ...draft, vialId: A, isOutside: true }, made)).not.toHaveProperty('vialId');
  });
});

describe('Q-22 its clock on the tablet, without a network', () => {
  it('warns before the end, refuses after it, and counts from the earliest opening of all tablets', () => {
    const minute = (n: number) => see(at(n), [scanned(10)]);
    expect([minute(34), minute(35), minute(40)].map((v) => [v?.state, v?.isEnding])).toEqual([
      ['open', false],
      ['open', true],
      ['open', true],
    ]);
    expect(minute(41)).toMatchObject({ state: 'time_up', left: 0, usableUntil: at(40) });
    expect(see(at(35), [scanned(10)], [told(at(4))])).toMatchObject({ state: 'time_up', openedAt: at(4) });
    expect(see(at(35), [scanned(4)], [told(at(10))])).toMatchObject({ state: 'time_up', openedAt: at(4) });
    const facts = { birthDate: '2026-11-01', day: '2026-11-21' };
    const draft = {
      vaccine: '0101',
      lot: LOT,
      product: bcg.id,
      trace: TRACE,
      vialId: '',
      site: 'left_upper_arm',
      route: 'ID',
      isOutside: false,
      date: '2026-11-21',
      clinicName: '',
      lotNumber: '',
    } as const;
    expect(faultsOf(draft, { ...facts, isVialRefused: true })).toEqual(['vial']);
    expect(faultsOf({ ...draft, isOutside: true }, { ...facts, isVialRefused: true })).toEqual([]);
  });

  it('shows what was thrown away with its reason, and takes it back while the time is not up', () => {
    const entries = [scanned(1), given(2), discarded(5)];
    expect(see(at(6), entries)).toMatchObject({
      state: 'discarded',
      left: 0,
      discarded: { reason: 'spilled' },
      canUndoDiscard: true,
    });
    expect(see(at(32), entries)?.canUndoDiscard).toBe(false);
    expect(see(at(7), [...entries, taken(6)])).toMatchObject({ state: 'open', left: 4, discarded: null });
  });

  it('takes the shortest time there is where a pack of an earlier release tells none', () => {
    const { openMinutes: _, ...old } = bcg;
    const vials = vialsAt([], ANSWERED, [scanned(1)], [old as typeof bcg], at(2));
    expect(vials[0]?.usableUntil).toBe(at(31));
  });
});
