import { newId } from '@miaoben/kernel';
import { addDays } from '@miaoben/schedule';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  cdc,
  FACT,
  inspector,
  monthsAgo,
  nurse,
  nurseElsewhere,
  parent,
  partner,
  recordFact,
  startWorld,
  TODAY,
  type World,
} from '../../test-kit.ts';

interface Series {
  series: string;
  status: string;
  earliest: string | null;
  reasons: { code: string }[];
}
interface PersonAnswer {
  _entities: [{ healthFacts: { id: string; code: string; withdrawn: boolean }[]; plan: { series: Series[] } } | null];
}
const PERSON = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person {
  healthFacts { id code withdrawn } plan { series { series status earliest reasons { code } } }
} } }`;
const FACTS = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { healthFacts { code } } } }';
const WITHDRAW = `mutation ($c: ID!, $id: ID!, $reason: String!) {
  withdrawHealthFact(commandId: $c, factId: $id, reason: $reason) { id withdrawn }
}`;

let world: World;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'));
});
afterAll(() => world.stop());

const ref = (id: string) => ({ r: [{ __typename: 'Person', id }] });
const seriesOf = async (id: string, series: string) => {
  const { data } = await world.graph<PersonAnswer>(nurse, PERSON, ref(id));
  return data._entities[0]!.plan.series.find((s) => s.series === series)!;
};
const record = (i: Record<string, unknown>, caller = nurse, c = newId()) =>
  world.graph<{ recordHealthFact: { id: string; name: string } }>(caller, FACT, { c, i });

describe('health facts change what the engine says', () => {
  it('a negative skin test opens BCG for a child of six months, a positive one closes it; taken back, it is open again', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(6) });
    const codes = async () => (await seriesOf(personId, 'BCG')).reasons.map((r) => r.code);
    expect(await codes()).toContain('SKIN_TEST_REQUIRED');
    await recordFact(world, { personId, code: 'PPD_NEGATIVE', date: addDays(TODAY, -2) });
    const open = await seriesOf(personId, 'BCG');
    expect(open.status).toBe('overdue');
    expect(await codes()).not.toContain('SKIN_TEST_REQUIRED');
    const id = await recordFact(world, { personId, code: 'PPD_POSITIVE', date: addDays(TODAY, -1) });
    expect(['due', 'overdue', 'not_yet']).not.toContain((await seriesOf(personId, 'BCG')).status);
    const { data } = await world.graph<{ withdrawHealthFact: { withdrawn: boolean } }>(nurse, WITHDRAW, {
      c: newId(),
      id,
      reason: '录错人',
    });
    expect(data.withdrawHealthFact.withdrawn).toBe(true);
    expect(await seriesOf(personId, 'BCG')).toEqual(open);
    const person = await world.graph<PersonAnswer>(nurse, PERSON, ref(personId));
    expect(person.data._entities[0]!.healthFacts).toEqual([
      { id, code: 'PPD_POSITIVE', withdrawn: true },
      { id: expect.any(String), code: 'PPD_NEGATIVE', withdrawn: false },
    ]);
  });

  it('Q-20 immunoglobulin moves MMR in the plan and in the catch-up register alike', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(9) });
    await recordFact(world, { personId, code: 'IMMUNOGLOBULIN', date: addDays(TODAY, -10) });
    const plan = await seriesOf(personId, 'MMR');
    expect(plan.earliest! > TODAY).toBe(true);
    const { data } = await world.graph<{ dueList: { nodes: { person: { id: string }; series: string }[] } }>(
      nurse,
      'query { dueList(division: "630121", first: 500, series: "MMR") { nodes { person { id } series } } }',
    );
    expect(data.dueList.nodes.filter((n) => n.person.id === personId)).toEqual([]);
  });

  it('an illness puts everything off until the day it ends', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(3) });
    await recordFact(world, { personId, code: 'D01', date: TODAY, until: addDays(TODAY, 7) });
    expect(await seriesOf(personId, 'DTaP')).toMatchObject({ status: 'deferred', earliest: addDays(TODAY, 7) });
  });

  it('the pack of a device carries the facts that stand', async () => {
    const { personId } = world.announce({ divisionCode: '630121401' });
    await recordFact(world, { personId, code: 'D01', date: TODAY, until: addDays(TODAY, 3) });
    const { data } = await world.graph<{ dosePack: { rows: string[] } }>(
      nurse,
      '{ dosePack(division: "630121401") { rows } }',
    );
    expect(data.dosePack.rows.map((r) => JSON.parse(r) as unknown)).toEqual([
      { person: personId, doses: [], facts: [{ code: 'D01', date: TODAY, until: addDays(TODAY, 3) }] },
    ]);
  });

  it('survives a change of the file in people', async () => {
    const person = world.announce({ birthDate: monthsAgo(6) });
    await recordFact(world, { personId: person.personId, code: 'PPD_POSITIVE', date: TODAY });
    const before = await seriesOf(person.personId, 'BCG');
    world.announce({ ...person, version: 2, birthWeightG: 2900 });
    await world.hear();
    expect(await seriesOf(person.personId, 'BCG')).toEqual(before);
  });
});

describe('the entry itself', () => {
  it('lists each code once with a Chinese name', async () => {
    const { data } = await world.graph<{
      healthFactKinds: { code: string; kind: string; name: string; hasEnd: boolean }[];
    }>(parent, '{ healthFactKinds { code kind name hasEnd } }');
    const codes = data.healthFactKinds.map((k) => k.code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes).toEqual(expect.arrayContaining(['PPD_NEGATIVE', 'IMMUNOGLOBULIN', 'D01']));
    for (const k of data.healthFactKinds) {
      expect(k.name).toMatch(/[一-龥]/);
      expect(k.hasEnd).toBe(k.kind === 'condition');
    }
  });

  it.each([
    [{ code: 'MADE_UP' }, 'code', 'unknown_code'],
    [{ date: '2026-11-22' }, 'date', 'date_in_future'],
    [{ date: '2000-01-01' }, 'date', 'date_before_birth'],
    [{ until: addDays(TODAY, 1) }, 'until', 'out_of_range'],
    [{ code: 'D01', until: TODAY }, 'until', 'out_of_range'],
    [{ factId: 'mine' }, 'factId', 'format'],
  ])('%o is refused by field %s: %s', async (changes, field, reason) => {
    const { personId } = world.announce();
    const { errors } = await record({ factId: newId(), personId, code: 'PPD_NEGATIVE', date: TODAY, ...changes });
    expect(errors[0]!.extensions).toMatchObject({ code: 'BAD_INPUT', field, reason });
  });

  it('a replay answers the same; the same fact in another command is a conflict', async () => {
    const { personId } = world.announce();
    const [c, i] = [newId(), { factId: newId(), personId, code: 'HBIG', date: TODAY }];
    const first = await record(i, nurse, c);
    expect((await record(i, nurse, c)).data).toEqual(first.data);
    expect((await record(i)).errors[0]!.extensions).toEqual({ code: 'CONFLICT', field: 'factId', reason: 'duplicate' });
  });

  it('a fact is withdrawn once, with a reason', async () => {
    const { personId } = world.announce();
    const id = await recordFact(world, { personId, code: 'PPD_POSITIVE', date: TODAY });
    const withdraw = (reason: string) => world.graph(nurse, WITHDRAW, { c: newId(), id, reason });
    expect((await withdraw(' ')).errors[0]!.extensions).toMatchObject({ field: 'reason', reason: 'required' });
    expect((await withdraw('读错')).errors).toEqual([]);
    expect((await withdraw('读错')).errors[0]!.extensions).toMatchObject({
      code: 'CONFLICT',
      reason: 'already_voided',
    });
  });
});

describe('who reads and writes them', () => {
  it('the own family and the staff of the area read; partners and other clinics do not', async () => {
    const { personId } = world.announce();
    world.bind(parent.account!, personId);
    await world.hear();
    await recordFact(world, { personId, code: 'HBIG', date: TODAY });
    for (const caller of [nurse, parent, inspector, cdc]) {
      const { data } = await world.graph<PersonAnswer>(caller, FACTS, ref(personId));
      expect(data._entities[0]!.healthFacts).toEqual([{ code: 'HBIG' }]);
    }
    expect((await world.graph(partner, FACTS, ref(personId))).errors[0]!.extensions).toEqual({ code: 'FORBIDDEN' });
    expect((await world.graph<PersonAnswer>(nurseElsewhere, FACTS, ref(personId))).data._entities).toEqual([null]);
  });

  it('a child of another area and one that is not there are the same answer', async () => {
    const { personId } = world.announce({ divisionCode: '630203001' });
    await world.hear();
    const answers = await Promise.all(
      [personId, newId()].map((id) => record({ factId: newId(), personId: id, code: 'HBIG', date: TODAY })),
    );
    for (const { errors } of answers) expect(errors[0]!.extensions).toEqual({ code: 'FORBIDDEN' });
    const other = await record({ factId: newId(), personId, code: 'HBIG', date: TODAY }, nurseElsewhere);
    for (const id of [other.data.recordHealthFact.id, newId()]) {
      const { errors } = await world.graph(nurse, WITHDRAW, { c: newId(), id, reason: '错' });
      expect(errors[0]!.extensions).toEqual({ code: 'FORBIDDEN' });
    }
  });
});
