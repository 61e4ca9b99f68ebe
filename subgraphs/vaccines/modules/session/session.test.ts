import { newId } from '@miaoben/kernel';
import { addDays } from '@miaoben/schedule';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { CLINIC, givenHere, nurse, nurseElsewhere, recordIn, startWorld, TODAY, type World } from '../../test-kit.ts';

const HEPB = '0202';
const MMR = '1201';
/** An account of the clinic. */
const COLLEAGUE = newId();
const PLAN = `mutation ($c: ID!, $i: PlanSessionInput!) {
  planSession(commandId: $c, input: $i) { id day point address team staff { id } vaccines { code } cancelled plannedBy { id } }
}`;
const CANCEL = 'mutation ($c: ID!, $id: ID!) { cancelSession(commandId: $c, sessionId: $id) { cancelled } }';
const SESSIONS = 'query ($f: Date, $t: Date) { vaccinationSessions(from: $f, to: $t) { id point cancelled } }';
const OPEN = `mutation ($c: ID!, $i: OpenVisitInput!) { openVisit(commandId: $c, input: $i) { id point } }`;
const POINT = 'query ($id: ID!) { dose(id: $id) { point } }';

interface Session {
  id: string;
  point: string;
  cancelled: boolean;
}

let world: World;
let count = 0;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'), [HEPB, MMR]);
  world.employ(CLINIC, COLLEAGUE);
});
afterAll(() => world.stop());

const plan = async (changes: Record<string, unknown> = {}, caller = nurse) => {
  count += 1;
  const own = { sessionId: newId(), day: TODAY, point: `第${count}小学`, team: ['马秀英', '李梅'], vaccines: [HEPB] };
  const variables = { c: newId(), i: { ...own, ...changes } };
  const { data, errors } = await world.graph<{ planSession: Session }>(caller, PLAN, variables);
  return { session: data?.planSession, error: errors[0]?.extensions };
};
const cancel = async (id: string, caller = nurse) =>
  (await world.graph(caller, CANCEL, { c: newId(), id })).errors[0]?.extensions ?? 'cancelled';
const listed = async (caller = nurse, days: { f?: string; t?: string } = {}) =>
  (await world.graph<{ vaccinationSessions: Session[] }>(caller, SESSIONS, days)).data.vaccinationSessions;
const open = async (personId: string, sessionId: string, more: Record<string, unknown> = {}) => {
  const i = { visitId: newId(), personId, sessionId, ...more };
  const answer = await world.graph<{ openVisit: { id: string; point: string | null } }>(nurse, OPEN, { c: newId(), i });
  return { visit: answer.data?.openVisit, error: answer.errors[0]?.extensions };
};

describe('H-11 sessions at temporary points', () => {
  it('are planned with place, day, team and vaccines, changed, and cancelled until they are over; each clinic has its own', async () => {
    const { session } = await plan({ address: '桥头镇人民路 1 号' });
    expect(session).toMatchObject({
      day: TODAY,
      address: '桥头镇人民路 1 号',
      team: ['马秀英', '李梅'],
      vaccines: [{ code: HEPB }],
      cancelled: false,
      plannedBy: { id: nurse.account },
    });
    const { id, point } = session!;
    const changed = await plan({ sessionId: id, point, team: [], staff: [COLLEAGUE] });
    expect(changed.session).toMatchObject({ id, team: [], staff: [{ id: COLLEAGUE }] });
    expect((await listed()).filter((s) => s.point === point)).toHaveLength(1);
    expect(await listed(nurseElsewhere)).toEqual([]);
    expect((await plan({ sessionId: id, point }, nurseElsewhere)).error).toEqual({ code: 'FORBIDDEN' });
    expect(await cancel(id, nurseElsewhere)).toEqual({ code: 'FORBIDDEN' });
    expect(await cancel(id)).toBe('cancelled');
    expect(await cancel(id)).toMatchObject({ code: 'CONFLICT', reason: 'wrong_state' });
    expect((await plan({ sessionId: id, point })).error).toMatchObject({ code: 'CONFLICT', reason: 'wrong_state' });
    // Its name is free again.
    expect((await plan({ point })).error).toBeUndefined();
    expect(await listed(nurse, { f: addDays(TODAY, 1), t: addDays(TODAY, 2) })).toEqual([]);
  });

  it('H-11 planned twice at once are one session, or refused by name: never a fault of ours', async () => {
    const same = { sessionId: newId(), point: '双份小学' };
    const twice = await Promise.all([plan(same), plan(same)]);
    for (const { session, error } of twice) {
      expect(error).toBeUndefined();
      expect(session).toMatchObject({ id: same.sessionId, point: same.point });
    }
    const named = await Promise.all([plan({ point: '同名小学' }), plan({ point: '同名小学' })]);
    expect(named.map(({ error }) => error ?? 'planned')).toEqual(
      expect.arrayContaining(['planned', { code: 'BAD_INPUT', field: 'point', reason: 'duplicate' }]),
    );
    const sessionId = newId();
    const clinics = await Promise.all([plan({ sessionId }), plan({ sessionId }, nurseElsewhere)]);
    expect(clinics.map(({ error }) => error ?? 'planned')).toEqual(
      expect.arrayContaining(['planned', { code: 'FORBIDDEN' }]),
    );
  });

  it('H-11 stay where and when they were once people were vaccinated in them; what was missing is added', async () => {
    const { session } = await plan();
    const { id: sessionId, point } = session!;
    const { personId } = world.announce();
    await world.hear();
    expect((await open(personId, sessionId)).error).toBeUndefined();
    const refused = (field: string) => ({ code: 'CONFLICT', field, reason: 'wrong_state' });
    expect((await plan({ sessionId, point, day: addDays(TODAY, 1) })).error).toEqual(refused('day'));
    expect((await plan({ sessionId, point: '别处小学' })).error).toEqual(refused('point'));
    expect((await plan({ sessionId, point, address: '文化路 2 号', vaccines: [MMR] })).error).toBeUndefined();
    expect((await plan({ sessionId, point, address: '文化路 9 号' })).error).toEqual(refused('address'));
  });

  it('say what is wrong with a plan, by field', async () => {
    const { session } = await plan();
    const wrong = async (changes: Record<string, unknown>) => {
      const { field, reason } = (await plan(changes)).error as { field: string; reason: string };
      return `${field} ${reason}`;
    };
    expect([
      await wrong({ sessionId: '1' }),
      await wrong({ day: addDays(TODAY, -1) }),
      await wrong({ point: ' ' }),
      await wrong({ point: session!.point }),
      await wrong({ team: [] }),
      await wrong({ team: ['李梅', '李梅'] }),
      await wrong({ staff: [COLLEAGUE, COLLEAGUE] }),
      await wrong({ staff: ['李梅'] }),
      await wrong({ staff: [COLLEAGUE, newId()] }),
      await wrong({ vaccines: [] }),
      await wrong({ vaccines: ['9999'] }),
    ]).toEqual([
      'sessionId format',
      'day out_of_range',
      'point required',
      'point duplicate',
      'team required',
      'team duplicate',
      'staff duplicate',
      'staff format',
      'staff no_match',
      'vaccines required',
      'vaccines unknown_code',
    ]);
  });

  it('give their point to the visits and doses of the day; what was not taken along is told', async () => {
    const { session } = await plan();
    const { personId } = world.announce();
    await world.hear();
    const { visit } = await open(personId, session!.id);
    expect(visit!.point).toBe(session!.point);
    const give = async (vaccine: string) => {
      // A dose that comes late stands with its visit, however far that is.
      const recordedAt = new Date(world.stack.services.vaccines.clock.now().getTime() - 20 * 60_000).toISOString();
      const { data } = await recordIn(world, givenHere(personId, vaccine, { visitId: visit!.id, recordedAt }));
      const { dose, warnings } = data.recordDose;
      const { data: read } = await world.graph<{ dose: { point: string } }>(nurse, POINT, { id: dose.id });
      return [read.dose.point, warnings.some(({ code }) => code === 'NOT_TAKEN_ALONG')];
    };
    expect(await give(HEPB)).toEqual([session!.point, false]);
    expect(await give(MMR)).toEqual([session!.point, true]);
  });

  it('are of their day and clinic; a visit that comes late from there is a fact', async () => {
    const tomorrow = (await plan({ day: addDays(TODAY, 1) })).session!;
    const { personId } = world.announce();
    await world.hear();
    const refused = { code: 'BAD_INPUT', field: 'sessionId', reason: 'no_match' };
    expect((await open(personId, tomorrow.id)).error).toEqual(refused);
    expect((await open(personId, newId())).error).toEqual(refused);
    // Of a day before: what names no session of that day keeps the point it was told.
    const late = { openedAt: `${addDays(TODAY, -1)}T03:00:00.000Z`, point: '操场' };
    expect((await open(personId, tomorrow.id, late)).visit!.point).toBe('操场');
  });
});
