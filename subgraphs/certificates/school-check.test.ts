import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Em, newId, query } from '@miaoben/kernel';
import { SheetReader } from '@miaoben/kernel/sheets/reader';
import { type OutputCell, writeSheets } from '@miaoben/kernel/sheets/writer';
import { rosterRows } from '@miaoben/seeds/demo/demo';
import { DEMO_SCHOOLS } from '@miaoben/seeds/demo/organisations';
import { type CertificatesWorld, startCertificatesWorld, TODAY } from '@miaoben/tests/support/certificates-world';
import { scratchPath } from '@miaoben/tests/support/scratch';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { RosterReader } from './modules/school-check/school-check.reader.ts';

let world: CertificatesWorld;
let checker: Caller;
let otherSchool: Caller;
beforeAll(async () => {
  world = await startCertificatesWorld(inject('adminUrl'));
  const at = (code: string, account: string): Caller => ({
    role: 'school_checker',
    account,
    organisation: world.organisation(code),
  });
  checker = at(DEMO_SCHOOLS.primary, 'checker');
  otherSchool = at(DEMO_SCHOOLS.central, 'other-checker');
});
afterAll(() => world?.stop());

const HEADER = ['序号', '姓名*', '性别', '出生日期', '证件类型', '身份证号码', '年级', '班级', '入学类型', '家长电话'];
const START = `mutation ($commandId: ID!, $title: String!, $checkDate: Date, $fileName: String!, $size: Int!) {
  startSchoolCheck(commandId: $commandId, title: $title, checkDate: $checkDate, fileName: $fileName, size: $size) {
    id state uploadUrl exportUrl progress checkDate counts { verdict } } }`;
const READ = `query ($id: ID!, $verdict: RowVerdict, $first: Int, $after: String) {
  schoolCheck(id: $id) {
    id title state progress failure checkDate scheduleVersion uploadUrl exportUrl school { id } counts { verdict count }
    rows(verdict: $verdict, first: $first, after: $after) {
      nodes { number name birthDate grade className verdict scannedAt
        missing { series seriesName dose earliest } findings { column code message suggestion severity } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

interface Row {
  number: number;
  name: string;
  birthDate: string | null;
  verdict: string;
  missing: { seriesName: string; dose: number; earliest: string }[];
  findings: { column: string | null; code: string; severity: string }[];
}
interface Check {
  id: string;
  state: string;
  progress: number;
  failure: string | null;
  scheduleVersion: string | null;
  uploadUrl: string | null;
  exportUrl: string | null;
  school: { id: string };
  counts: { verdict: string; count: number }[];
  rows: { nodes: Row[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

const classList = (): OutputCell[][] =>
  rosterRows(world.demo).map((r) => [
    r.number,
    r.name,
    r.sex,
    r.birthDate,
    r.documentType,
    r.documentNumber,
    r.grade,
    r.className,
    r.entryType,
    r.guardianPhone,
  ]);

async function workbook(rows: OutputCell[][]): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of writeSheets([{ name: '一年级1班', columns: [], rows }])) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function start(
  caller: Caller,
  file: Uint8Array,
  input: Record<string, unknown> = {},
  commandId = newId(),
): Promise<Check> {
  const answer = await world.graph<{ startSchoolCheck: Check }>(caller, START, {
    commandId,
    title: '一年级1班 入学查验',
    fileName: '名单.xlsx',
    size: file.length,
    ...input,
  });
  expect(answer.errors).toEqual([]);
  return answer.data.startSchoolCheck;
}
const read = async (id: string, variables: Record<string, unknown> = {}, caller = checker) =>
  (await world.graph<{ schoolCheck: Check | null }>(caller, READ, { id, ...variables })).data.schoolCheck;

/** Uploads a list and waits for its verdicts. */
async function checked(rows: OutputCell[][] | Uint8Array, input: Record<string, unknown> = {}): Promise<Check> {
  const file = rows instanceof Uint8Array ? rows : await workbook(rows);
  const { id, uploadUrl } = await start(checker, file, input);
  const stored = await world.stack.file('certificates', uploadUrl ?? '', file);
  expect(stored.status).toBe(204);
  for (let i = 0; i < 200; i += 1) {
    const found = await read(id);
    if (found && /ready|failed/.test(found.state)) return found;
    await setTimeout(50);
  }
  throw new Error('the list was not judged within ten seconds');
}
const countsOf = (check: Check) => Object.fromEntries(check.counts.map((c) => [c.verdict, c.count]));

async function sheetOf(url: string): Promise<(string | number | boolean | null)[][]> {
  const response = await world.stack.file('certificates', url);
  expect(response.status).toBe(200);
  const path = scratchPath('xlsx');
  await writeFile(path, new Uint8Array(await response.arrayBuffer()));
  const rows = [];
  for await (const batch of (await SheetReader.open(path)).batches()) rows.push(...batch.map((r) => r.cells));
  await rm(path);
  return rows;
}

describe('Q-77 a class list of 45', () => {
  let check: Check;
  beforeAll(async () => {
    check = await checked([HEADER, ...classList()]);
  });

  it('gets a verdict per pupil, the one each story was made for', () => {
    expect(check).toMatchObject({ state: 'ready', progress: 1, failure: null, scheduleVersion: 'NIP-2026' });
    expect(check.school.id).toBe(checker.organisation);
    expect(countsOf(check)).toEqual({ complete: 28, missing_doses: 9, no_file: 4, postponed: 2, not_yet_due: 2 });
    const expected = { 1: 'complete', 2: 'missing_doses', 3: 'no_file', 4: 'postponed', 5: 'not_yet_due' } as const;
    expect(check.rows.nodes.map((r) => r.verdict)).toEqual(world.demo.pupils.map((p) => expected[p.expected]));
    expect(check.rows.nodes[0]).toMatchObject({ number: 2, name: world.demo.pupils[0]?.row.name });
  });

  it('names the missing doses with the earliest day, and says nothing of history, lots or reasons', () => {
    for (const row of check.rows.nodes) {
      expect(row.missing.length > 0).toBe(row.verdict === 'missing_doses');
      for (const dose of row.missing) {
        expect(dose.seriesName).toMatch(/苗/);
        expect(dose.dose).toBeGreaterThan(0);
        // The first of a series may be given today, the others follow after their intervals.
        const first = row.missing.find((m) => m.seriesName === dose.seriesName);
        expect(first!.earliest <= TODAY).toBe(true);
      }
      if (row.verdict === 'postponed') expect(row.findings).toEqual([]);
    }
  });

  it('is read in pages and by verdict, with as many statements for 5 rows as for 45', async () => {
    const first = await read(check.id, { first: 30 });
    expect(first?.rows.nodes).toHaveLength(30);
    expect(first?.rows.pageInfo.hasNextPage).toBe(true);
    const rest = await read(check.id, { first: 30, after: first?.rows.pageInfo.endCursor });
    expect(rest?.rows.nodes).toHaveLength(15);
    expect(rest?.rows.pageInfo.hasNextPage).toBe(false);
    const missing = await read(check.id, { verdict: 'missing_doses' });
    expect(missing?.rows.nodes).toHaveLength(9);
    const few = await world.graph(checker, READ, { id: check.id, first: 5 });
    const many = await world.graph(checker, READ, { id: check.id, first: 100 });
    expect(few.statements).toBe(many.statements);
    expect(many.statements).toBeLessThanOrEqual(4);
    const wrong = await world.graph(checker, READ, { id: check.id, first: 1_000 });
    expect(wrong.errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'first', reason: 'out_of_range' });
  });

  it('Q-75 is exported as .xlsx', async () => {
    const [header, ...rows] = await sheetOf(check.exportUrl ?? '');
    expect(header).toEqual([
      '序号',
      '姓名',
      '出生日期',
      '年级',
      '班级',
      '结论',
      '缺种疫苗剂次',
      '最早可种日期',
      '说明',
    ]);
    expect(rows).toHaveLength(45);
    const missing = rows.filter((r) => r[5] === '需补种');
    expect(missing).toHaveLength(9);
    for (const row of missing) {
      expect(row[6]).toMatch(/苗.*第\d剂/);
      expect(row[7]).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
    // Attack 38: a notice, never a refusal.
    expect(JSON.stringify(rows)).not.toMatch(/拒|不予|不得入/);
  });

  it('stands in the audit under who fetched it, not under who began the check', async () => {
    const colleague = { ...checker, account: 'colleague' };
    const shown = await read(check.id, {}, colleague);
    await sheetOf(shown?.exportUrl ?? '');
    const lines = await query<{ account_id: string; role: string }>(
      world.stack.services.certificates.orm.em.fork() as Em,
      "select account_id, role from audit_line where operation = 'export of school check' and subject = $1 order by seq desc",
      [check.id],
    );
    expect(lines[0]).toEqual({ account_id: 'colleague', role: 'school_checker' });
  });

  it('belongs to its school alone', async () => {
    expect(await read(check.id, {}, otherSchool)).toBeNull();
    expect(await read(newId(), {}, checker)).toBeNull();
    const list = '{ schoolChecks { id title counts { verdict count } } }';
    expect((await world.graph(otherSchool, list)).data).toEqual({ schoolChecks: [] });
    const own = await world.graph<{ schoolChecks: { id: string }[] }>(checker, list);
    expect(own.data.schoolChecks.map((c) => c.id)).toContain(check.id);
    const entity = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on SchoolCheck { id title } } }';
    const foreign = await world.graph(otherSchool, entity, { r: [{ __typename: 'SchoolCheck', id: check.id }] });
    expect(foreign.data).toEqual({ _entities: [null] });
    for (const role of ['guardian', 'vaccinator', 'cdc', 'inspector', 'partner', 'system_admin'] as const) {
      const caller: Caller = { role, divisions: ['63'], organisation: checker.organisation ?? '' };
      expect((await world.graph(caller, READ, { id: check.id })).errors[0]?.extensions.code).toBe('FORBIDDEN');
    }
  });

  it('keeps names and numbers sealed, and the uploaded file no longer than it takes to read it', async () => {
    const rows = await query<{ text: string }>(
      world.em(),
      'select row_to_json(r)::text as text from school_check_row r where check_id = $1',
      [check.id],
    );
    const [first] = world.demo.pupils;
    expect(rows).toHaveLength(45);
    for (const { text } of rows)
      expect(text).not.toMatch(new RegExp(`${first?.row.name}|${first?.row.documentNumber}`));
    const [file] = await query<{ file_id: string }>(world.em(), 'select file_id from school_check where id = $1', [
      check.id,
    ]);
    await expect(world.stack.services.certificates.files.size(file?.file_id ?? '')).rejects.toThrow();
    expect((await world.auditLines('school check')).find((l) => l.subject === check.id)?.detail).toEqual({ rows: 45 });
  });

  it('is a new check when the same file comes again with a new command, the same one when it is replayed', async () => {
    const file = await workbook([HEADER, ...classList()]);
    const commandId = newId();
    const first = await start(checker, file, {}, commandId);
    expect((await start(checker, file, {}, commandId)).id).toBe(first.id);
    expect((await start(checker, file)).id).not.toBe(first.id);
  });
});

describe('Q-77 a list with mistakes', () => {
  it('judges the good rows, and says of the others what is to be mended', async () => {
    const [good, twin, numberless, stranger, misnamed, other] = classList().filter(
      (_, i) => world.demo.pupils[i]?.expected === '1',
    ) as [OutputCell[], OutputCell[], OutputCell[], OutputCell[], OutputCell[], OutputCell[]];
    const change = (row: OutputCell[], at: Record<number, OutputCell>) => row.map((c, i) => (i in at ? at[i]! : c));
    const check = await checked([
      ['大通县桥头镇第三小学 2026级新生名单'],
      HEADER,
      good,
      good,
      change(twin, { 5: 630121202003150000 }),
      change(numberless, { 5: '' }),
      change(stranger, { 5: '63012120200315' }),
      change(misnamed, { 1: '=HYPERLINK("x")' }),
      change(other, { 1: '完全不同' }),
      ['99', '', '', '', '', '', '', '', '', ''],
      ['100'],
    ]);
    expect(check.state).toBe('ready');
    expect(countsOf(check)).toEqual({ complete: 2, to_mend: 4, candidate: 1 });
    const findings = check.rows.nodes.map((r) => r.findings.map((f) => `${f.column} ${f.code}`));
    expect(findings).toEqual([
      [],
      ['null duplicate_in_file'],
      ['documentNumber digits_lost'],
      [],
      ['documentNumber format'],
      ['name format'],
      ['null possible_duplicate'],
    ]);
  });

  it('gives a candidate to people, never the verdict of another child', async () => {
    const [first, second] = world.demo.pupils.filter((p) => p.expected === '1');
    const row = classList()[world.demo.pupils.indexOf(first!)]!;
    const other = classList()[world.demo.pupils.indexOf(second!)]!;
    const check = await checked([
      HEADER,
      // The number of one child under the name of another.
      [...row.slice(0, 3), other[3]!, '居民身份证', other[5]!, ...row.slice(6)],
    ]);
    const [node] = check.rows.nodes;
    expect(['candidate', 'to_mend']).toContain(node?.verdict);
    expect(node?.missing).toEqual([]);
  });

  it.each<[string, () => Promise<OutputCell[][] | Uint8Array>, string]>([
    ['no workbook', async () => Buffer.from('name,birth'), 'file_type'],
    [
      'no header',
      async () => [
        ['a', 'b'],
        ['c', 'd'],
      ],
      'missing_column',
    ],
    [
      'no column of birth dates',
      async () => [
        ['姓名', '性别', '班级'],
        ['张小明', '男', '1班'],
      ],
      'missing_column',
    ],
    ['no pupil', async () => [HEADER], 'required'],
  ])('says that a file with %s cannot be read', async (_what, make, failure) => {
    const check = await checked(await make());
    expect(check).toMatchObject({ state: 'failed', failure, exportUrl: null, uploadUrl: null, counts: [] });
  });

  it('refuses a check it cannot begin', async () => {
    const refused = async (input: Record<string, unknown>, caller = checker) =>
      (
        await world.graph(caller, START, {
          commandId: newId(),
          title: '查验',
          fileName: '名单.xlsx',
          size: 1000,
          ...input,
        })
      ).errors[0]?.extensions;
    expect(await refused({ title: ' ' })).toMatchObject({ field: 'title', reason: 'required' });
    expect(await refused({ title: '长'.repeat(101) })).toMatchObject({ field: 'title', reason: 'too_long' });
    expect(await refused({ fileName: '名单.xls' })).toMatchObject({ field: 'fileName', reason: 'file_type' });
    expect(await refused({ size: 60_000_000 })).toMatchObject({ field: 'size', reason: 'file_too_large' });
    expect(await refused({ checkDate: '2030-01-01' })).toMatchObject({ field: 'checkDate', reason: 'out_of_range' });
    expect(await refused({ commandId: 'x' })).toMatchObject({ field: 'commandId', reason: 'format' });
    expect(await refused({}, { role: 'school_checker', account: 'nobody' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refused({}, { role: 'vaccinator', organisation: checker.organisation ?? '' })).toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('a process that stopped while it read', () => {
  it('reads the list anew at its next start, each pupil once', async () => {
    const { files } = world.stack.services.certificates;
    const file = await workbook([HEADER, ...classList()]);
    const { id } = await start(checker, file);
    const [check] = await query<{ file_id: string }>(world.em(), 'select file_id from school_check where id = $1', [
      id,
    ]);
    const fileId = check?.file_id ?? '';
    await mkdir(dirname(files.path(fileId)), { recursive: true });
    await writeFile(files.path(fileId), file);
    await query(world.em(), "update school_check set state = 'reading', progress = 0.4 where id = $1", [id]);
    await query(world.em(), "insert into school_check_row values ($1, 2, 'complete', 'half a row')", [id]);
    const reader = new RosterReader(world.stack.services.certificates);
    await reader.resume();
    await reader.stop();
    // A reader told to stop leaves the list for the next one.
    expect((await read(id))?.state).toBe('reading');
    const next = new RosterReader(world.stack.services.certificates);
    await next.resume();
    await expect.poll(async () => (await read(id))?.state, { timeout: 10_000 }).toBe('ready');
    expect(countsOf((await read(id)) as Check)).toMatchObject({ complete: 28, missing_doses: 9 });
    await next.stop();
  });
});

describe('Q-77 the template', () => {
  it('is a list of the columns that the check reads back', async () => {
    const answer = await world.graph<{ rosterTemplateUrl: string }>(checker, '{ rosterTemplateUrl }');
    expect(answer.data.rosterTemplateUrl).toMatch(/^\/files\/certificates\/down\/template\/roster\//);
    const [header] = await sheetOf(answer.data.rosterTemplateUrl);
    expect(header).toEqual([
      '序号',
      '学籍号',
      '姓名*',
      '性别',
      '出生日期*',
      '证件类型',
      '证件号码',
      '年级',
      '班级',
      '入学类型',
      '监护人手机',
    ]);
  });
});
