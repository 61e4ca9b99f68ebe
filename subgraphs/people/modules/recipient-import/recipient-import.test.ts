import { writeFile } from 'node:fs/promises';
import { type Em, query } from '@miaoben/kernel';
import { SheetReader, type SheetRow } from '@miaoben/kernel/sheets/reader';
import type { OutputCell } from '@miaoben/kernel/sheets/writer';
import { scratchPath } from '@miaoben/tests/support/scratch';
import type { Stack } from '@miaoben/tests/support/stack';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { CLINIC, callers, idNumber, made, startPeople } from '../../people.test-kit.ts';
import { start as startSubgraph } from '../../server.ts';
import { HEADERS, importer, workbook } from './import.test-kit.ts';

let stack: Stack;
let desk: ReturnType<typeof importer>;
beforeAll(async () => {
  stack = await startPeople(inject('adminUrl'));
  desk = importer(stack);
});
afterAll(() => stack.stop());

const sql = <R>(text: string, values: unknown[] = []) =>
  query<R>(stack.services.people.orm.em.fork() as Em, text, values);
const names = ['金玉堂', '马成林', '祁发祥', '星全忠', '东主才', '包玉兰', '铁木尔', '白志远', '冶文秀', '韩得福'];
let serial = 100;
/** A row without fault; `at` replaces cells by header. */
function row(name: string, at: Record<string, OutputCell> = {}, birth = '2023-05-06'): OutputCell[] {
  serial += 1;
  const cells: Record<string, OutputCell> = {
    '姓名*': name,
    '性别*': '女',
    '出生日期*': birth,
    证件号码: idNumber(birth, serial, 'F'),
    '现居住地*': '桥头镇',
    ...at,
  };
  return HEADERS.map((h) => cells[h] ?? null);
}
async function rowsOfFile(bytes: Uint8Array): Promise<SheetRow[]> {
  const path = scratchPath('xlsx');
  await writeFile(path, bytes);
  const rows: SheetRow[] = [];
  for await (const batch of (await SheetReader.open(path)).batches()) rows.push(...batch);
  return rows;
}

describe('Q-09 the mistakes people make', () => {
  it.each<[string, Record<string, OutputCell>, string, string | null, string]>([
    ['a bad check digit', { 证件号码: '630121202305061111' }, 'error', '证件号码', 'check_digit'],
    ['an ID number typed as a number', { 证件号码: 630121202305061e3 }, 'error', '证件号码', 'digits_lost'],
    [
      'name and ID number swapped',
      { '姓名*': '630121202305060025', 证件号码: '丁大勇' },
      'error',
      '姓名',
      'swapped_columns',
    ],
    ['sex and birth date swapped', { '性别*': '2023-05-06', '出生日期*': '女' }, 'error', '性别', 'swapped_columns'],
    [
      'a birth date that is not that of the ID',
      { '出生日期*': '2023-05-07' },
      'error',
      '出生日期',
      'birth_date_differs_from_id',
    ],
    ['a sex that is not that of the ID', { '性别*': '男' }, 'error', '性别', 'sex_differs_from_id'],
    [
      'a day that does not exist',
      { '出生日期*': '2023-02-30', 证件号码: null },
      'error',
      '出生日期',
      'date_impossible',
    ],
    ['a date with two readings', { '出生日期*': '3/4/2023', 证件号码: null }, 'error', '出生日期', 'format'],
    ['a future date', { '出生日期*': '2027-01-01', 证件号码: null }, 'error', '出生日期', 'date_in_future'],
    ['no name', { '姓名*': null }, 'error', '姓名', 'required'],
    ['an invisible character in the name', { '姓名*': '张​伟' }, 'error', '姓名', 'suspicious_characters'],
    ['an unknown township', { '现居住地*': '火星镇' }, 'error', '现居住地', 'unknown_code'],
    ['a township of another county', { '现居住地*': '630123100' }, 'error', '现居住地', 'unknown_code'],
    ['an unknown unit', { 建档单位: '999999999999' }, 'error', '建档单位', 'unknown_code'],
    ['a weight in kilograms', { 出生体重: 3.25 }, 'warning', '出生体重', 'out_of_range'],
    ['a guardian without relation', { 监护人姓名: '李秀英' }, 'warning', '监护人关系', 'required'],
    ['a phone without guardian', { 监护人手机: '13897001234' }, 'error', '监护人姓名', 'required'],
    [
      'a wrong phone',
      { 监护人姓名: '李秀英', 监护人关系: '母亲', 监护人手机: '1389700' },
      'error',
      '监护人手机',
      'format',
    ],
  ])('%s', async (_what, at, state, header, code) => {
    const preview = await desk.preview(await workbook([row('丁大勇', at)]));
    const found = preview.rows.nodes[0];
    expect(found?.state).toBe(state);
    const columns = (
      await stack.graph<{ it: { columns: { key: string; header: string }[] } }>(
        'people',
        callers.nurse,
        'query($id: ID!) { it: recipientImport(id: $id) { columns { key header } } }',
        { id: preview.id },
      )
    ).data.it.columns;
    const key = columns.find((c) => c.header === header)?.key;
    expect(found?.findings.map((f) => [f.column, f.code])).toContainEqual([key, code]);
    expect(found?.findings.every((f) => f.message.length > 3)).toBe(true);
  });

  it('reads dates as text, cell and serial number, 全角, synonyms of headers, titles above, other orders', async () => {
    const bytes = await writeXlsx({
      sheets: [
        {
          name: 'x',
          rows: [
            ['大通县2026年受种者登记表'],
            ['现住址', '宝宝姓名', '生日（公历）', '性别', '备注'],
            ['大通县桥头镇', '　孔　繁森　', new Date(Date.UTC(2023, 4, 6)), '男', 'x'],
            ['６３０１２１１０１', '孟繁星', '２０２３年５月６日', '女性', ''],
            [],
            ['朔北藏族乡', '冉阿让', 45052, 'M', ''],
            ['城关镇', '苏铁生', '20230506', '1', ''],
          ],
        },
      ],
    });
    const preview = await desk.preview(bytes);
    expect(preview.counts).toMatchObject({ total: 4, ok: 4 });
    expect(preview.rows.nodes.map((r) => r.number)).toEqual([3, 4, 6, 7]);
    const committed = await desk.commit(preview.id);
    expect(committed.data.it).toMatchObject({ state: 'committed', counts: { committed: 4, ok: 0 } });
    const stored = await sql<{ name: string; birth_date: string; residence: string; sex: string }>(
      "select name, birth_date, residence, sex from person where name = any('{孔繁森,孟繁星,冉阿让,苏铁生}') order by residence, name",
    );
    expect(stored).toEqual([
      { name: '孔繁森', birth_date: '2023-05-06', residence: '630121100', sex: 'M' },
      { name: '孟繁星', birth_date: '2023-05-06', residence: '630121101', sex: 'F' },
      { name: '苏铁生', birth_date: '2023-05-06', residence: '630121101', sex: 'M' },
      { name: '冉阿让', birth_date: '2023-05-06', residence: '630121204', sex: 'M' },
    ]);
  });

  it('knows the same child twice in the file, and lets go when one row is corrected or skipped', async () => {
    const document = idNumber('2023-05-06', 60, 'F');
    const preview = await desk.preview(
      await workbook([
        row('易烊一', { 证件号码: document }),
        row('司马光', {}, '2021-07-08'),
        row('易烊一', { 证件号码: ` ${document} ` }),
        row('易烊一', { 证件号码: document }),
      ]),
    );
    const states = (i: typeof preview) => i.rows.nodes.map((r) => r.state);
    expect(states(preview)).toEqual(['ok', 'ok', 'error', 'error']);
    expect(preview.rows.nodes[2]?.findings[0]).toMatchObject({ code: 'duplicate_in_file', message: '与第2行重复' });
    const skipped = await desk.edit(preview.id, [{ number: 2, skip: true }]);
    expect(states(skipped.data.it)).toEqual(['skipped', 'ok', 'ok', 'error']);
    const fixed = await desk.edit(preview.id, [
      {
        number: 5,
        cells: [
          { column: 'name', value: '上官婉' },
          { column: 'documentNumber', value: '' },
        ],
      },
    ]);
    expect(states(fixed.data.it)).toEqual(['skipped', 'ok', 'ok', 'ok']);
    const back = await desk.edit(preview.id, [{ number: 2, skip: false }]);
    expect(states(back.data.it)).toEqual(['ok', 'ok', 'error', 'ok']);
  });
});

describe('Q-09 children who have a file already', () => {
  it('same document: skips by default, or brings the file up to date; similar name: somebody must choose', async () => {
    const known = await made(stack, {
      name: '文成公',
      sex: 'F',
      birthDate: '2022-08-09',
      documentNumber: idNumber('2022-08-09', 71, 'F'),
      guardians: [],
    });
    const similar = await made(stack, {
      name: '松赞干布',
      sex: 'M',
      birthDate: '2022-08-10',
      documentType: 'OTHER',
      documentNumber: null,
      guardians: [],
    });
    const third = await made(stack, {
      name: '诸葛孔明',
      sex: 'M',
      birthDate: '2022-08-11',
      documentType: 'OTHER',
      documentNumber: null,
      guardians: [],
    });
    const bytes = await workbook([
      row('文成公主', { 证件号码: idNumber('2022-08-09', 71, 'F'), 母亲HBsAg: '阳性' }, '2022-08-09'),
      row('松赞干部', { '性别*': '男', 证件号码: idNumber('2022-08-10', 72, 'M') }, '2022-08-10'),
      row('诸葛孔民', { '性别*': '男', 证件号码: null }, '2022-08-11'),
    ]);
    const preview = await desk.preview(bytes);
    const [first, second, last] = preview.rows.nodes;
    expect(first).toMatchObject({ state: 'warning', choice: 'skip', candidates: [known] });
    expect(second).toMatchObject({ state: 'error', choice: null, candidates: [similar] });
    expect(second?.findings[0]?.code).toBe('possible_duplicate');
    expect(last).toMatchObject({ state: 'error', candidates: [third] });
    const wrong = await desk.edit(preview.id, [{ number: 3, choice: known }]);
    expect(wrong.errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', row: 3, field: 'rows.choice' });
    const chosen = await desk.edit(preview.id, [
      { number: 2, choice: known },
      { number: 3, choice: similar },
      { number: 4, choice: 'new' },
    ]);
    expect(chosen.data.it.counts).toMatchObject({ warning: 3, error: 0 });
    const done = await desk.commit(preview.id);
    expect(done.data.it.counts).toMatchObject({ committed: 3 });
    const [updated] = await sql<Record<string, unknown>>('select name, version, conditions from person where id = $1', [
      known,
    ]);
    expect(updated).toEqual({ name: '文成公主', version: 2, conditions: ['HBSAG_POS_MOTHER'] });
    const [merged] = await sql<Record<string, unknown>>(
      'select name, version, document_type from person where id = $1',
      [similar],
    );
    expect(merged).toEqual({ name: '松赞干部', version: 2, document_type: 'RESIDENT_ID' });
    expect(await sql("select 1 from person where birth_date = '2022-08-11'")).toHaveLength(2);
  });

  it('says no more than it must of a file in another county', async () => {
    const documentNumber = idNumber('2022-09-09', 75, 'F');
    await made(
      stack,
      { name: '外县儿', sex: 'F', birthDate: '2022-09-09', documentNumber, residence: '630123100' },
      callers.elsewhere,
    );
    const preview = await desk.preview(await workbook([row('外县儿', { 证件号码: documentNumber }, '2022-09-09')]));
    expect(preview.rows.nodes[0]).toMatchObject({ state: 'error', candidates: [] });
  });
});

describe('Q-09 committing', () => {
  it('writes whole or nothing, once; rows with errors stay behind; the file comes back with its findings', async () => {
    const bytes = await workbook([
      row('=HYPERLINK("http://x")'),
      ...names.map((name, i) => row(name, {}, `2020-01-${10 + i}`)),
      row('缺性别', { '性别*': null }),
    ]);
    const preview = await desk.preview(bytes);
    expect(preview.counts).toMatchObject({ total: 12, ok: 10, error: 2 });
    const before = await sql<{ n: number }>('select count(*)::int n from person');
    const commandId = stack.newId();
    const done = await desk.commit(preview.id, commandId);
    expect(done.data.it).toMatchObject({ state: 'committed', counts: { committed: 10, error: 2 } });
    const again = await desk.commit(preview.id, commandId);
    expect(again.data.it.state).toBe('committed');
    expect((await desk.commit(preview.id)).errors[0]?.extensions).toMatchObject({
      code: 'CONFLICT',
      reason: 'wrong_state',
    });
    const after = await sql<{ n: number }>('select count(*)::int n from person');
    expect(after[0]!.n - before[0]!.n).toBe(10);
    expect(
      await sql('select 1 from person where managing_org_id = $1 and name = any($2)', [CLINIC, names]),
    ).toHaveLength(10);

    // H-01: the import is the first act of each file on its path, once however often it is asked for.
    const acts = await sql<{ operations: string[]; by: string }>(
      `select array_agg(l.operation order by l.seq) as operations, min(l.account_id) as by
       from person p join audit_line l on l.subject = p.id::text
       where p.managing_org_id = $1 and p.name = any($2) group by p.id`,
      [CLINIC, names],
    );
    expect(acts).toEqual(
      names.map(() => ({ operations: ['Mutation.commitRecipientImport'], by: callers.nurse.account })),
    );

    const file = await stack.file('people', done.data.it.findingsUrl ?? '');
    expect(file.headers.get('content-disposition')).toContain(encodeURIComponent('受种者导入结果.xlsx'));
    const rows = await rowsOfFile(new Uint8Array(await file.arrayBuffer()));
    expect(rows[0]?.cells.slice(0, 3)).toEqual(['姓名', '性别', '出生日期']);
    expect(rows[0]?.cells.slice(-3)).toEqual(['原行号', '处理结果', '问题']);
    expect(rows[1]?.cells[0]).toBe('=HYPERLINK("http://x")');
    expect(rows[1]?.cells.at(-1)).toContain('姓名：');
    expect(rows[2]?.cells.slice(-2)).toEqual([2 + 1, '已导入']);
    expect(rows.at(-1)?.cells.at(-1)).toContain('性别：必填项为空');
    const events = await sql(
      "select 1 from outbox where type = 'person.changed' and (payload->>'birthDate') like '2020-01-%'",
    );
    expect(events).toHaveLength(10);
  });

  it('looks again before it writes: what somebody else entered meanwhile stops the whole batch', async () => {
    const birth = '2019-03-03';
    const documentNumber = idNumber(birth, 80, 'F');
    const preview = await desk.preview(
      await workbook([row('先到先', {}, '2019-03-02'), row('后来人', { 证件号码: documentNumber }, birth)]),
    );
    expect(preview.counts.ok).toBe(2);
    await made(
      stack,
      { name: '抢先者', sex: 'F', birthDate: birth, documentNumber, guardians: [], residence: '630123100' },
      callers.elsewhere,
    );
    const stopped = await desk.commit(preview.id);
    expect(stopped.data.it).toMatchObject({ state: 'ready', failure: 'version', counts: { ok: 1, error: 1 } });
    expect(await sql("select 1 from person where name = '先到先'")).toEqual([]);
    expect((await desk.commit(preview.id)).data.it).toMatchObject({
      state: 'committed',
      counts: { committed: 1, error: 1 },
    });
  });

  it('takes up after a restart what was being read or committed', async () => {
    const preview = await desk.preview(await workbook([row('重启后', {}, '2018-04-04')]));
    await sql("update import_batch set state = 'committing' where id = $1", [preview.id]);
    const bytes = await workbook([row('再读过', {}, '2018-04-05')]);
    const started = await desk.start('名单.xlsx', bytes.length);
    const { id, uploadUrl } = started.data.it;
    const fileId = uploadUrl?.split('/')[5] ?? '';
    await writeFile(stack.services.people.files.path(fileId), bytes);
    await sql("update import_batch set state = 'reading' where id = $1", [id]);
    const second = await startSubgraph({ ...stack.configOf('people'), port: 0 });
    try {
      expect((await desk.until(preview.id, 'committing')).state).toBe('committed');
      expect((await desk.until(id, 'reading')).counts).toMatchObject({ total: 1, ok: 1 });
    } finally {
      await second.stop();
    }
  });
});

describe('Q-09 the desk', () => {
  it('refuses what is no workbook, has no header, lacks a column, is empty or announced too large', async () => {
    const failure = async (bytes: Uint8Array) => {
      const { id, state, failure, failureDetail } = await desk.preview(bytes);
      expect(state).toBe('failed');
      expect(failureDetail).toBeTruthy();
      // Nothing of it stays behind in plain text.
      const [batch] = await sql<{ file_id: string }>('select file_id from import_batch where id = $1', [id]);
      await vi.waitFor(() => expect(stack.services.people.files.size(batch!.file_id)).rejects.toThrow('ENOENT'));
      return failure;
    };
    expect(await failure(new TextEncoder().encode('姓名,性别'))).toBe('file_type');
    expect(await failure(await workbook([['a', 'b']], ['x', 'y']))).toBe('missing_column');
    expect(await failure(await workbook([['张三', '男']], ['姓名', '性别']))).toBe('missing_column');
    expect(await failure(await workbook([]))).toBe('required');
    const refused = async (name: string, size: number) => (await desk.start(name, size)).errors[0]?.extensions;
    expect(await refused('名单.xls', 10)).toMatchObject({ code: 'BAD_INPUT', field: 'fileName', reason: 'file_type' });
    expect(await refused('名单.xlsx', 60_000_000)).toMatchObject({ field: 'size', reason: 'file_too_large' });
    expect(await refused(`${'名'.repeat(200)}.xlsx`, 10)).toMatchObject({ field: 'fileName', reason: 'too_long' });
  });

  it('is seen by the own clinic, by nobody else; foreign and absent are one answer', async () => {
    const preview = await desk.preview(await workbook([row('藏起来', {}, '2017-01-01')]));
    expect((await importer(stack, callers.colleague).one(preview.id)).id).toBe(preview.id);
    for (const caller of [callers.elsewhere, callers.cdc]) {
      expect(await importer(stack, caller).one(preview.id)).toBeNull();
      const other = importer(stack, caller);
      for (const id of [preview.id, stack.newId(), 'x'])
        expect((await other.edit(id, [])).errors[0]?.extensions).toEqual({ code: 'NOT_FOUND' });
    }
    for (const caller of [callers.mother, callers.inspector, callers.partner, callers.checker, callers.admin])
      expect((await importer(stack, caller).start('a.xlsx', 5)).errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('keeps cells sealed and removes the plain file once it is read', async () => {
    const preview = await desk.preview(await workbook([row('密封好', {}, '2017-02-02')]));
    const [stored] = await sql<Record<string, unknown>>('select * from import_row where batch_id = $1', [preview.id]);
    expect(JSON.stringify(stored)).not.toContain('密封好');
    const [batch] = await sql<{ file_id: string }>('select file_id from import_batch where id = $1', [preview.id]);
    // The preview is there a moment before the file is gone.
    const { files } = stack.services.people;
    await expect.poll(() => files.size(batch!.file_id).catch((error: Error) => error.message)).toMatch('ENOENT');
  });

  it('pages rows, by state, with constant SQL; edits of unknown rows and columns are refused', async () => {
    const preview = await desk.preview(
      await workbook(names.map((name, i) => row(name, i % 2 ? { '性别*': null } : {}, `2016-01-${10 + i}`))),
    );
    const page = async (first: number) =>
      desk.ask(
        'query($id: ID!, $n: Int) { it: recipientImport(id: $id) { rows(state: error, first: $n) { nodes { number } pageInfo { hasNextPage endCursor } } } }',
        { id: preview.id, n: first },
      );
    const two = await page(2);
    expect(two.data.it.rows.nodes.map((r) => r.number)).toEqual([3, 5]);
    expect(two.data.it.rows.pageInfo.hasNextPage).toBe(true);
    expect((await page(50)).statements).toBe(two.statements);
    expect((await desk.edit(preview.id, [{ number: 99, skip: true }])).errors[0]?.extensions).toMatchObject({
      row: 99,
    });
    const column = await desk.edit(preview.id, [{ number: 3, cells: [{ column: 'x', value: 'y' }] }]);
    expect(column.errors[0]?.extensions).toMatchObject({ row: 3, field: 'rows.cells.column' });
  });

  it('hands out a template that it reads itself', async () => {
    const answer = await stack.graph<{ recipientTemplateUrl: string }>(
      'people',
      callers.nurse,
      '{ recipientTemplateUrl }',
    );
    const file = await stack.file('people', answer.data.recipientTemplateUrl);
    const rows = await rowsOfFile(new Uint8Array(await file.arrayBuffer()));
    expect(rows[0]?.cells).toEqual(HEADERS);
    expect((await stack.file('people', answer.data.recipientTemplateUrl.replace(/.$/, 'x'))).status).toBe(403);
  });
});
