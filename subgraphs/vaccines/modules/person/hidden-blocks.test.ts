import { newId } from '@miaoben/kernel';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import {
  cdc,
  givenHere,
  inspector,
  monthsAgo,
  nurse,
  recordFact,
  recordIn,
  startWorld,
  TODAY,
  type World,
} from '../../test-kit.ts';

const HEPATITIS_B = '0201';
const REPORT = `mutation ($c: ID!, $i: ReportAdverseEventInput!) { reportAdverseEvent(commandId: $c, input: $i) { id } }`;
const BLOCKS = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person {
  healthFacts { code } adverseEvents { id } doses { vaccine { code } }
} } }`;
interface Blocks {
  healthFacts: { code: string }[];
  adverseEvents: { id: string }[];
  doses: { vaccine: { code: string } }[];
}

let world: World;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'), [HEPATITIS_B]);
});
afterAll(() => world?.stop());

it('J-04 leaves contraindications or reactions out for the account they are hidden from, each alone, and keeps the rest', async () => {
  const { personId } = world.announce({ birthDate: monthsAgo(2) });
  await world.hear();
  const given = await recordIn(world, givenHere(personId, HEPATITIS_B));
  await recordFact(world, { personId, code: 'HBIG', date: TODAY });
  const id = newId();
  const onsetAt = new Date(world.stack.services.vaccines.clock.now().getTime() - 60_000).toISOString();
  const content = { suspects: [given.data.recordDose.dose.id], onsetAt, symptoms: ['urticaria'] };
  expect((await world.graph(nurse, REPORT, { c: newId(), i: { id, personId, content } })).errors).toEqual([]);

  const seenBy = async (caller: Caller, hidden?: string[]) => {
    const asked = { r: [{ __typename: 'Person', id: personId }] };
    const { data, errors } = await world.graph<{ _entities: [Blocks] }>(
      { ...caller, ...(hidden && { hidden }) },
      BLOCKS,
      asked,
    );
    expect(errors).toEqual([]);
    return data._entities[0];
  };
  const facts = [{ code: 'HBIG' }];
  const events = [{ id }];
  const doses = [{ vaccine: { code: HEPATITIS_B } }];
  for (const caller of [cdc, inspector]) {
    expect(await seenBy(caller)).toEqual({ healthFacts: facts, adverseEvents: events, doses });
    expect(await seenBy(caller, ['contraindications'])).toEqual({ healthFacts: [], adverseEvents: events, doses });
    expect(await seenBy(caller, ['reactions'])).toEqual({ healthFacts: facts, adverseEvents: [], doses });
    expect(await seenBy(caller, ['contraindications', 'reactions'])).toEqual({
      healthFacts: [],
      adverseEvents: [],
      doses,
    });
  }
});

it('J-04 Q-37 tells no reaction in the list, the case, its file, claims or signals of lots to whom reactions are hidden from, nor takes a report of it', async () => {
  const { personId } = world.announce({ birthDate: monthsAgo(2) });
  await world.hear();
  const given = await recordIn(world, givenHere(personId, HEPATITIS_B));
  const onsetAt = new Date(world.stack.services.vaccines.clock.now().getTime() - 60_000).toISOString();
  const content = { suspects: [given.data.recordDose.dose.id], onsetAt, symptoms: ['urticaria'] };
  const id = newId();
  const report = (caller: Caller, of: string) =>
    world.graph(caller, REPORT, { c: newId(), i: { id: of, personId, content } });
  expect((await report(nurse, id)).errors).toEqual([]);

  const asked: [string, Record<string, unknown>][] = [
    ['{ adverseEvents { nodes { id } } }', {}],
    ['query ($id: ID!) { adverseEvent(id: $id) { id } }', { id }],
    ['{ adverseEventsFile }', {}],
    ['{ compensationClaims { nodes { id } } }', {}],
    ['{ lotSignals(division: "63", from: "2026-01-01", to: "2026-12-31") { lots { reports } } }', {}],
  ];
  for (const caller of [cdc, inspector])
    for (const [document, variables] of asked) {
      expect((await world.graph({ ...caller, hidden: ['allergies'] }, document, variables)).errors).toEqual([]);
      const [error] = (await world.graph({ ...caller, hidden: ['reactions'] }, document, variables)).errors;
      expect(error?.extensions).toEqual({ code: 'FORBIDDEN' });
    }
  const other = newId();
  const [refused] = (await report({ ...cdc, hidden: ['reactions'] }, other)).errors;
  expect(refused?.extensions).toEqual({ code: 'FORBIDDEN' });
  expect((await world.graph(cdc, asked[1]![0], { id: other })).errors[0]?.extensions.code).toBe('NOT_FOUND');
});
