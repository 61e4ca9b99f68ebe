import { newId, query } from '@miaoben/kernel';
import { type VialName, vialIdOf } from '@miaoben/schedule/vial';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  givenHere,
  LOT,
  nurse,
  nurseElsewhere,
  productOf,
  recordIn,
  startWorld,
  TODAY,
  type World,
} from '../../test-kit.ts';
import { discardTimeUp } from './vial.service.ts';

const BCG = '0101';
const VIALS = `{ openVials(withoutCode: true) { traceCode doses given left state openedAt usableUntil product { id openMinutes openSource }
  discard { doses reason note by { id } } } }`;
const OPEN = `mutation ($c: ID!, $i: OpenVialInput!) { openVial(commandId: $c, input: $i) { state left openedAt } }`;
const CLOSE = 'mutation ($c: ID!, $t: ID!) { undoVialOpening(commandId: $c, traceCode: $t) }';
const DISCARD = `mutation ($c: ID!, $t: ID!, $r: VialDiscardReason!, $n: String, $at: DateTime) {
  discardVial(commandId: $c, traceCode: $t, reason: $r, note: $n, at: $at) { left state discard { doses reason } }
}`;
const UNDO =
  'mutation ($c: ID!, $t: ID!, $at: DateTime) { undoVialDiscard(commandId: $c, traceCode: $t, at: $at) { left state discard { doses } } }';

interface Vial {
  traceCode: string;
  doses: number;
  given: number;
  left: number;
  state: string;
  openedAt: string;
  usableUntil: string;
  product: { id: string; openMinutes: number | null; openSource: string | null };
  discard: { doses: number; reason: string; note: string | null; by: { id: string } | null } | null;
}

let world: World;
let product: string;
let code = 0;
const newVial = () => `8100012345678900${String(code++).padStart(4, '0')}`;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'), [BCG]);
  product = productOf(BCG, true);
});
afterAll(() => world.stop());

/** Draws a dose for a newborn. @param minutesAgo when the device took the entry */
async function draw(vial: string | VialName, minutesAgo = 0, caller = nurse) {
  const { personId } = world.announce({ birthDate: TODAY });
  await world.hear();
  const recordedAt = new Date(world.stack.services.vaccines.clock.now().getTime() - minutesAgo * 60_000);
  const name = typeof vial === 'string' ? { traceCode: vial } : vial;
  const input = { productId: product, ...name, route: 'ID', recordedAt: recordedAt.toISOString() };
  const { data, errors } = await recordIn(world, givenHere(personId, BCG, input), caller);
  return errors[0]?.extensions ?? data.recordDose.warnings.map((w) => w.code);
}
const vial = async (traceCode: string, caller = nurse) =>
  (await world.graph<{ openVials: Vial[] }>(caller, VIALS)).data.openVials.find((v) => v.traceCode === traceCode);
const stock = async () =>
  (
    await query<{ n: number }>(
      world.em(),
      'select doses_on_hand as n from stock_on_hand where product_id = $1 and lot_number = $2',
      [product, LOT],
    )
  )[0]!.n;
const clock = (minutes: number) => new Date(world.stack.services.vaccines.clock.now().getTime() + minutes * 60_000);

describe('Q-21 the first scan opens a vial of several doses', () => {
  it('warns once, counts the doses that are left, and says how long it may be used and by which rule', async () => {
    const trace = newVial();
    expect(await draw(trace)).toEqual(['VIAL_OPENED']);
    expect(await draw(trace)).toEqual([]);
    const open = (await vial(trace))!;
    expect(open).toMatchObject({ doses: 5, given: 2, left: 3, state: 'open', discard: null });
    expect(open.product).toMatchObject({ openMinutes: 30, openSource: expect.stringMatching(/30 minutes.*GK/) });
    expect(Date.parse(open.usableUntil) - Date.parse(open.openedAt)).toBe(30 * 60_000);
    expect(await vial(trace, nurseElsewhere)).toBeUndefined();
  });

  it('before a dose is recorded: the clock runs from the scan, the earliest one counts, one by mistake is taken back', async () => {
    const trace = newVial();
    const open = (minutesAgo: number, changes: Record<string, string> = {}, caller = nurse) =>
      world.graph<{ openVial: { state: string; left: number; openedAt: string } }>(caller, OPEN, {
        c: newId(),
        i: {
          traceCode: trace,
          productId: product,
          lotNumber: LOT,
          openedAt: clock(-minutesAgo).toISOString(),
          ...changes,
        },
      });
    const wrong = async (changes: Record<string, string>) => (await open(0, changes)).errors[0]!.extensions;
    expect(await wrong({ traceCode: '1' })).toMatchObject({ field: 'traceCode', reason: 'format' });
    expect(await wrong({ productId: productOf('0202') })).toMatchObject({ field: 'productId', reason: 'unknown_code' });
    expect(await wrong({ lotNumber: 'NONE' })).toMatchObject({ field: 'lotNumber', reason: 'unknown_code' });
    expect((await open(3)).data.openVial).toMatchObject({ state: 'open', left: 5 });
    const { openedAt } = (await open(5)).data.openVial;
    expect((await open(1)).data.openVial.openedAt).toBe(openedAt);
    expect((await open(0, {}, nurseElsewhere)).errors[0]!.extensions).toEqual({ code: 'FORBIDDEN' });
    const close = async (caller = nurse) =>
      (await world.graph(caller, CLOSE, { c: newId(), t: trace })).errors[0]?.extensions ?? 'closed';
    expect(await close(nurseElsewhere)).toEqual({ code: 'FORBIDDEN' });
    expect(await close()).toBe('closed');
    expect(await vial(trace)).toBeUndefined();
    await open(2);
    // It was opened by the scan: the dose needs to say no more of it.
    expect(await draw(trace)).toEqual([]);
    expect(await close()).toMatchObject({ code: 'CONFLICT', reason: 'wrong_state' });
  });

  it('gives no more doses than it holds', async () => {
    const trace = newVial();
    for (let n = 0; n < 5; n++) await draw(trace);
    expect(await draw(trace)).toMatchObject({ code: 'BAD_INPUT', field: 'traceCode', reason: 'wrong_state' });
    expect(await draw(trace, 12)).toEqual(['VIAL_EMPTY']);
  });
});

describe('Q-22 the clock of an opened vial', () => {
  it('discards what is left when the time is up, takes it from the stock, and nothing more can be given from it', async () => {
    const trace = newVial();
    await draw(trace);
    const before = await stock();
    await discardTimeUp(world.em(), clock(29));
    expect(await vial(trace)).toMatchObject({ left: 4, state: 'open', discard: null });
    expect(await discardTimeUp(world.em(), clock(31))).toBeGreaterThan(0);
    expect(await vial(trace)).toMatchObject({
      left: 0,
      state: 'discarded',
      discard: { doses: 4, reason: 'time_up', by: null },
    });
    expect(await stock()).toBeLessThanOrEqual(before - 4);
    expect(await draw(trace)).toMatchObject({ code: 'BAD_INPUT', field: 'traceCode', reason: 'wrong_state' });
    const settled = await stock();
    expect(await discardTimeUp(world.em(), clock(32))).toBe(0);
    expect(await stock()).toBe(settled);
  });

  it('of two tablets the earliest opening wins: the other one learns that the time is up', async () => {
    const trace = newVial();
    expect(await draw(trace)).toEqual(['VIAL_OPENED']);
    const first = (await vial(trace))!;
    // Came off line, opened 40 minutes ago on the other tablet.
    expect(await draw(trace, 40)).toEqual([]);
    const now = (await vial(trace))!;
    expect(Date.parse(first.openedAt) - Date.parse(now.openedAt)).toBeGreaterThan(39 * 60_000);
    expect(now).toMatchObject({ state: 'time_up', left: 0, given: 2 });
    expect(await draw(trace)).toMatchObject({ code: 'BAD_INPUT', field: 'traceCode', reason: 'expired' });
  });

  it('keeps what was given in time and comes after the clock: so much less was discarded; too late it is kept with a warning', async () => {
    const trace = newVial();
    await draw(trace, 60);
    await discardTimeUp(world.em(), clock(0));
    expect((await vial(trace))!.discard).toMatchObject({ doses: 4 });
    const before = await stock();
    expect(await draw(trace, 45)).toEqual([]);
    expect((await vial(trace))!.discard).toMatchObject({ doses: 3 });
    // One came back from the discarded ones and went out again as given.
    expect(await stock()).toBe(before);
    expect(await draw(trace, 20)).toEqual(['VIAL_TIME_UP']);
  });

  it('is ended by hand with a reason, and taken back while the time is not up', async () => {
    const trace = newVial();
    await draw(trace);
    const before = await stock();
    const discard = (r: string, n: string | null = null, caller = nurse) =>
      world.graph<{ discardVial: { state: string } }>(caller, DISCARD, { c: newId(), t: trace, r, n });
    expect((await discard('other')).errors[0]!.extensions).toMatchObject({ field: 'note', reason: 'required' });
    expect((await discard('time_up')).errors[0]!.extensions).toMatchObject({ field: 'reason', reason: 'unknown_code' });
    expect((await discard('spilled', null, nurseElsewhere)).errors[0]!.extensions).toEqual({ code: 'FORBIDDEN' });
    expect((await discard('spilled')).data.discardVial).toMatchObject({
      state: 'discarded',
      left: 0,
      discard: { doses: 4, reason: 'spilled' },
    });
    expect(await stock()).toBe(before - 4);
    expect((await discard('spilled')).errors[0]!.extensions).toMatchObject({ code: 'CONFLICT', reason: 'wrong_state' });
    const undo = () => world.graph(nurse, UNDO, { c: newId(), t: trace });
    expect((await undo()).data).toEqual({ undoVialDiscard: { left: 4, state: 'open', discard: null } });
    expect(await stock()).toBe(before);
    expect((await undo()).errors[0]!.extensions).toMatchObject({ code: 'CONFLICT', reason: 'wrong_state' });
  });

  it('thrown away without a network is a fact: before the clock it takes its place, and nobody has to look at what is settled', async () => {
    const trace = newVial();
    await draw(trace, 60);
    await discardTimeUp(world.em(), clock(0));
    const before = await stock();
    const discard = (minutesAgo: number) =>
      world.graph<{ discardVial: { discard: { doses: number; reason: string } } }>(nurse, DISCARD, {
        c: newId(),
        t: trace,
        r: 'contaminated',
        at: clock(-minutesAgo).toISOString(),
      });
    expect((await discard(45)).data.discardVial.discard).toEqual({ doses: 4, reason: 'contaminated' });
    expect((await discard(40)).errors).toEqual([]);
    expect(await stock()).toBe(before);
    const undo = (minutesAgo: number) =>
      world.graph(nurse, UNDO, { c: newId(), t: trace, at: clock(-minutesAgo).toISOString() });
    expect((await undo(5)).errors[0]!.extensions).toMatchObject({ reason: 'wrong_state' });
    expect((await undo(35)).errors).toEqual([]);
    // Its time is up all the same.
    expect((await vial(trace))!.state).toBe('time_up');
    await discardTimeUp(world.em(), clock(0));
    expect((await vial(trace))!.discard).toMatchObject({ doses: 4, reason: 'time_up' });
    expect(await stock()).toBe(before);
  });
});

describe('Q-21 Q-22 a vial without a trace code', () => {
  const LIST =
    '{ openVials(withoutCode: true) { id traceCode lotNumber doses given left state usableUntil discard { doses reason } } }';
  const DISCARD_ID = `mutation ($c: ID!, $v: ID, $r: VialDiscardReason!) { discardVial(commandId: $c, vialId: $v, reason: $r) { state } }`;
  const UNDO_ID = 'mutation ($c: ID!, $v: ID) { undoVialDiscard(commandId: $c, vialId: $v) { left state } }';
  const CLOSE_ID = 'mutation ($c: ID!, $v: ID) { undoVialOpening(commandId: $c, vialId: $v) }';
  const open = (i: Record<string, unknown>, caller = nurse, c = newId()) =>
    world.graph<{ openVial: { state: string; left: number } }>(caller, OPEN, {
      c,
      i: { productId: product, lotNumber: LOT, ...i },
    });
  const seen = async (id: string, caller = nurse) =>
    (await world.graph<{ openVials: { id: string; discard: object | null }[] }>(caller, LIST)).data.openVials.find(
      (v) => v.id === id,
    );

  it('is opened under an id of the tablet, counts its doses and refuses more than it holds', async () => {
    const [vialId, other] = [newId(), newId()];
    expect((await open({ vialId })).data.openVial).toMatchObject({ state: 'open', left: 5 });
    await open({ vialId: other });
    expect(await draw({ vialId })).toEqual([]);
    expect(await seen(vialId)).toMatchObject({ traceCode: null, lotNumber: LOT, doses: 5, given: 1, left: 4 });
    expect(await seen(other)).toMatchObject({ given: 0, left: 5 });
    for (let n = 0; n < 4; n++) await draw({ vialId });
    expect(await draw({ vialId })).toMatchObject({ code: 'BAD_INPUT', field: 'vialId', reason: 'wrong_state' });
    // Its dose may come before its opening: other persons do not wait for it.
    const late = newId();
    expect(await draw({ vialId: late })).toEqual(['VIAL_OPENED']);
    expect((await open({ vialId: late, openedAt: clock(-12).toISOString() })).errors).toEqual([]);
    expect(await seen(late)).toMatchObject({ given: 1, left: 4 });
    // A dose of several that tells no vial is taken from older devices, and said.
    expect(await draw({})).toEqual(['VIAL_MISSING']);
  });

  it('asks for what names it, and stays in its clinic', async () => {
    const vialId = newId();
    const wrong = async (i: Record<string, unknown>) => (await open(i)).errors[0]!.extensions;
    expect(await wrong({})).toMatchObject({ code: 'BAD_INPUT', field: 'vialId', reason: 'required' });
    // The id of a code is not for the taking: only the code itself names that vial.
    const taken = vialIdOf({ traceCode: newVial() });
    expect(await wrong({ vialId: taken })).toMatchObject({ field: 'vialId', reason: 'format' });
    await open({ vialId });
    const forbidden = { code: 'FORBIDDEN' };
    expect((await open({ vialId }, nurseElsewhere)).errors[0]!.extensions).toEqual(forbidden);
    for (const step of [DISCARD_ID, UNDO_ID, CLOSE_ID])
      expect(
        (await world.graph(nurseElsewhere, step, { c: newId(), v: vialId, r: 'spilled' })).errors[0]!.extensions,
      ).toEqual(forbidden);
    expect(await seen(vialId, nurseElsewhere)).toBeUndefined();
    expect((await world.graph(nurse, CLOSE_ID, { c: newId(), v: vialId })).errors).toEqual([]);
    expect(await seen(vialId)).toBeUndefined();
  });

  it('keeps its number of the day when another one is taken back, thrown away or told later', async () => {
    const lot = `N${newId().slice(-8)}`;
    await query(world.em(), `insert into lot (product_id, number, expires_on) values ($1, $2, '2099-01-01')`, [
      product,
      lot,
    ]);
    const NUMBERS = '{ openVials(withoutCode: true) { id number lotNumber } }';
    const numbers = async () => {
      const { data } = await world.graph<{ openVials: { id: string; number: number; lotNumber: string }[] }>(
        nurse,
        NUMBERS,
      );
      return Object.fromEntries(data.openVials.filter((v) => v.lotNumber === lot).map((v) => [v.id, v.number]));
    };
    const [a, b, c, late, told] = [newId(), newId(), newId(), newId(), newId()];
    for (const [vialId, ago] of [
      [a, 9],
      [b, 8],
      [c, 7],
    ] as const)
      expect((await open({ vialId, lotNumber: lot, openedAt: clock(-ago).toISOString() })).errors).toEqual([]);
    await world.graph(nurse, CLOSE_ID, { c: newId(), v: a });
    await world.graph(nurse, DISCARD_ID, { c: newId(), v: b, r: 'spilled' });
    expect(await numbers()).toEqual({ [b]: 2, [c]: 3 });
    // Opened before them on another tablet, which called it 3 as well.
    await open({ vialId: late, lotNumber: lot, openedAt: clock(-25).toISOString(), number: 3 });
    await open({ vialId: told, lotNumber: lot, openedAt: clock(-5).toISOString(), number: 7 });
    // Told of again with an earlier opening, it stays what it is.
    await open({ vialId: c, lotNumber: lot, openedAt: clock(-28).toISOString(), number: 1 });
    expect(await numbers()).toEqual({ [b]: 2, [c]: 3, [late]: 4, [told]: 7 });
    expect((await open({ vialId: newId(), lotNumber: lot, number: 0 })).errors[0]!.extensions).toMatchObject({
      field: 'number',
      reason: 'out_of_range',
    });
  });

  it('is discarded by the clock and by hand with its stock, and nothing more can be given from it', async () => {
    const [byClock, byHand] = [newId(), newId()];
    await open({ vialId: byClock });
    await open({ vialId: byHand });
    await draw({ vialId: byHand });
    const before = await stock();
    expect((await world.graph(nurse, DISCARD_ID, { c: newId(), v: byHand, r: 'spilled' })).errors).toEqual([]);
    expect(await stock()).toBe(before - 4);
    expect((await world.graph(nurse, UNDO_ID, { c: newId(), v: byHand })).data).toEqual({
      undoVialDiscard: { left: 4, state: 'open' },
    });
    expect(await stock()).toBe(before);
    await discardTimeUp(world.em(), clock(31));
    expect(await seen(byClock)).toMatchObject({ state: 'discarded', discard: { doses: 5, reason: 'time_up' } });
    expect(await seen(byHand)).toMatchObject({ state: 'discarded', discard: { doses: 4, reason: 'time_up' } });
    expect(await stock()).toBeLessThanOrEqual(before - 9);
    expect(await draw({ vialId: byClock })).toMatchObject({ field: 'vialId', reason: 'wrong_state' });
  });

  it('does not change how the commands of earlier releases land: by the code alone, and the same when they are repeated', async () => {
    const traceCode = newVial();
    const c = newId();
    expect((await open({ traceCode }, nurse, c)).errors).toEqual([]);
    expect((await open({ traceCode }, nurse, c)).errors).toEqual([]);
    expect(await draw(traceCode)).toEqual([]);
    const id = vialIdOf({ traceCode })!;
    expect(await seen(id)).toMatchObject({ traceCode, given: 1 });
    // A newer tablet that told its own id beside the code means the same vial.
    expect((await open({ traceCode, vialId: newId() })).errors).toEqual([]);
    expect(await seen(id)).toMatchObject({ given: 1, left: 4 });
    const rest = await world.graph(nurse, DISCARD, { c: newId(), t: traceCode, r: 'spilled' });
    expect(rest.data).toMatchObject({ discardVial: { discard: { doses: 4 } } });
    expect((await world.graph(nurse, UNDO, { c: newId(), t: traceCode })).errors).toEqual([]);
  });
});

describe('Q-21 a dose is of the vial it names: the same product, lot and clinic', () => {
  const REVIEWS = '{ dosesToReview { nodes { id reviewed vialDoubt traceCode conflictsWith { id } } } }';
  const REVIEW = 'mutation ($c: ID!, $id: ID!) { reviewDose(commandId: $c, doseId: $id, keep: true) { reviewed } }';
  /** A dose as `recordDose` answers it. */
  async function record(changes: Record<string, unknown>, caller = nurse) {
    const { personId } = world.announce({ birthDate: TODAY });
    await world.hear();
    return recordIn(world, givenHere(personId, BCG, { productId: product, route: 'ID', ...changes }), caller);
  }
  const waiting = async (id: string, caller = nurse) =>
    (
      await world.graph<{ dosesToReview: { nodes: { id: string; vialDoubt: string | null; traceCode: string }[] } }>(
        caller,
        REVIEWS,
      )
    ).data.dosesToReview.nodes.find((d) => d.id === id);
  const late = () => ({ recordedAt: clock(-20).toISOString() });
  const otherLot = async () => {
    await query(
      world.em(),
      `insert into lot (product_id, number, expires_on) values ($1, 'OTHER', '2099-01-01') on conflict do nothing`,
      [product],
    );
    return { lotNumber: 'OTHER' };
  };

  it('refuses one of another product or lot that is about to be given, and leaves the vial as it is', async () => {
    const [traceCode, vialId] = [newVial(), newId()];
    await draw(traceCode);
    await world.graph(nurse, OPEN, { c: newId(), i: { vialId, productId: product, lotNumber: LOT } });
    const refused = { code: 'BAD_INPUT', reason: 'not_this_vial' };
    for (const [name, field] of [
      [{ traceCode }, 'traceCode'],
      [{ vialId }, 'vialId'],
    ] as const)
      expect((await record({ ...name, ...(await otherLot()) })).errors[0]!.extensions).toMatchObject({
        ...refused,
        field,
      });
    expect(await vial(traceCode)).toMatchObject({ given: 1, left: 4 });
  });

  it('keeps one that comes late without the vial, and puts it before the supervisor until it is settled', async () => {
    const traceCode = newVial();
    await draw(traceCode, 60);
    await discardTimeUp(world.em(), clock(0));
    const before = await vial(traceCode);
    const { data, errors } = await record({ traceCode, ...(await otherLot()), ...late() });
    expect(errors).toEqual([]);
    const { dose, warnings, conflict } = data.recordDose;
    expect([conflict, warnings.map((w) => w.code)]).toEqual([true, expect.arrayContaining(['VIAL_MISMATCH'])]);
    expect(await vial(traceCode)).toEqual(before);
    expect(await waiting(dose.id)).toMatchObject({ vialDoubt: 'other_content', traceCode });
    expect((await world.graph(nurse, REVIEW, { c: newId(), id: dose.id })).data).toEqual({
      reviewDose: { reviewed: true },
    });
    expect(await waiting(dose.id)).toBeUndefined();
  });

  it('refuses one from a vial of another clinic; a late one is kept without the vial, for a look, and moves nothing there', async () => {
    const nextDoor = { ...nurse, account: 'next-door', organisation: newId() };
    const [traceCode, vialId] = [newVial(), newId()];
    await draw(traceCode, 60);
    await world.graph(nurse, OPEN, { c: newId(), i: { vialId, productId: product, lotNumber: LOT } });
    await discardTimeUp(world.em(), clock(0));
    const before = [await vial(traceCode), await stock()];
    for (const name of [{ traceCode }, { vialId }]) {
      expect((await record(name, nextDoor)).errors[0]!.extensions).toEqual({ code: 'FORBIDDEN' });
      const { data, errors } = await record({ ...name, ...late() }, nextDoor);
      expect(errors).toEqual([]);
      expect(data.recordDose.conflict).toBe(true);
      expect(data.recordDose.warnings.map((w) => w.code)).toContain('VIAL_ELSEWHERE');
      expect(await waiting(data.recordDose.dose.id, nextDoor)).toMatchObject({ vialDoubt: 'other_clinic' });
    }
    expect([await vial(traceCode), await stock()]).toEqual(before);
  });

  it('an app of before vials without a code is told those with a code alone: it needs the code of each', async () => {
    const vialId = newId();
    await draw(newVial());
    await world.graph(nurse, OPEN, { c: newId(), i: { vialId, productId: product, lotNumber: LOT } });
    const OLD =
      '{ openVials { traceCode product { id genericName openMinutes vaccine { code } } lotNumber doses given openedAt discard { reason note at } } }';
    const { openVials: old } = (await world.graph<{ openVials: Vial[] }>(nurse, OLD)).data;
    expect(old.length).toBeGreaterThan(0);
    expect(old.every(({ traceCode }) => typeof traceCode === 'string')).toBe(true);
    const all = (await world.graph<{ openVials: Vial[] }>(nurse, VIALS)).data.openVials;
    expect(all.some(({ traceCode }) => traceCode === null)).toBe(true);
  });
});
