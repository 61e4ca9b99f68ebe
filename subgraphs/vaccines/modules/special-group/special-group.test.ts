import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  cdc,
  HOME,
  inspector,
  monthsAgo,
  nurse,
  nurseElsewhere,
  recordFact,
  sheetRows,
  startWorld,
  TODAY,
  type World,
} from '../../test-kit.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'));
});
afterAll(() => world.stop());

interface List {
  specialGroupList: {
    nodes: { person: { id: string }; groups: string[]; states: string[]; until: string | null }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}
const LIST = `query ($g: SpecialGroup, $first: Int, $after: String) { specialGroupList(division: "${HOME}", group: $g, first: $first, after: $after) {
  nodes { person { id } groups states until } pageInfo { hasNextPage endCursor } } }`;
const list = async (variables: Record<string, unknown> = {}, caller = nurse) =>
  (await world.graph<List>(caller, LIST, variables)).data.specialGroupList;

describe('special groups', () => {
  it('Q-06 lists who is pregnant or has lowered immunity, by which state and until when, on the screen and as Excel', async () => {
    const file = (birthDate: string, more = {}) => world.announce({ birthDate, divisionCode: HOME, ...more }).personId;
    const pregnant = file(monthsAgo(300));
    const infected = file(monthsAgo(30), { conditions: ['HIV_INFECTED'] });
    const treated = file(monthsAgo(20));
    file(monthsAgo(10), { conditions: ['HBSAG_POS_MOTHER'] });
    await recordFact(world, { personId: pregnant, code: 'C05', date: monthsAgo(3), until: '2027-05-01' });
    await recordFact(world, { personId: treated, code: 'D04', date: monthsAgo(2) });
    await recordFact(world, { personId: file(monthsAgo(9)), code: 'D04', date: monthsAgo(3), until: TODAY });
    await world.hear();
    const all = await list();
    expect(all.nodes).toEqual([
      { person: { id: pregnant }, groups: ['pregnant'], states: ['C05'], until: '2027-05-01' },
      { person: { id: infected }, groups: ['immunocompromised'], states: ['HIV_INFECTED'], until: null },
      { person: { id: treated }, groups: ['immunocompromised'], states: ['D04'], until: null },
    ]);
    expect((await list({ g: 'immunocompromised' }, cdc)).nodes).toHaveLength(2);
    const page = await list({ first: 2 }, inspector);
    expect(page.pageInfo.hasNextPage).toBe(true);
    expect((await list({ first: 2, after: page.pageInfo.endCursor })).nodes.map((n) => n.person.id)).toEqual([treated]);
    expect((await world.graph(nurseElsewhere, LIST)).errors[0]?.extensions.code).toBe('FORBIDDEN');
    // J-04: the list would tell the states that are hidden on the file.
    const blinded = { ...cdc, hidden: ['contraindications'] };
    expect((await world.graph(blinded, LIST)).errors[0]?.extensions.code).toBe('FORBIDDEN');

    const { data } = await world.graph<{ specialGroupFile: string }>(
      nurse,
      `{ specialGroupFile(division: "${HOME}", group: pregnant) }`,
    );
    const rows = await sheetRows(await world.stack.file('vaccines', data.specialGroupFile));
    expect(rows).toHaveLength(2);
    expect(rows[1]?.slice(4)).toEqual(['孕妇', '妊娠', '2027-05-01']);
  });
});
