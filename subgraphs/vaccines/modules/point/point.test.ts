import { change, newId } from '@miaoben/kernel';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  nurse as anyNurse,
  CLINIC,
  givenHere,
  nurseElsewhere,
  signedOffIn,
  startWorld,
  TODAY,
  type World,
} from '../../test-kit.ts';

const HEPB = '0202';
const MMR = '1201';
const NAMES = 'mutation ($c: ID!, $p: [String!]!) { setVaccinationPoints(commandId: $c, points: $p) { points } }';
const LISTS = `mutation ($c: ID!, $i: PointListsInput!) {
  setPointLists(commandId: $c, input: $i) { pointLists { name staff { id } vaccines { code } } }
}`;
const READ = '{ clinicSettings { pointLists { name staff { id } vaccines { code } } } }';
const OPEN = 'mutation ($c: ID!, $i: OpenVisitInput!) { openVisit(commandId: $c, input: $i) { id point } }';
const RECORD = `mutation ($c: ID!, $i: RecordDoseInput!) {
  recordDose(commandId: $c, input: $i) { dose { point } warnings { code } }
}`;
const PLAN = 'mutation ($c: ID!, $i: PlanSessionInput!) { planSession(commandId: $c, input: $i) { id } }';

interface Lists {
  name: string;
  staff: { id: string }[];
  vaccines: { code: string }[];
}

let world: World;
const nurse: Caller & { account: string } = { ...anyNurse, account: newId() };
/** Another account of the same clinic. */
const colleague: Caller & { account: string } = { ...anyNurse, account: newId() };

const names = (p: string[], caller: Caller = nurse) => world.graph(caller, NAMES, { c: newId(), p });
const lists = async (i: object, caller: Caller = nurse) => {
  const { data, errors } = await world.graph<{ setPointLists: { pointLists: Lists[] } }>(caller, LISTS, {
    c: newId(),
    i,
  });
  const error = errors[0]?.extensions;
  return error ? `${error.field} ${error.reason}` : data.setPointLists.pointLists;
};
const read = async (caller: Caller = nurse) =>
  (await world.graph<{ clinicSettings: { pointLists: Lists[] } }>(caller, READ, {})).data.clinicSettings.pointLists;
const open = async (more: object, caller: Caller = nurse) => {
  const { personId } = world.announce();
  await world.hear();
  const i = { visitId: newId(), personId, ...more };
  const { data, errors } = await world.graph<{ openVisit: { id: string } }>(caller, OPEN, { c: newId(), i });
  return { personId, visitId: data?.openVisit?.id, error: errors[0]?.extensions };
};
/** A visit at a point that is signed off at registration. */
const signedOff = async (point: string) => {
  const { personId } = world.announce();
  await world.hear();
  const visitId = await signedOffIn(world, personId, anyNurse, TODAY);
  await change(world.em(), 'update visit set point = $2 where id = $1', [visitId, point]);
  return { personId, visitId };
};
const NOW = () => world.stack.services.vaccines.clock.now().getTime();
/** A dose of a visit, of now or of some minutes ago. */
const give = async (
  visit: { personId: string; visitId: string },
  vaccine: string,
  minutesAgo: number,
  caller: Caller = nurse,
) => {
  const recordedAt = new Date(NOW() - minutesAgo * 60_000).toISOString();
  const input = givenHere(visit.personId, vaccine, { visitId: visit.visitId, recordedAt, overrideReason: '已核对' });
  type Answer = { recordDose: { dose: { point: string }; warnings: { code: string }[] } };
  const { data, errors } = await world.graph<Answer>(caller, RECORD, { c: newId(), i: input });
  const error = errors[0]?.extensions;
  if (error) return `${error.code} ${error.field} ${error.reason}`;
  return data.recordDose.warnings.some(({ code }) => code === 'NOT_TAKEN_ALONG') ? 'told' : 'taken';
};

beforeAll(async () => {
  world = await startWorld(inject('adminUrl'), [HEPB, MMR]);
  world.employ(CLINIC, nurse.account, colleague.account);
});
afterAll(() => world.stop());

describe('H-11 the lists of a vaccination point', () => {
  it('name who works there and what is given there, per point and clinic; a point that goes takes its lists along', async () => {
    await names(['本部', '东关村']);
    expect(await read()).toEqual(['本部', '东关村'].map((name) => ({ name, staff: [], vaccines: [] })));
    const east = { name: '东关村', staff: [{ id: nurse.account }], vaccines: [{ code: HEPB }] };
    const set = await lists({ point: '东关村', staff: [nurse.account], vaccines: [HEPB] });
    expect(set).toEqual([{ name: '本部', staff: [], vaccines: [] }, east]);
    expect(await read()).toEqual(set);
    expect(await read(nurseElsewhere)).toEqual([]);
    expect(await lists({ point: '东关村', staff: [], vaccines: [] }, nurseElsewhere)).toBe('point no_match');
    await names(['本部']);
    await names(['本部', '东关村']);
    expect((await read())[1]).toEqual({ name: '东关村', staff: [], vaccines: [] });
  });

  it('say what is wrong with them, by field', async () => {
    await names(['本部']);
    const wrong = (part: object) => lists({ point: '本部', staff: [], vaccines: [], ...part });
    expect(await wrong({ point: '西关' })).toBe('point no_match');
    expect(await wrong({ staff: ['李梅'] })).toBe('staff format');
    expect(await wrong({ staff: [nurse.account, nurse.account] })).toBe('staff duplicate');
    // Who works elsewhere, or nowhere, is named by the row.
    const { errors } = await world.graph(nurse, LISTS, {
      c: newId(),
      i: { point: '本部', staff: [nurse.account, newId()], vaccines: [] },
    });
    expect(errors[0]?.extensions).toEqual({ code: 'BAD_INPUT', field: 'staff', reason: 'no_match', row: 2 });
    expect(await wrong({ staff: Array.from({ length: 101 }, () => newId()) })).toBe('staff out_of_range');
    expect(await wrong({ vaccines: ['9999'] })).toBe('vaccines unknown_code');
    expect(await wrong({ vaccines: [HEPB, HEPB] })).toBe('vaccines duplicate');
  });

  it('let those on the list open a visit there; one that was opened without a network is a fact', async () => {
    await names(['本部', '东关村']);
    await lists({ point: '东关村', staff: [nurse.account], vaccines: [] });
    const refused = { code: 'BAD_INPUT', field: 'point', reason: 'not_of_point' };
    expect((await open({ point: '东关村' })).error).toBeUndefined();
    expect((await open({ point: '东关村' }, colleague)).error).toEqual(refused);
    expect((await open({ point: '本部' }, colleague)).error).toBeUndefined();
    const openedAt = new Date(NOW() - 20 * 60_000).toISOString();
    expect((await open({ point: '东关村', openedAt }, colleague)).error).toBeUndefined();
    const sessionId = newId();
    const i = { sessionId, day: TODAY, point: '城关小学', team: [], staff: [colleague.account], vaccines: [HEPB] };
    await world.graph(nurse, PLAN, { c: newId(), i });
    expect((await open({ sessionId })).error).toEqual(refused);
    expect((await open({ sessionId }, colleague)).error).toBeUndefined();
  });

  it('refuse a vaccine that is not given there, and a hand that does not work there, while a person can still stop', async () => {
    await names(['东关村']);
    await lists({ point: '东关村', staff: [], vaccines: [HEPB] });
    const visit = await signedOff('东关村');
    expect(await give(visit, MMR, 0)).toBe('BAD_INPUT vaccineCode not_at_point');
    // Given without a network: kept, and told.
    expect(await give(visit, MMR, 20)).toBe('told');
    expect(await give(visit, HEPB, 0)).toBe('taken');
    await lists({ point: '东关村', staff: [nurse.account], vaccines: [HEPB] });
    const other = await signedOff('东关村');
    expect(await give(other, HEPB, 0, colleague)).toBe('BAD_INPUT visitId not_of_point');
    expect(await give(other, HEPB, 20, colleague)).toBe('taken');
  });
});
