import { rm, writeFile } from 'node:fs/promises';
import { change, type Em, newId, query } from '@miaoben/kernel';
import { SheetReader } from '@miaoben/kernel/sheets/reader';
import { scratchPath } from '@miaoben/tests/support/scratch';
import { type Caller, type Stack, startStack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { start } from './server.ts';

const [bureau, near, far, clinic] = [newId(), newId(), newId(), newId()];
const DOSE = { series: 'MMR', seriesName: '麻腮风疫苗', dose: 2, earliest: null };
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
    [clinic, '桥头镇中心卫生院', 'clinic', '630121100'],
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
  await change(
    em(),
    `update school_pupil set check_type = 'transfer', certificate_seen = true, certificate_number = '63012100123', clinic_id = $2,
       verdict = 'postponed', missing = $3, caught_up = $4, caught_up_on = '2026-11-20', notice_type = 'catch_up', notice_on = '2026-11-10',
       recheck_on = '2026-12-02', recheck_result = 'complete' where id = $1`,
    [moved, clinic, JSON.stringify([DOSE]), JSON.stringify([{ ...DOSE, dose: 1 }])],
  );
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

  it('H-01 stand on the path of the person, for the clinic and disease control that reach the school, with an audit line', async () => {
    const personId = newId();
    await change(em(), 'update school_pupil set person_id = $2 where id = $1', [moved, personId]);
    const checks = async (caller: Caller) => {
      const { data, errors } = await stack.graph<{ _entities: ({ schoolChecks: { id: string }[] | null } | null)[] }>(
        'certificates',
        caller,
        'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { schoolChecks { id verdict checkedOn school { id } } } } }',
        { r: [{ __typename: 'Person', id: personId }] },
      );
      return { found: data?._entities?.[0]?.schoolChecks ?? null, errors };
    };
    const expected = [{ id: moved, verdict: 'postponed', checkedOn: '2026-11-21', school: { id: near } }];
    for (const caller of [nurse, cdc]) expect((await checks(caller)).found).toEqual(expected);
    expect((await checks({ ...nurse, divisions: ['630203001'] })).found).toEqual([]);
    const inspector: Caller = { role: 'inspector', account: 'inspector', divisions: ['63'] };
    for (const caller of [inspector, { role: 'guardian', account: 'parent' } as const])
      expect((await checks(caller)).found).toBeNull();
    const lines = await query(
      em(),
      "select account_id, subject from audit_line where operation = 'Person.schoolChecks' order by seq",
    );
    expect(lines).toEqual([
      { account_id: 'nurse', subject: personId },
      { account_id: 'cdc', subject: personId },
    ]);
    // Several at once: each of them is in the audit chain, and none whose checks were not there.
    const second = newId();
    await change(
      em(),
      'update school_pupil set person_id = $2 where id = (select id from school_pupil where id <> $1 order by id limit 1)',
      [moved, second],
    );
    await stack.graph(
      'certificates',
      cdc,
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { schoolChecks { id } } } }',
      { r: [second, newId(), personId].map((id) => ({ __typename: 'Person', id })) },
    );
    expect(
      await query(em(), "select subject from audit_line where operation = 'Person.schoolChecks' order by seq offset 2"),
    ).toEqual([{ subject: second }, { subject: personId }]);
    await change(em(), 'update school_pupil set person_id = null where person_id = any($1)', [[personId, second]]);
  });

  it('Q-74 searches by round, school, class, verdict, day, checker, whole name and document number', async () => {
    expect(await names(cdc, { round: '20252' })).toEqual(['王小明']);
    expect(await names(cdc, { schoolId: far })).toEqual(['王小明']);
    expect(await names(teacher, { classId })).toEqual(['王小明']);
    expect(await names(teacher, { verdict: 'complete' })).toEqual([]);
    expect(await names(teacher, { verdict: 'no_file', round: '20261' })).toEqual(['王小明']);
    expect(await names(teacher, { checkType: 'transfer' })).toEqual(['李小红']);
    expect(await names(teacher, { certificateSeen: true })).toEqual(['李小红']);
    expect(await names(teacher, { certificateSeen: false })).toEqual([]);
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

  const classes = (caller: Caller, schoolId?: string) =>
    stack.graph<{ checkRecordClasses: { id: string; grade: string; name: string }[] }>(
      'certificates',
      caller,
      'query ($schoolId: ID) { checkRecordClasses(round: "20261", schoolId: $schoolId) { id grade name } }',
      { ...(schoolId && { schoolId }) },
    );

  it('Q-74 offers the classes of a school to search by: of the own one, or of one in the area that is named', async () => {
    const own = [{ id: classId, grade: '一年级', name: '1班' }];
    for (const [caller, schoolId] of [[teacher], [education, near], [nurse, near], [cdc, near]] as const)
      expect((await classes(caller, schoolId)).data.checkRecordClasses).toEqual(own);
    expect((await classes(education)).data.checkRecordClasses).toEqual([]);
    for (const [caller, schoolId] of [
      [teacher, far],
      [education, far],
      [nurse, far],
      [cdc, newId()],
    ] as const)
      expect((await classes(caller, schoolId)).errors.map((e) => e.extensions.code)).toEqual(['FORBIDDEN']);
  });

  it('Q-74 exports what the search finds with every field of a record, masked, an audit line', async () => {
    const { peers } = stack.services.certificates;
    vi.spyOn(peers, 'graph').mockResolvedValue({ _entities: [{ id: 'colleague', displayName: '李老师' }] });
    const sheet = async (caller: Caller, filter: Record<string, unknown>) => {
      const url = await run<string>(
        caller,
        'query ($filter: CheckRecordFilter) { checkRecordsFileUrl(filter: $filter) }',
        { filter },
      );
      const response = await stack.file('certificates', url);
      expect(response.status).toBe(200);
      const path = scratchPath('xlsx');
      await writeFile(path, new Uint8Array(await response.arrayBuffer()));
      const rows: unknown[][] = [];
      for await (const batch of (await SheetReader.open(path)).batches()) rows.push(...batch.map((r) => r.cells));
      await rm(path);
      return rows;
    };
    const [head = [], record = [], ...others] = await sheet(education, { checker: 'colleague' });
    expect(others).toEqual([]);
    expect(Object.fromEntries(head.map((title, i) => [title, record[i] ?? null]))).toEqual({
      查验轮次: '20261',
      学校: '桥头镇第三小学',
      年级: null,
      班级: null,
      姓名: '李小红',
      性别: null,
      出生日期: '2020-03-01',
      证件号码: null,
      监护人手机: null,
      查验类型: '转学',
      有无接种证: '有',
      接种证号: '63012100123',
      结论: '暂缓或未到龄',
      需补种疫苗剂次: '麻腮风疫苗第2剂',
      现管理单位: '桥头镇中心卫生院',
      通知单: '补种通知单',
      通知日期: '2026-11-10',
      已补种疫苗剂次: '麻腮风疫苗第1剂',
      补种日期: '2026-11-20',
      复验日期: '2026-12-02',
      复验结论: '已完成',
      查验人: '李老师',
      查验日期: '2026-11-21',
    });
    const [, ofClass = []] = await sheet(teacher, { classId });
    expect([ofClass[2], ofClass[3], ofClass[7]]).toEqual(['一年级', '1班', '1101**********002X']);
    expect(await sheet(elsewhere, { schoolId: near })).toHaveLength(1);
    const [line] = await query(
      em(),
      "select account_id from audit_line where operation = 'export of check records' order by seq limit 1",
    );
    expect(line).toEqual({ account_id: 'education' });
  });
});
