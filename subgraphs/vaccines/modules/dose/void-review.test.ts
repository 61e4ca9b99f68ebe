import { newId, query } from '@miaoben/kernel';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  CLINIC,
  fromBooklet,
  givenHere,
  LOT,
  nurse,
  nurseElsewhere,
  parent,
  productOf,
  recordIn,
  startWorld,
  TODAY,
  type World,
} from '../../test-kit.ts';

const HEPB = '0202';
const NEIGHBOUR = '01900000-0000-7000-8000-0000000000c3';
const VOID = `mutation ($c: ID!, $id: ID!, $reason: String!) {
  voidDose(commandId: $c, doseId: $id, reason: $reason) { id state voidReason evaluations { series } observation { endedAt } }
}`;
const REVIEW = `mutation ($c: ID!, $id: ID!, $keep: Boolean!, $reason: String) {
  reviewDose(commandId: $c, doseId: $id, keep: $keep, reason: $reason) { id state reviewed conflictsWith { id } }
}`;
const END = `mutation ($c: ID!, $id: ID!, $reaction: String) {
  endObservation(commandId: $c, doseId: $id, reaction: $reaction) { id observation { endedAt reaction } }
}`;
const HISTORY = `query ($r: [_Any!]!, $all: Boolean!) {
  _entities(representations: $r) { ... on Person { doses(includeVoided: $all) { id state voidReason } } }
}`;

let world: World;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'), [HEPB]);
});
afterAll(() => world.stop());

const record = async (input: Record<string, unknown>) => (await recordIn(world, input)).data.recordDose.dose;
const voidIt = (id: string, reason: string, caller = nurse, c = newId()) =>
  world.graph<{ voidDose: { state: string; voidReason: string } }>(caller, VOID, { c, id, reason });
const review = (id: string, keep: boolean, reason?: string) =>
  world.graph<{ reviewDose: { state: string; reviewed: boolean; conflictsWith: { id: string }[] } }>(nurse, REVIEW, {
    c: newId(),
    id,
    keep,
    reason,
  });

describe('a wrong record is voided', () => {
  it('J-03 stays readable with its reason; stock, due list and coverage are as before', async () => {
    const { personId } = world.announce({ birthDate: '2026-11-20' });
    const before = await query(world.em(), 'select doses_on_hand from stock_on_hand where product_id = $1', [
      productOf(HEPB),
    ]);
    const dose = await record(givenHere(personId, HEPB));
    const { data } = await voidIt(dose.id, '录入错误');
    expect(data.voidDose).toMatchObject({ state: 'voided', voidReason: '录入错误', evaluations: [] });

    const history = async (all: boolean) =>
      (
        await world.graph<{ _entities: { doses: unknown[] }[] }>(nurse, HISTORY, {
          r: [{ __typename: 'Person', id: personId }],
          all,
        })
      ).data._entities[0]!.doses;
    expect(await history(false)).toEqual([]);
    expect(await history(true)).toEqual([{ id: dose.id, state: 'voided', voidReason: '录入错误' }]);
    const after = await query(world.em(), 'select doses_on_hand from stock_on_hand where product_id = $1', [
      productOf(HEPB),
    ]);
    expect(after).toEqual(before);
    const due = await query(world.em(), `select dose from due_item where person_id = $1 and series = 'HepB'`, [
      personId,
    ]);
    expect(due).toEqual([{ dose: 1 }]);
    const coverage = (await world.events('coverage.changed')).filter((e) => 'personId' in e && e.personId === personId);
    expect(coverage.at(-1)).toMatchObject({ slots: [] });
    const states = (await world.events('dose.changed')).flatMap((e) =>
      e.type === 'dose.changed' && e.personId === personId ? [e.state] : [],
    );
    expect(states).toEqual(['given', 'voided']);
  });

  it('needs a reason, happens once, and not from another area', async () => {
    const { personId } = world.announce();
    const dose = await record(givenHere(personId, HEPB));
    expect((await voidIt(dose.id, '  ')).errors[0]!.extensions).toMatchObject({ field: 'reason', reason: 'required' });
    expect((await voidIt(dose.id, 'x'.repeat(201))).errors[0]!.extensions).toMatchObject({ reason: 'too_long' });
    const foreign = await voidIt(dose.id, '录入错误', nurseElsewhere);
    const absent = await voidIt('bm90IGFuIGlk', '录入错误', nurseElsewhere);
    expect(foreign.errors).toEqual(absent.errors);
    expect(foreign.errors[0]!.extensions).toEqual({ code: 'FORBIDDEN' });
    expect((await voidIt(dose.id, '录入错误', parent)).errors[0]!.extensions.code).toBe('FORBIDDEN');

    const c = newId();
    const first = await voidIt(dose.id, '录入错误', nurse, c);
    expect((await voidIt(dose.id, '录入错误', nurse, c)).data).toEqual(first.data);
    expect((await voidIt(dose.id, '录入错误')).errors[0]!.extensions).toMatchObject({
      code: 'CONFLICT',
      reason: 'already_voided',
    });
  });

  it('only by the clinic that gave it or the one that manages the person, also within the area', async () => {
    const neighbour: Caller = { ...nurse, account: 'neighbour', organisation: NEIGHBOUR };
    const { personId } = world.announce();
    const ours = await record(givenHere(personId, HEPB));
    for (const id of [ours.id, 'bm90IGFuIGlk']) {
      for (const { errors } of [
        await voidIt(id, '录入错误', neighbour),
        await world.graph(neighbour, REVIEW, { c: newId(), id, keep: true }),
        await world.graph(neighbour, END, { c: newId(), id }),
      ]) {
        expect(errors[0]!.extensions).toEqual({ code: 'FORBIDDEN' });
      }
    }
    const moved = world.announce({ managingOrgId: NEIGHBOUR });
    const given = await record(givenHere(moved.personId, HEPB));
    expect((await voidIt(given.id, '录入错误', neighbour)).errors).toEqual([]);
    const own = await record(givenHere(moved.personId, HEPB));
    expect((await voidIt(own.id, '录入错误')).errors).toEqual([]);
  });

  it('families and partners read that it is void, not what colleagues wrote', async () => {
    const { personId } = world.announce();
    world.bind('parent', personId);
    const dose = await record(givenHere(personId, HEPB));
    await voidIt(dose.id, '给错了李四家的孩子');
    await world.hear();
    const { data } = await world.graph<{ dose: unknown }>(parent, `{ dose(id: "${dose.id}") { state voidReason } }`);
    expect(data.dose).toEqual({ state: 'voided', voidReason: null });
  });
});

describe('two records of one dose are looked at by a person', () => {
  it('voiding one settles the other', async () => {
    const { personId } = world.announce();
    const mine = await record(givenHere(personId, HEPB));
    const theirs = await record(fromBooklet(personId, HEPB, TODAY));
    const noReason = await review(theirs.id, false);
    expect(noReason.errors[0]!.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'reason', reason: 'required' });
    const { data } = await review(theirs.id, false, '与本门诊记录重复');
    expect(data.reviewDose).toMatchObject({ state: 'voided', reviewed: true, conflictsWith: [] });
    const [left] = await query(world.em(), `select reviewed from dose where person_id = $1 and state = 'given'`, [
      personId,
    ]);
    expect(left).toEqual({ reviewed: true });
    expect((await review(mine.id, true)).errors[0]!.extensions).toMatchObject({
      code: 'CONFLICT',
      reason: 'already_decided',
    });
  });

  it('both may be kept, one after the other', async () => {
    const { personId } = world.announce();
    const mine = await record(givenHere(personId, HEPB));
    const theirs = await record(fromBooklet(personId, HEPB, TODAY));
    expect((await review(mine.id, true)).data.reviewDose).toMatchObject({ state: 'given', reviewed: true });
    expect((await review(theirs.id, true)).data.reviewDose).toMatchObject({
      reviewed: true,
      conflictsWith: [{ id: mine.id }],
    });
  });
});

describe('S-44 the observation after a dose', () => {
  it('shows who is sitting in the clinic, and ends with what was seen', async () => {
    const { personId } = world.announce();
    const dose = await record(givenHere(personId, HEPB));
    const running = async (caller = nurse) =>
      (
        await world.graph<{ runningObservations: { id: string; person: { id: string } }[] }>(
          caller,
          '{ runningObservations { id person { id } } }',
        )
      ).data.runningObservations;
    expect(await running()).toContainEqual({ id: dose.id, person: { id: personId } });
    expect(await running(nurseElsewhere)).toEqual([]);

    const end = await world.graph<{ endObservation: unknown }>(nurse, END, {
      c: newId(),
      id: dose.id,
      reaction: '局部红肿',
    });
    expect(end.data.endObservation).toMatchObject({
      observation: { endedAt: expect.any(String), reaction: '局部红肿' },
    });
    expect(await running()).not.toContainEqual({ id: dose.id, person: { id: personId } });
    const again = await world.graph(nurse, END, { c: newId(), id: dose.id });
    expect(again.errors[0]!.extensions).toMatchObject({ code: 'CONFLICT', reason: 'wrong_state' });
  });

  it('a voided dose is observed no longer', async () => {
    const { personId } = world.announce();
    const dose = await record(givenHere(personId, HEPB));
    await voidIt(dose.id, '录入错误');
    const rows = await query(world.em(), 'select 1 from observation where person_id = $1 and ended_at is null', [
      personId,
    ]);
    expect(rows).toEqual([]);
  });
});

it('Q-18 the lots of the own fridge, usable ones only', async () => {
  const { data } = await world.graph<{
    lotsOnHand: { number: string; dosesOnHand: number; product: { id: string } }[];
  }>(nurse, '{ lotsOnHand { id number dosesOnHand expiresOn product { id vaccine { code name } } } }');
  expect(data.lotsOnHand.length).toBeGreaterThan(0);
  expect(new Set(data.lotsOnHand.map((l) => l.number))).toEqual(new Set([LOT]));
  expect(nurse.organisation).toBe(CLINIC);
  const elsewhere = await world.graph<{ lotsOnHand: unknown[] }>(nurseElsewhere, '{ lotsOnHand { id } }');
  expect(elsewhere.data.lotsOnHand).toEqual([]);
});
