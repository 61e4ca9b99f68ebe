import { change, type Em, newId, publish } from '@miaoben/kernel';
import type { AefiChanged } from '@miaoben/schema';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { tellAdverseEvents } from '../../jobs/tell-adverse-events.ts';
import {
  CLINIC,
  cdc,
  givenHere,
  HOME,
  LOT,
  monthsAgo,
  nurse,
  parent,
  productOf,
  recordIn,
  startWorld,
  TODAY,
  type World,
} from '../../test-kit.ts';
import { toldCase } from './aefi.events.ts';

const HEPATITIS_B = '0201';
let world: World;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'), [HEPATITIS_B]);
});
afterAll(() => world?.stop());

interface Case {
  id: string;
  version: number;
}
const hoursAgo = (hours: number) =>
  new Date(world.stack.services.vaccines.clock.now().getTime() - hours * 3_600_000).toISOString();
async function run(caller: Caller, name: string, type: string, i: Record<string, unknown>): Promise<Case> {
  const { data, errors } = await world.graph<Record<string, Case>>(
    caller,
    `mutation ($c: ID!, $i: ${type}!) { ${name}(commandId: $c, input: $i) { id version } }`,
    { c: newId(), i },
  );
  expect(errors).toEqual([]);
  return data[name]!;
}
const advance = (caller: Caller, of: Case, action: string, more: object = {}) =>
  run(caller, 'advanceAdverseEvent', 'AdvanceAdverseEventInput', {
    id: of.id,
    expectedVersion: of.version,
    action,
    ...more,
  });
const told = async (id: string) =>
  ((await world.events('aefi.changed')) as AefiChanged[]).filter((e) => e.caseId === id);
const lastTold = async (id: string) => (await told(id)).at(-1);

/** Tells a case as the database has it. */
const tellNow = async (id: string) =>
  world.em().transactional(async (inner) => {
    const events = await toldCase(inner as Em, id);
    await publish(inner as Em, events);
    return events;
  });

/** A child with a dose given just now, and a case of it. */
async function reported(caller: Caller, content: Record<string, unknown> = {}) {
  const birthDate = monthsAgo(15);
  const { personId } = world.announce({ birthDate });
  if (caller.role === 'guardian') world.bind(parent.account!, personId);
  await world.hear();
  const { data, errors } = await recordIn(world, givenHere(personId, HEPATITIS_B));
  expect(errors).toEqual([]);
  const card = { suspects: [data.recordDose.dose.id], onsetAt: hoursAgo(0.01), symptoms: ['urticaria'], ...content };
  const one = await run(caller, 'reportAdverseEvent', 'ReportAdverseEventInput', {
    id: newId(),
    personId,
    content: card,
  });
  return { ...one, personId, birthDate, card };
}

describe('what is told of a suspected adverse event', () => {
  it('a report tells what is counted of it, and nothing of whose it is; each act tells it as it is then', async () => {
    const one = await reported(nurse);
    expect(await lastTold(one.id)).toEqual({
      type: 'aefi.changed',
      caseId: one.id,
      isCounted: true,
      isSerious: false,
      cause: null,
      vaccine: HEPATITIS_B,
      lot: `${productOf(HEPATITIS_B)}:${LOT}`,
      givenOn: TODAY,
      onsetOn: TODAY,
      reportedOn: TODAY,
      isLate: false,
      unitId: CLINIC,
      divisionCode: HOME,
      age: 1,
      version: 1,
    });
    expect(JSON.stringify(await told(one.id))).not.toContain(one.personId);
    const corrected = await run(nurse, 'correctAdverseEvent', 'CorrectAdverseEventInput', {
      id: one.id,
      expectedVersion: one.version,
      reason: '住院后更正',
      content: { ...one.card, severity: 'severe' },
    });
    expect(await lastTold(one.id)).toMatchObject({ isSerious: true, version: 2 });
    const reviewed = await advance(cdc, corrected, 'review');
    await advance(cdc, reviewed, 'classify', { cause: 'common_reaction', reason: '一过性荨麻疹' });
    expect(await lastTold(one.id)).toMatchObject({ cause: 'common_reaction', isCounted: true, version: 4 });
  });

  it('what a family tells is no report until the clinic confirms it; dismissed it counts no more', async () => {
    const one = await reported(parent);
    expect(await lastTold(one.id)).toMatchObject({ isCounted: false, reportedOn: null, isLate: false });
    const confirmed = await advance(nurse, one, 'confirm');
    expect(await lastTold(one.id)).toMatchObject({ isCounted: true, reportedOn: TODAY });
    await advance(cdc, confirmed, 'dismiss', { reason: '重复报告' });
    expect(await lastTold(one.id)).toMatchObject({ isCounted: false });
  });

  it('a death heard of at a follow-up is serious', async () => {
    const one = await reported(nurse, { foundAt: hoursAgo(0.005) });
    await run(nurse, 'followUpAdverseEvent', 'FollowUpInput', {
      id: one.id,
      followUpId: newId(),
      seenOn: TODAY,
      outcome: 'died',
      note: '抢救无效',
    });
    expect(await lastTold(one.id)).toMatchObject({ isSerious: true, isLate: false });
  });

  it('a corrected birth date, a merge and its undoing tell the age anew', async () => {
    const one = await reported(nurse);
    const file = { personId: one.personId, birthDate: monthsAgo(39), previousBirthDate: one.birthDate, version: 2 };
    world.announce(file);
    await world.hear();
    expect(await lastTold(one.id)).toMatchObject({ age: 3 });
    const survivor = world.announce({ birthDate: monthsAgo(63) });
    world.publish({ type: 'person.merged', personId: one.personId, survivorId: survivor.personId, version: 1 });
    await world.hear();
    expect(await lastTold(one.id)).toMatchObject({ age: 5 });
    world.publish({ type: 'person.merged', personId: one.personId, survivorId: null, version: 2 });
    await world.hear();
    expect(await lastTold(one.id)).toMatchObject({ age: 3 });
    const versions = (await told(one.id)).map((e) => e.version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  });

  it('cases of before are told once more by a command', async () => {
    const one = await reported(nurse);
    const before = await lastTold(one.id);
    expect(await tellAdverseEvents(world.stack.services.vaccines.orm)).toBeGreaterThan(0);
    expect(await lastTold(one.id)).toEqual({ ...before, version: before!.version + 1 });
  });

  it('the list opens the cases a figure counts: those that count, by place, severity, lateness and most suspect dose', async () => {
    const list = async (filter: object) => {
      const { data, errors } = await world.graph<{ adverseEvents: { nodes: { id: string }[] } }>(
        cdc,
        'query ($f: AdverseEventFilterInput) { adverseEvents(filter: $f, first: 100) { nodes { id } } }',
        { f: filter },
      );
      expect(errors).toEqual([]);
      return data.adverseEvents.nodes.map((n) => n.id).sort();
    };
    const late = await reported(nurse, { severity: 'severe' });
    await change(world.em(), `update aefi_case set found_at = found_at - interval '49 hours' where id = $1`, [late.id]);
    const [row] = await tellNow(late.id);
    expect(row).toMatchObject({ isLate: true });
    const latest = new Map(((await world.events('aefi.changed')) as AefiChanged[]).map((e) => [e.caseId, e]));
    const counted = (is: (e: AefiChanged) => boolean) =>
      [...latest.values()]
        .filter((e) => e.isCounted && is(e))
        .map((e) => e.caseId)
        .sort();
    const figure = { division: '630121' };
    expect(await list({ figure })).toEqual(counted(() => true));
    expect(await list({ figure: { ...figure, isSerious: true } })).toEqual(counted((e) => e.isSerious));
    expect(await list({ figure: { ...figure, isSerious: false } })).toEqual(counted((e) => !e.isSerious));
    expect(await list({ figure: { ...figure, isLate: true } })).toEqual([late.id]);
    expect(await list({ figure, vaccine: HEPATITIS_B })).toEqual(counted(() => true));
    expect(await list({ figure, vaccine: '1401' })).toEqual([]);
    expect(await list({ figure: { division: '630122' } })).toEqual([]);
  });
});
