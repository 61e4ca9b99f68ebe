import { writeFile } from 'node:fs/promises';
import { dateInShanghai, type Em, query } from '@miaoben/kernel';
import { SheetReader, type SheetRow } from '@miaoben/kernel/sheets/reader';
import { addDays, addMonths, COVERAGE_SLOTS, type CoverageSlot } from '@miaoben/schedule';
import type { MiaobenEvent, PersonChanged } from '@miaoben/schema';
import { serveOutbox } from '@miaoben/tests/support/outbox';
import { scratchPath } from '@miaoben/tests/support/scratch';
import { type Caller, type GraphAnswer, type Stack, startStack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { mergeAll, rebuild } from '../../jobs/rebuild.ts';
import { start } from '../../server.ts';
import { coverage, person, storedCells, TODAY, TOWNSHIPS } from './coverage.test-kit.ts';

interface Cell {
  slot: string;
  slotName: string;
  due: number;
  done: number;
  timely: number;
  rate: number | null;
  timelyRate: number | null;
}
interface Row {
  division: { code: string };
  cohort: string;
  children: number;
  cells: Cell[];
  fullyImmunised: number;
  fullCourseChildren: number;
  dosesAtTarget: number;
}
interface Report {
  coverage: { id: string; asOf: string; slots: string[]; rows: Row[]; total: Row; exportUrl: string };
}
interface Children {
  coverageChildren: {
    nodes: { person: { id: string }; birthDate: string; done: boolean; date: string | null; timely: boolean | null }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

const ROW = `division { code } cohort children fullyImmunised fullCourseChildren dosesAtTarget
  cells { slot slotName due done timely rate timelyRate }`;
const REPORT = `query ($division: ID!, $from: Int!, $to: Int!, $by: CoverageGrouping) {
  coverage(division: $division, cohortFrom: $from, cohortTo: $to, by: $by) {
    id asOf slots definition { name numerator denominator source } rows { ${ROW} } total { ${ROW} } exportUrl } }`;
const CHILDREN = `query ($division: ID!, $cohort: Int!, $slot: String!, $done: Boolean, $first: Int, $after: String) {
  coverageChildren(division: $division, cohort: $cohort, slot: $slot, done: $done, first: $first, after: $after) {
    nodes { person { id } birthDate done date timely } pageInfo { hasNextPage endCursor } } }`;

const CDC: Caller = { role: 'cdc', divisions: ['63'] };
const DOSES = COVERAGE_SLOTS.slice(0, 20) as readonly CoverageSlot[];
const AGES = [0, 1, 6, 0, 2, 3, 4, 48, 2, 4, 6, 18, 72, 8, 18, 6, 9, 36, 72, 18];

/** 240 children of 2014 to 2026 in four townships of three counties, every twelfth moved away; doses by a fixed pattern. */
function population(): { files: PersonChanged[]; doses: Map<string, CoverageSlot[]> } {
  const doses = new Map<string, CoverageSlot[]>();
  const files = Array.from({ length: 240 }, (_, i) => {
    const birthDate = addDays('2014-01-01', (i * 1_613) % 4_700);
    const file = person({
      birthDate,
      sex: i % 2 ? 'F' : 'M',
      divisionCode: TOWNSHIPS[i % 4]!,
      registrationState: i % 12 === 11 ? 'moved_out' : 'active',
    });
    const reached = DOSES.filter((_s, d) => addMonths(birthDate, AGES[d]!) <= TODAY);
    doses.set(file.personId, i % 3 === 0 ? reached : reached.filter((_s, d) => (i + d * 7) % 5 !== 0));
    return file;
  });
  return { files, doses };
}

const { files, doses } = population();
/** Every other child got BCG late. */
const lateBcg = (f: PersonChanged) => files.indexOf(f) % 2 === 0;
const events: MiaobenEvent[] = files.map((f) => coverage(f, doses.get(f.personId)!, lateBcg(f) ? ['BCG-1'] : []));

let stack: Stack;
let stopOutboxes: (() => Promise<void>)[];
beforeAll(async () => {
  stack = await startStack(inject('adminUrl'), { statistics: start }, TODAY);
  stopOutboxes = [await serveOutbox(stack.peers.people, files), await serveOutbox(stack.peers.vaccines, events)];
  const { consumer, orm } = stack.services.statistics;
  await consumer.drain('vaccines');
  await consumer.drain('people');
  await mergeAll(orm);
});
afterAll(async () => {
  await stack.stop();
  for (const stop of stopOutboxes) await stop();
});

const report = async (division: string, from: number, to: number, by = 'division', caller = CDC) =>
  stack.graph<Report>('statistics', caller, REPORT, { division, from, to, by });

/** The figures of a row counted from the population, child by child. */
function expected(division: string, from: number, to: number) {
  const own = files.filter(
    (f) =>
      f.registrationState === 'active' &&
      f.divisionCode.startsWith(division) &&
      Number(f.birthDate.slice(0, 4)) >= from &&
      Number(f.birthDate.slice(0, 4)) <= to,
  );
  const has = (f: PersonChanged, slot: CoverageSlot) => doses.get(f.personId)!.includes(slot);
  const cells = DOSES.map((slot, d) => {
    const done = own.filter((f) => has(f, slot)).length;
    const due = own.filter((f) => {
      const lastOfMonth = addDays(addMonths(`${f.birthDate.slice(0, 7)}-01`, 1), -1);
      return has(f, slot) || addMonths(lastOfMonth, AGES[d]!) <= TODAY;
    }).length;
    const timely = slot === 'BCG-1' ? own.filter((f) => has(f, slot) && !lateBcg(f)).length : done;
    return { slot, due, done, timely };
  });
  return { children: own.length, cells };
}
const figures = (row: Row) => ({
  children: row.children,
  cells: row.cells.map(({ slot, due, done, timely }) => ({ slot, due, done, timely })),
});

describe('coverage report', () => {
  it.each([
    ['63', 2014, 2026],
    ['63', 2026, 2026],
    ['6301', 2018, 2024],
    ['630121', 2014, 2026],
    ['630121001', 2019, 2025],
  ])(
    'Q-16 gives due, done and timely of %s for the cohorts %i-%i as counted child by child',
    async (division, from, to) => {
      for (const by of ['division', 'cohort']) {
        const { data, errors } = await report(division, from, to, by);
        expect(errors).toEqual([]);
        expect(figures(data.coverage.total)).toEqual(expected(division, from, to));
        expect(data.coverage.total.children).toBeGreaterThan(0);
        for (const row of data.coverage.rows) {
          const years = by === 'cohort' ? [Number(row.cohort), Number(row.cohort)] : [from, to];
          expect(figures(row)).toEqual(expected(row.division.code, years[0]!, years[1]!));
        }
      }
    },
  );

  it('Q-102 goes down city, county, township; the rows add up to the total, and it says how many doses reach 90 %', async () => {
    const levels = [
      ['63', ['6301', '6302']],
      ['6301', ['630121', '630122']],
      ['630121', ['630121001', '630121002']],
      ['630121001', ['630121001']],
    ] as const;
    for (const [division, below] of levels) {
      const { data } = await report(division, 2014, 2026);
      const { rows, total } = data.coverage;
      expect(rows.map((r) => r.division.code)).toEqual(below);
      const sum = (pick: (row: Row) => number) => rows.reduce((n, r) => n + pick(r), 0);
      expect(sum((r) => r.children)).toBe(total.children);
      expect(sum((r) => r.fullyImmunised)).toBe(total.fullyImmunised);
      for (const [c, cell] of total.cells.entries()) {
        expect(sum((r) => r.cells[c]!.due)).toBe(cell.due);
        expect(sum((r) => r.cells[c]!.done)).toBe(cell.done);
        expect(sum((r) => r.cells[c]!.timely)).toBe(cell.timely);
      }
      for (const row of rows)
        expect(row.dosesAtTarget).toBe(row.cells.filter((c) => c.due > 0 && c.done / c.due >= 0.9).length);
    }
  });

  it('counts as fully immunised who holds every dose of the age group, from one year on', async () => {
    const { data } = await report('63', 2014, 2026, 'cohort');
    const lists: [number, number][] = [
      [1, 12],
      [2, 24],
      [3, 36],
      [4, 48],
      [5, 60],
      [7, 84],
    ];
    const needed: Record<number, readonly CoverageSlot[]> = {};
    const base = ['HepB-1', 'HepB-2', 'HepB-3', 'BCG-1', 'Polio-1', 'Polio-2', 'Polio-3', 'DTaP-1', 'DTaP-2', 'DTaP-3'];
    needed[1] = [...base, 'MCV-1', 'MPSV-A-1', 'MPSV-A-2'] as CoverageSlot[];
    needed[2] = [...needed[1], 'DTaP-4', 'MCV-2', 'HepA-1'];
    needed[3] = needed[2];
    needed[4] = [...needed[3], 'MPSV-AC-1'];
    needed[5] = [...needed[4], 'Polio-4'];
    needed[7] = [...needed[5], 'DTaP-5', 'MPSV-AC-2'];
    let [full, asked] = [0, 0];
    for (const f of files.filter((f) => f.registrationState === 'active')) {
      const lastOfMonth = addDays(addMonths(`${f.birthDate.slice(0, 7)}-01`, 1), -1);
      const group = lists.findLast(([, months]) => addMonths(lastOfMonth, months) <= TODAY);
      if (!group) continue;
      asked += 1;
      if (needed[group[0]]!.every((slot) => doses.get(f.personId)!.includes(slot))) full += 1;
    }
    expect(data.coverage.total.fullCourseChildren).toBe(asked);
    expect(data.coverage.total.fullyImmunised).toBe(full);
    expect(full).toBeGreaterThan(20);
  });

  it('says what its figures mean, and until when they hold; nobody due is no rate', async () => {
    const { data } = await report('63', 2026, 2026);
    expect(data.coverage).toMatchObject({ definition: { source: expect.stringContaining('〔2024〕46号') } });
    expect(dateInShanghai(new Date(data.coverage.asOf))).toBe(TODAY);
    const fifth = data.coverage.total.cells.find((c) => c.slot === 'DTaP-5');
    expect(fifth).toMatchObject({ slotName: '百白破疫苗第5剂', due: 0, rate: null, timelyRate: null });
    const first = data.coverage.total.cells.find((c) => c.slot === 'HepB-1')!;
    expect(first.rate).toBeCloseTo(first.done / first.due, 10);
  });

  it('takes the same few statements for a township and a province', async () => {
    const few = await report('630121001', 2026, 2026);
    const many = await report('63', 2014, 2026);
    expect(many.statements).toBeLessThanOrEqual(few.statements + 1);
    expect(many.statements).toBeLessThanOrEqual(6);
  });

  it('can be loaded by its id as a federated entity, out of the area as null', async () => {
    const { data } = await report('6301', 2019, 2024);
    const document = `query ($ids: [_Any!]!) { _entities(representations: $ids) { ... on CoverageReport { id total { children } } } }`;
    const ids = [data.coverage.id, '62-2019-2024-division', 'nonsense'].map((id) => ({
      __typename: 'CoverageReport',
      id,
    }));
    const found = await stack.graph<{ _entities: unknown[] }>('statistics', CDC, document, { ids });
    expect(found.data._entities).toEqual([
      { id: data.coverage.id, total: { children: data.coverage.total.children } },
      null,
      null,
    ]);
  });

  it('exports what it shows as .xlsx, with names of divisions', async () => {
    const { data } = await report('63', 2019, 2024);
    const answer = await stack.file('statistics', data.coverage.exportUrl);
    expect(answer.status).toBe(200);
    const path = scratchPath('xlsx');
    await writeFile(path, Buffer.from(await answer.arrayBuffer()));
    const rows: SheetRow[] = [];
    for await (const batch of (await SheetReader.open(path)).batches()) rows.push(...batch);
    expect(rows[0]!.cells.slice(0, 8)).toEqual([
      ...['地区编码', '地区', '出生队列', '儿童数'],
      ...['应种', '实种', '接种率%', '及时接种率%'].map((c) => `乙型肝炎疫苗第1剂 ${c}`),
    ]);
    const { rows: shown, total } = data.coverage;
    expect(rows.slice(1).map((r) => r.cells[1])).toEqual(['西宁市', '海东市', '青海省 合计']);
    expect(rows.slice(1).map((r) => r.cells[3])).toEqual([...shown, total].map((r) => r.children));
    expect(rows.at(-1)!.cells[5]).toBe(total.cells[0]!.done);
    const forged = await stack.file('statistics', data.coverage.exportUrl.replace('63-2019', '62-2019'));
    expect(forged.status).toBe(403);
  });
});

describe('drill-down', () => {
  async function children(variables: Record<string, unknown>, caller = CDC) {
    const nodes: Children['coverageChildren']['nodes'] = [];
    let after: string | null = null;
    for (;;) {
      const answer: GraphAnswer<Children> = await stack.graph<Children>('statistics', caller, CHILDREN, {
        first: 7,
        after,
        ...variables,
      });
      expect(answer.errors).toEqual([]);
      const { nodes: more, pageInfo } = answer.data.coverageChildren;
      nodes.push(...more);
      if (!pageInfo.hasNextPage) return nodes;
      after = pageInfo.endCursor;
    }
  }

  it('Q-102 gives exactly the children behind each cell, page by page', async () => {
    const { data } = await report('630121', 2026, 2026);
    for (const row of data.coverage.rows) {
      for (const cell of row.cells) {
        const where = { division: row.division.code, cohort: 2026, slot: cell.slot };
        const [due, done, missing] = [
          await children(where),
          await children({ ...where, done: true }),
          await children({ ...where, done: false }),
        ];
        expect([due.length, done.length, missing.length]).toEqual([cell.due, cell.done, cell.due - cell.done]);
        expect(done.filter((c) => c.timely).length).toBe(cell.timely);
        expect(new Set(due.map((c) => c.person.id)).size).toBe(due.length);
      }
    }
  });

  it('gives the date of the dose, and none where it is missing', async () => {
    const [child] = await children({ division: '63', cohort: 2020, slot: 'HepB-1', done: true });
    expect(child).toMatchObject({ done: true, date: '2024-01-15', timely: true });
    const [missing] = await children({ division: '63', cohort: 2020, slot: 'HepB-2', done: false });
    expect(missing).toMatchObject({ done: false, date: null, timely: null });
  });

  it('writes each look-up to the audit, without naming a child', async () => {
    const em = stack.services.statistics.orm.em.fork() as Em;
    const lines = () =>
      query<{ subject: string; detail: object; account_id: string }>(
        em,
        `select subject, detail, account_id from audit_line where operation = 'Query.coverageChildren' order by seq desc limit 1`,
      );
    await children({ division: '630121', cohort: 2021, slot: 'MCV-1' }, { ...CDC, account: 'officer' });
    expect(await lines()).toEqual([
      { subject: '630121', detail: { cohort: 2021, slot: 'MCV-1', rows: expect.any(Number) }, account_id: 'officer' },
    ]);
  });

  it('takes the same statements for one row and for many', async () => {
    const ask = (first: number) =>
      stack.graph('statistics', CDC, CHILDREN, { division: '63', cohort: 2020, slot: 'HepB-1', first });
    expect((await ask(1)).statements).toBe((await ask(100)).statements);
  });
});

describe('who may ask', () => {
  const codes = (answer: { errors: { extensions: object }[] }) => answer.errors.map((e) => e.extensions);

  it('the CDC and inspectors see their area, and nothing of another one, be it there or not', async () => {
    for (const role of ['cdc', 'inspector'] as const) {
      const caller = { role, divisions: ['630121'] };
      expect((await report('630121', 2020, 2024, 'division', caller)).errors).toEqual([]);
      for (const division of ['63', '6301', '630122', '630199', '620102001']) {
        expect(codes(await report(division, 2020, 2024, 'division', caller))).toEqual([{ code: 'FORBIDDEN' }]);
        const rows = await stack.graph('statistics', caller, CHILDREN, { division, cohort: 2020, slot: 'HepB-1' });
        expect(codes(rows)).toEqual([{ code: 'FORBIDDEN' }]);
      }
    }
  });

  it.each([
    'guardian',
    'vaccinator',
    'school_checker',
    'partner',
    'system_admin',
    'security_admin',
    'audit_admin',
  ] as const)('a %s sees no statistics', async (role) => {
    const caller = { role, divisions: ['63'] };
    expect(codes(await report('63', 2020, 2024, 'division', caller))).toEqual([{ code: 'FORBIDDEN' }]);
    const rows = await stack.graph('statistics', caller, CHILDREN, { division: '63', cohort: 2020, slot: 'HepB-1' });
    expect(codes(rows)).toEqual([{ code: 'FORBIDDEN' }]);
  });

  it('nobody without a token', async () => {
    const answer = await stack.graph('statistics', undefined, REPORT, { division: '63', from: 2020, to: 2024 });
    expect(codes(answer)).toEqual([{ code: 'UNAUTHENTICATED' }]);
  });

  it.each([
    [{ division: '6' }, 'division', 'unknown_code'],
    [{ division: '630121001001' }, 'division', 'unknown_code'],
    [{ division: '63%' }, 'division', 'unknown_code'],
    [{ from: 1990 }, 'cohortFrom', 'out_of_range'],
    [{ from: 2024, to: 2020 }, 'cohortTo', 'out_of_range'],
    [{ to: 2027 }, 'cohortTo', 'out_of_range'],
  ])('refuses the report asked for by %j', async (wrong, field, reason) => {
    const answer = await stack.graph('statistics', CDC, REPORT, { division: '63', from: 2020, to: 2024, ...wrong });
    expect(codes(answer)).toEqual([expect.objectContaining({ code: 'BAD_INPUT', field, reason })]);
  });

  it.each([
    [{ slot: 'HepB-9' }, 'slot', 'unknown_code'],
    [{ cohort: 2030 }, 'cohort', 'out_of_range'],
    [{ first: 501 }, 'first', 'out_of_range'],
    [{ after: 'x' }, 'after', 'format'],
  ])('refuses the children asked for by %j', async (wrong, field, reason) => {
    const variables = { division: '63', cohort: 2020, slot: 'HepB-1', ...wrong };
    const answer = await stack.graph('statistics', CDC, CHILDREN, variables);
    expect(codes(answer)).toEqual([expect.objectContaining({ code: 'BAD_INPUT', field, reason })]);
  });
});

describe('rebuild', () => {
  it('counts everything again from the first event, and comes to the same cells', async () => {
    const { services } = stack;
    const before = await storedCells(services.statistics.orm);
    expect(Object.keys(before).length).toBeGreaterThan(1_000);
    await rebuild(services.statistics);
    expect(await storedCells(services.statistics.orm)).toEqual(before);
  });
});
