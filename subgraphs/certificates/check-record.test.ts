import { change, type Em, newId, query } from '@miaoben/kernel';
import { type Caller, type Stack, startStack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { start } from './server.ts';

const [bureau, near, far] = [newId(), newId(), newId()];
const school = (organisation: string, account: string, division: string): Caller => ({
  role: 'school_checker',
  account,
  organisation,
  divisions: [division],
});
const teacher = school(near, 'teacher', '630121100');
const colleague = school(near, 'colleague', '630121100');
const elsewhere = school(far, 'elsewhere', '630203001');
const education = school(bureau, 'education', '630121');
const nurse: Caller = { role: 'vaccinator', account: 'nurse', organisation: newId(), divisions: ['630121100'] };
const cdc: Caller = { role: 'cdc', account: 'cdc', divisions: ['63'] };

let stack: Stack;
const em = () => stack.services.certificates.orm.em.fork() as Em;
async function run<T>(caller: Caller, text: string, variables: Record<string, unknown> = {}): Promise<T> {
  const { data, errors } = await stack.graph<Record<string, T>>('certificates', caller, text, {
    commandId: newId(),
    ...variables,
  });
  expect(errors).toEqual([]);
  return Object.values(data)[0] as T;
}

interface Row {
  id: string;
  name: string;
}
interface Page {
  nodes: Row[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
const page = (caller: Caller, filter: Record<string, unknown> = {}, first = 50, after: string | null = null) =>
  run<Page>(
    caller,
    `query ($filter: CheckRecordFilter, $first: Int, $after: String) {
       checkRecords(filter: $filter, first: $first, after: $after) { nodes { id name } pageInfo { hasNextPage endCursor } } }`,
    { filter, first, after },
  );
const names = async (caller: Caller, filter: Record<string, unknown> = {}) =>
  (await page(caller, filter)).nodes.map((n) => n.name);

let classId: string;
let moved: string;
beforeAll(async () => {
  stack = await startStack(inject('adminUrl'), { certificates: start }, '2026-11-21');
  for (const [id, name, kind, division] of [
    [bureau, '大通县教育局', 'education', '630121'],
    [near, '桥头镇第三小学', 'school', '630121100'],
    [far, '平安区第一小学', 'school', '630203001'],
  ])
    await change(em(), 'insert into organisation (id, code, name, kind, division) values ($1, $2, $2, $3, $4)', [
      id,
      name,
      kind,
      division,
    ]);
  const open = (code: string) =>
    run<{ id: string }>(
      cdc,
      'mutation ($commandId: ID!, $input: SchoolRoundInput!) { openSchoolRound(commandId: $commandId, input: $input) { id } }',
      { input: { code, division: '63', termStart: '2026-11-01' } },
    );
  const [autumn, spring] = [await open('20261'), await open('20252')];
  classId = (
    await run<{ id: string }>(
      teacher,
      'mutation ($commandId: ID!, $input: SchoolClassInput!) { putSchoolClass(commandId: $commandId, input: $input) { id } }',
      { input: { roundId: autumn.id, grade: '一年级', name: '1班' } },
    )
  ).id;
  const add = (caller: Caller, round: string, name: string, more: Record<string, unknown> = {}) =>
    run<{ id: string }>(
      caller,
      'mutation ($commandId: ID!, $input: SchoolPupilInput!) { addSchoolPupil(commandId: $commandId, input: $input) { id } }',
      { input: { roundId: round, name, birthDate: '2020-03-01', ...more } },
    );
  await add(teacher, spring.id, '王小明');
  await add(teacher, autumn.id, '王小明', { classId, documentNumber: '11010519491231002X', birthDate: '1949-12-31' });
  moved = (await add(colleague, autumn.id, '李小红')).id;
  await add(elsewhere, autumn.id, '王小明');
  await run(teacher, 'mutation ($commandId: ID!, $id: ID!) { transferPupil(commandId: $commandId, id: $id) { id } }', {
    id: moved,
  });
  await change(em(), "update school_pupil set checked_on = '2026-09-05' where checker = 'elsewhere'");
});
afterAll(() => stack?.stop());

describe('records of checks', () => {
  it('Q-74 lists each check made, those of pupils who left too, to the school, its clinic, education and disease control, and to nobody else', async () => {
    expect(await names(teacher)).toEqual(['李小红', '王小明', '王小明']);
    expect(await names(nurse)).toEqual(['李小红', '王小明', '王小明']);
    expect(await names(education)).toEqual(['李小红', '王小明', '王小明']);
    expect(await names(elsewhere)).toEqual(['王小明']);
    expect(await names(cdc)).toEqual(['王小明', '李小红', '王小明', '王小明']);
    const { errors } = await stack.graph(
      'certificates',
      { role: 'guardian', account: 'parent' },
      '{ checkRecords { nodes { id } } }',
    );
    expect(errors.map((e) => e.extensions.code)).toEqual(['FORBIDDEN']);
  });

  it('Q-74 searches by round, school, class, verdict, day, checker, whole name and document number', async () => {
    expect(await names(cdc, { round: '20252' })).toEqual(['王小明']);
    expect(await names(cdc, { schoolId: far })).toEqual(['王小明']);
    expect(await names(teacher, { classId })).toEqual(['王小明']);
    expect(await names(teacher, { verdict: 'complete' })).toEqual([]);
    expect(await names(teacher, { verdict: 'no_file', round: '20261' })).toEqual(['李小红', '王小明']);
    expect(await names(cdc, { to: '2026-09-05' })).toEqual(['王小明']);
    expect(await names(cdc, { from: '2026-09-06' })).toEqual(['李小红', '王小明', '王小明']);
    expect(await names(teacher, { checker: 'colleague' })).toEqual(['李小红']);
    expect(await names(cdc, { name: '王小明', birthDate: '2020-03-01' })).toEqual(['王小明', '王小明']);
    expect(await names(cdc, { name: '王小', birthDate: '2020-03-01' })).toEqual([]);
    expect(await names(cdc, { documentNumber: '11010519491231002x' })).toEqual(['王小明']);
    expect(await names(cdc, { documentNumber: '110105' })).toEqual([]);
    expect(await names(elsewhere, { schoolId: near })).toEqual([]);
    const { errors } = await stack.graph(
      'certificates',
      cdc,
      '{ checkRecords(filter: { name: "王小明" }) { nodes { id } } }',
    );
    expect(errors.map((e) => e.extensions)).toMatchObject([
      { code: 'BAD_INPUT', field: 'birthDate', reason: 'required' },
    ]);
  });

  it('Q-74 turns the pages by key, each an audit line without a name', async () => {
    const found: string[] = [];
    let after: string | null = null;
    for (let turn = 0; turn < 4; turn += 1) {
      const { nodes, pageInfo }: Page = await page(cdc, {}, 1, after);
      found.push(...nodes.map((n) => n.id));
      expect(pageInfo.hasNextPage).toBe(turn < 3);
      after = pageInfo.endCursor;
    }
    expect(new Set(found).size).toBe(4);
    const lines = await query<{ detail: unknown }>(
      em(),
      "select detail from audit_line where account_id = 'cdc' and operation = 'Query.checkRecords' order by seq desc limit 4",
    );
    expect(lines.map((l) => l.detail)).toEqual([{ rows: 1 }, { rows: 1 }, { rows: 1 }, { rows: 1 }]);
  });

  it('Q-74 shows the course of a check, who made it, and nothing outside the reach', async () => {
    const detail = (caller: Caller) =>
      run<Record<string, unknown> | null>(
        caller,
        'query ($id: ID!) { checkRecord(id: $id) { state checkedOn checker { id } school { id } steps { step result byRole } } }',
        { id: moved },
      );
    const record = {
      state: 'moved',
      checkedOn: '2026-11-21',
      checker: { id: 'colleague' },
      school: { id: near },
      steps: [
        { step: 'imported', result: null, byRole: 'school_checker' },
        { step: 'unmatched', result: 'no_file', byRole: 'school_checker' },
        { step: 'moved', result: null, byRole: 'school_checker' },
      ],
    };
    expect(await detail(teacher)).toEqual(record);
    expect(await detail(education)).toEqual(record);
    expect(await detail(elsewhere)).toBeNull();
  });
});
