import { type Em, newId, query } from '@miaoben/kernel';
import { addDays, forecast } from '@miaoben/schedule';
import type { CoverageChanged } from '@miaoben/schema';
import type { GraphAnswer } from '@miaoben/tests/support/stack';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { recomputeAll } from '../../jobs/recompute-all.ts';
import { refreshBatch } from '../../jobs/refresh-forecasts.ts';
import {
  CLINIC,
  cdc,
  fromBooklet,
  monthsAgo,
  nurse,
  parent,
  recordIn,
  sheetRows,
  startWorld,
  TODAY,
  type World,
} from '../../test-kit.ts';
import { catalogueOn } from '../catalogue/catalogue.ts';
import { dosesOf } from '../dose/dose.repository.ts';
import { findSubjects } from '../person/subject.repository.ts';
import { toHistory, toSubject } from '../plan/engine.ts';

const LIST = `query ($d: ID!, $status: SeriesStatus, $series: String, $first: Int, $after: String, $clinic: ID, $from: Date, $to: Date) {
  dueList(division: $d, status: $status, series: $series, first: $first, after: $after, clinic: $clinic, bornFrom: $from, bornTo: $to) {
    nodes { person { id } series seriesName dose status recommended overdueFrom } pageInfo { hasNextPage endCursor }
  }
}`;
interface Item {
  person: { id: string };
  series: string;
  dose: number;
  status: string;
  recommended: string;
  overdueFrom: string | null;
}
interface ListAnswer {
  dueList: { nodes: Item[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

const SUMMARY = 'query ($d: ID!) { dueSummary(division: $d) { division series seriesName dose due overdue } }';
const FILE = 'query ($d: ID!, $series: String) { dueListFile(division: $d, series: $series) }';
const [NORTH, SOUTH] = ['630121101', '630121102'];
let world: World;
const people: string[] = [];
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'));
  for (const [i, months] of [0, 1, 2, 3, 5, 8, 9, 13, 19, 25, 40, 75, 200].entries()) {
    const { personId } = world.announce({
      birthDate: monthsAgo(months, i),
      divisionCode: i % 2 ? NORTH : SOUTH,
      // One is put off without an end: nobody calls for what she waits for.
      ...(months === 40 && { conditions: ['D04'] }),
    });
    people.push(personId);
  }
  await world.hear();
});
afterAll(() => world.stop());

async function list(variables: Record<string, unknown>, caller = nurse): Promise<Item[]> {
  const items: Item[] = [];
  for (let after: string | null = null; ; ) {
    const answer: GraphAnswer<ListAnswer> = await world.graph(caller, LIST, { first: 7, ...variables, after });
    expect(answer.errors).toEqual([]);
    const { nodes, pageInfo } = answer.data.dueList;
    items.push(...nodes);
    after = pageInfo.endCursor;
    if (!pageInfo.hasNextPage) return items;
  }
}
const key = (i: { person?: { id: string }; id?: string; series: string; dose: number | null; status: string }) =>
  [i.person?.id ?? i.id, i.series, i.dose, i.status].join(' ');

/** What the engine itself says of everybody, child by child. */
async function recount(statuses: readonly string[]): Promise<string[]> {
  const catalogue = await catalogueOn(world.stack.services.vaccines.orm, TODAY);
  const subjects = await findSubjects(world.em(), people, { kind: 'all' });
  const doses = Map.groupBy(await dosesOf(world.em(), people), (d) => d.person_id);
  return subjects
    .flatMap((s) =>
      forecast(toSubject(s), toHistory(doses.get(s.person_id) ?? [], catalogue), catalogue.schedule, TODAY)
        .filter((f) => statuses.includes(f.status))
        .map((f) => key({ id: s.person_id, series: f.series, dose: f.dose, status: f.status })),
    )
    .sort();
}

describe('Q-20 the catch-up register', () => {
  it('holds exactly what the engine calls due or overdue, page by page, nothing twice', async () => {
    const items = await list({ d: '630121' });
    expect(items.length).toBeGreaterThan(20);
    expect(items.map(key).sort()).toEqual(await recount(['due', 'overdue']));
    const overdue = await list({ d: '630121', status: 'overdue' });
    expect(overdue.map(key).sort()).toEqual(await recount(['overdue']));
    expect((await list({ d: '630121', status: 'due' })).map(key).sort()).toEqual(await recount(['due']));
  });

  it('narrows to a township, a village of it, and a series', async () => {
    const north = await list({ d: NORTH });
    const south = await list({ d: SOUTH });
    expect(north.length + south.length).toBe((await list({ d: '630121' })).length);
    expect(await list({ d: `${NORTH}201` })).toEqual(north);
    const mmr = await list({ d: '63', series: 'MMR' });
    expect(mmr.length).toBeGreaterThan(0);
    expect(new Set(mmr.map((i) => i.series))).toEqual(new Set(['MMR']));
  });

  it('is one statement however long the page, and the superior centre reads it', async () => {
    const pages = await Promise.all([1, 50].map((first) => world.graph<ListAnswer>(cdc, LIST, { d: '6301', first })));
    expect(pages.map((p) => p.statements)).toEqual([2, 2]);
    // Over the few rows of a test a sort costs nothing: the question is whether an index gives the order at all.
    const plan = await world.em().transactional(async (em) => {
      await query(em as Em, 'set local enable_sort = off');
      return query<{ 'QUERY PLAN': string }>(
        em as Em,
        `explain select 1 from due_item where division >= '630121101' and division < '630121101:' and earliest <= '2026-11-21'
         order by division, earliest, person_id, series limit 51`,
      );
    });
    expect(plan.map((r) => r['QUERY PLAN']).join('\n')).not.toMatch(/Sort/);
  });

  it('is narrowed by managing clinic and days of birth', async () => {
    const all = await list({ d: '630121' });
    expect(await list({ d: '630121', clinic: CLINIC })).toEqual(all);
    expect(await list({ d: '630121', clinic: newId() })).toEqual([]);
    const [from, to] = [monthsAgo(20), monthsAgo(5)];
    const born = new Map(
      (
        await query<{ person_id: string; birth_date: string }>(world.em(), 'select person_id, birth_date from subject')
      ).map((r) => [r.person_id, r.birth_date]),
    );
    const within = all.filter((i) => born.get(i.person.id)! >= from && born.get(i.person.id)! <= to);
    expect(within.length).toBeGreaterThan(0);
    expect(await list({ d: '630121', from, to })).toEqual(within);
  });

  it('is counted for the level below in one statement, and the counts are those of the list', async () => {
    const summary = async (d: string, caller = cdc) => {
      const answer = await world.graph<{
        dueSummary: {
          division: string;
          series: string;
          seriesName: string;
          dose: number;
          due: number;
          overdue: number;
        }[];
      }>(caller, SUMMARY, { d });
      expect(answer.errors).toEqual([]);
      expect(answer.statements).toBe(1);
      return answer.data.dueSummary;
    };
    expect(new Set((await summary('630121')).map((c) => c.division))).toEqual(new Set([NORTH, SOUTH]));
    expect(new Set((await summary('6301')).map((c) => c.division))).toEqual(new Set(['630121']));
    expect(new Set((await summary('63')).map((c) => c.division))).toEqual(new Set(['6301']));
    for (const count of await summary(NORTH)) {
      const items = (await list({ d: NORTH, series: count.series })).filter((i) => i.dose === count.dose);
      expect(items.filter((i) => i.status === 'due')).toHaveLength(count.due);
      expect(items.filter((i) => i.status === 'overdue')).toHaveLength(count.overdue);
      expect(count.seriesName).toMatch(/[一-龥]/);
    }
    expect((await world.graph(cdc, SUMMARY, { d: '6302' })).errors[0]!.extensions).toEqual({ code: 'FORBIDDEN' });
  });

  it('is handed out as a workbook with the same rows, names whole for the clinic and masked for those above', async () => {
    const items = await list({ d: NORTH, series: 'MMR' });
    for (const [caller, name] of [
      [nurse, '张小明'],
      [cdc, '张*明'],
    ] as const) {
      const { data } = await world.graph<{ dueListFile: string }>(caller, FILE, { d: NORTH, series: 'MMR' });
      expect(data.dueListFile).not.toContain(NORTH);
      const file = await world.stack.file('vaccines', data.dueListFile);
      const rows = await sheetRows(file);
      expect(rows).toHaveLength(items.length + 1);
      expect(rows.slice(1).map((r) => [r[0], r[5], r[8]])).toEqual(items.map((i) => [name, i.dose, i.recommended]));
    }
    const lines = await query(
      world.em(),
      `select account_id, detail from audit_line where operation = 'file due-list' order by seq`,
    );
    expect(lines.slice(-2)).toMatchObject([
      { account_id: 'nurse', detail: { divisions: [NORTH], series: 'MMR' } },
      { account_id: 'cdc' },
    ]);
    const { data } = await world.graph<{ dueListFile: string }>(nurse, FILE, { d: NORTH });
    const other = data.dueListFile.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A'));
    expect((await world.stack.file('vaccines', other)).status).toBe(403);
  });

  it('refuses other areas, callers without a register, wrong codes and cursors', async () => {
    const code = async (variables: Record<string, unknown>, caller = nurse) =>
      (await world.graph(caller, LIST, variables)).errors[0]!.extensions;
    expect(await code({ d: '630203' })).toEqual({ code: 'FORBIDDEN' });
    expect(await code({ d: NORTH }, parent)).toEqual({ code: 'FORBIDDEN' });
    expect(await code({ d: 'x' })).toMatchObject({ code: 'BAD_INPUT', field: 'division', reason: 'format' });
    expect(await code({ d: NORTH, clinic: 'x' })).toMatchObject({ field: 'clinic', reason: 'format' });
    expect(await code({ d: NORTH, status: 'complete' })).toMatchObject({ field: 'status', reason: 'out_of_range' });
    expect(await code({ d: NORTH, first: 501 })).toMatchObject({ field: 'first', reason: 'out_of_range' });
    expect(await code({ d: NORTH, after: 'x' })).toMatchObject({ field: 'after', reason: 'format' });
  });

  it('follows a dose at once', async () => {
    const [child] = people;
    const before = await list({ d: '630121', series: 'HepB' });
    expect(before.map((i) => i.person.id)).toContain(child);
    await recordIn(world, fromBooklet(child!, '0202', TODAY));
    const after = await list({ d: '630121', series: 'HepB' });
    expect(after.map((i) => i.person.id)).not.toContain(child);
    expect((await list({ d: '630121' })).map(key).sort()).toEqual(await recount(['due', 'overdue']));
  });

  it('a rebuild from the records changes nothing', async () => {
    const all = () => query(world.em(), 'select * from due_item order by person_id, series');
    const before = await all();
    expect(await recomputeAll(world.stack.services.vaccines.orm, TODAY)).toBe(people.length);
    expect(await all()).toEqual(before);
  });

  it('the next day each waiting child is looked at again, once', async () => {
    const { orm } = world.stack.services.vaccines;
    const tomorrow = addDays(TODAY, 1);
    const clock = {
      now: () => new Date(`${tomorrow}T04:00:00Z`),
      instant: () => new Date(`${tomorrow}T04:00:00Z`),
      today: () => tomorrow,
    };
    const [waiting] = await query<{ n: number }>(
      world.em(),
      'select count(*)::int as n from subject where forecast_on is not null',
    );
    expect(await refreshBatch({ orm, clock })).toBe(waiting!.n);
    expect(await refreshBatch({ orm, clock })).toBe(0);
  });
});

describe('doses only add, so their order does not matter', () => {
  const planned: [string, number][] = [
    ['0202', 0],
    ['0101', 0],
    ['0202', 31],
    ['0303', 61],
    ['0402', 61],
    ['0303', 92],
    ['0402', 70],
    ['1201', 244],
    ['1201', 250],
    ['1601', 190],
  ];

  it('design 7: the same doses recorded in any order leave the same due list and the same counted doses', async () => {
    const birthDate = monthsAgo(12);
    const outcome = async (order: [string, number][]) => {
      const { personId } = world.announce({ birthDate });
      for (const [vaccine, day] of order) {
        const { errors } = await recordIn(world, fromBooklet(personId, vaccine, addDays(birthDate, day)));
        expect(errors).toEqual([]);
      }
      const due = await query(
        world.em(),
        'select series, dose, earliest, recommended, overdue_from, latest from due_item where person_id = $1 order by series',
        [personId],
      );
      const events = (await world.events('coverage.changed')).filter(
        (e): e is CoverageChanged => e.type === 'coverage.changed' && e.personId === personId,
      );
      return { due, slots: events.at(-1)!.slots };
    };
    const expected = await outcome(planned);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(planned, { minLength: planned.length }), async (order) => {
        expect(await outcome(order)).toEqual(expected);
      }),
      { numRuns: 12 },
    );
  });
});
