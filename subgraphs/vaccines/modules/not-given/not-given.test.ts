import { newId, query } from '@miaoben/kernel';
import { addDays } from '@miaoben/schedule';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  cdc,
  fromBooklet,
  HOME,
  inspector,
  monthsAgo,
  nurse,
  nurseElsewhere,
  parent,
  recordIn,
  startWorld,
  TODAY,
  type World,
} from '../../test-kit.ts';

const NOT_GIVEN = `mutation ($c: ID!, $i: RecordNotGivenInput!) {
  recordNotGiven(commandId: $c, input: $i) { id series seriesName dose reason note recordedAt besideDose }
}`;
const MISSING = `query ($d: ID!, $first: Int, $after: String) { missingNotGiven(division: $d, first: $first, after: $after) {
  nodes { person { id } birthDate series dose } pageInfo { hasNextPage endCursor }
} }`;
const PERSON = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person {
  notGiven { series reason note } plan { series { series status reasonRequired } }
} } }`;

interface Missing {
  missingNotGiven: {
    nodes: { person: { id: string }; birthDate: string; series: string; dose: number }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}
interface PersonAnswer {
  _entities: {
    notGiven: { series: string; reason: string; note: string | null }[];
    plan: { series: { series: string; status: string; reasonRequired: boolean }[] };
  }[];
}

let world: World;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'));
});
afterAll(() => world.stop());

const enter = (i: Record<string, unknown>, caller = nurse, c = newId()) =>
  world.graph<{ recordNotGiven: { id: string; reason: string } }>(caller, NOT_GIVEN, { c, i: { dose: 1, ...i } });
const person = async (id: string, caller = nurse) =>
  (await world.graph<PersonAnswer>(caller, PERSON, { r: [{ __typename: 'Person', id }] })).data._entities[0]!;
const required = async (id: string) =>
  (await person(id)).plan.series.filter((s) => s.reasonRequired).map((s) => s.series);
const missing = async (d: string, caller = nurse) =>
  (await world.graph<Missing>(caller, MISSING, { d })).data.missingNotGiven.nodes;

describe('S-13 a birth dose that was not given needs a reason', () => {
  it('is asked for until it is entered, one dose after the other', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(4), divisionCode: '630121301' });
    await world.hear();
    expect((await required(personId)).sort()).toEqual(['BCG', 'HepB']);
    expect((await missing('630121301')).map((m) => m.series)).toEqual(['BCG', 'HepB']);
    await enter({ personId, series: 'BCG', reason: 'preterm_low_weight' });
    expect(await required(personId)).toEqual(['HepB']);
    expect((await missing('630121301')).map((m) => m.series)).toEqual(['HepB']);
    await recordIn(world, fromBooklet(personId, '0202', monthsAgo(4)));
    expect(await required(personId)).toEqual([]);
    expect(await missing('630121301')).toEqual([]);
  });

  it('is not asked for on the day of birth, of older children, or of those given in time', async () => {
    world.announce({ birthDate: TODAY, divisionCode: '630121302' });
    world.announce({ birthDate: monthsAgo(13), divisionCode: '630121302' });
    world.announce({ birthDate: monthsAgo(4), divisionCode: '630121302', registrationState: 'moved_out' });
    await world.hear();
    expect(await missing('630121302')).toEqual([]);
    const yesterday = world.announce({ birthDate: addDays(TODAY, -1), divisionCode: '630121302' });
    await world.hear();
    expect(await missing('630121302')).toEqual([
      { person: { id: yesterday.personId }, birthDate: addDays(TODAY, -1), series: 'HepB', dose: 1 },
    ]);
  });

  it('a later entry takes the place of the earlier one, which stays in the history', async () => {
    const { personId } = world.announce();
    await enter({ personId, series: 'HepB', reason: 'no_stock' });
    await enter({ personId, series: 'HepB', reason: 'other', note: '产妇转院' });
    expect((await person(personId)).notGiven).toEqual([{ series: 'HepB', reason: 'other', note: '产妇转院' }]);
    const rows = await query(
      world.em(),
      'select reason, replaced from not_given where person_id = $1 order by received_at',
      [personId],
    );
    expect(rows).toEqual([
      { reason: 'no_stock', replaced: true },
      { reason: 'other', replaced: false },
    ]);
  });

  it('entered off line while another clinic gave the dose, it lands and is marked; one who can still look is told', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(4) });
    await world.hear();
    await recordIn(world, fromBooklet(personId, '0202', monthsAgo(4)));
    const i = { personId, series: 'HepB', reason: 'refused' };
    const now = await enter({ ...i, recordedAt: new Date(Date.now() - 60_000).toISOString() });
    expect(now.errors[0]?.extensions).toMatchObject({ code: 'CONFLICT', reason: 'wrong_state' });
    const late = await enter({ ...i, recordedAt: `${addDays(TODAY, -3)}T08:00:00Z` });
    expect(late.data.recordNotGiven).toMatchObject({ reason: 'refused', besideDose: true });
    expect(await required(personId)).toEqual(['BCG']);
    const other = await enter({
      personId,
      series: 'BCG',
      reason: 'refused',
      recordedAt: `${addDays(TODAY, -3)}T08:00:00Z`,
    });
    expect(other.data.recordNotGiven).toMatchObject({ besideDose: false });
  });

  it('Q-20 the catch-up register shows the reason', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(2), divisionCode: '630121303' });
    await enter({ personId, series: 'HepB', reason: 'refused' });
    const { data, statements } = await world.graph<{
      dueList: { nodes: { series: string; notGiven: { reason: string } | null }[] };
    }>(nurse, '{ dueList(division: "630121303") { nodes { series notGiven { reason } } } }');
    const reasons = Object.fromEntries(data.dueList.nodes.map((n) => [n.series, n.notGiven?.reason ?? null]));
    expect(reasons).toMatchObject({ HepB: 'refused', BCG: null });
    expect(statements).toBe(2);
  });

  it('pages by key, the youngest first in each township, with the same statements each', async () => {
    const ages = [30, 10, 20, 40, 50];
    const persons = ages.map((days) => world.announce({ birthDate: addDays(TODAY, -days), divisionCode: '630121304' }));
    await world.hear();
    const seen: string[] = [];
    const statements = new Set<number>();
    for (let after: string | null = null; ; ) {
      const answer: Awaited<ReturnType<typeof world.graph<Missing>>> = await world.graph<Missing>(nurse, MISSING, {
        d: '630121304',
        first: 2,
        after,
      });
      const page = answer.data.missingNotGiven;
      seen.push(...page.nodes.map((n) => n.person.id));
      statements.add(answer.statements);
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    const byAge = [1, 2, 0, 3, 4].map((i) => persons[i]!.personId);
    expect(seen).toEqual(byAge);
    expect(statements).toEqual(new Set([2]));
  });
});

describe('what is wrong with an entry, and whose it is', () => {
  it.each([
    [{ series: 'MMR' }, 'series', 'unknown_code'],
    [{ dose: 2 }, 'dose', 'out_of_range'],
    [{ reason: 'other' }, 'note', 'required'],
    [{ note: 'x'.repeat(201) }, 'note', 'too_long'],
  ])('%o is refused by field %s: %s', async (changes, field, reason) => {
    const { personId } = world.announce();
    const { errors } = await enter({ personId, series: 'HepB', reason: 'missed', ...changes });
    expect(errors[0]!.extensions).toMatchObject({ code: 'BAD_INPUT', field, reason });
  });

  it('none is taken for a dose that is given', async () => {
    const { personId } = world.announce();
    await recordIn(world, fromBooklet(personId, '0202', monthsAgo(6)));
    const { errors } = await enter({ personId, series: 'HepB', reason: 'missed' });
    expect(errors[0]!.extensions).toEqual({ code: 'CONFLICT', field: 'dose', reason: 'wrong_state' });
  });

  it('a replay enters nothing twice', async () => {
    const { personId } = world.announce();
    const [c, i] = [newId(), { personId, series: 'BCG', reason: 'missed' }];
    const first = await enter(i, nurse, c);
    expect((await enter(i, nurse, c)).data).toEqual(first.data);
    const rows = await query(world.em(), 'select 1 from not_given where person_id = $1', [personId]);
    expect(rows).toHaveLength(1);
  });

  it('families see the reason without the note; other areas see and enter nothing', async () => {
    const { personId } = world.announce();
    world.bind(parent.account!, personId);
    await world.hear();
    await enter({ personId, series: 'HepB', reason: 'refused', note: '家长称已在外省接种' });
    expect((await person(personId, parent)).notGiven).toEqual([{ series: 'HepB', reason: 'refused', note: null }]);
    for (const id of [personId, newId()]) {
      const { errors } = await enter({ personId: id, series: 'BCG', reason: 'missed' }, nurseElsewhere);
      expect(errors[0]!.extensions).toEqual({ code: 'FORBIDDEN' });
    }
    const { errors } = await world.graph(nurseElsewhere, MISSING, { d: HOME });
    expect(errors[0]!.extensions).toEqual({ code: 'FORBIDDEN' });
    for (const caller of [cdc, inspector]) expect(Array.isArray(await missing(HOME, caller))).toBe(true);
  });
});
