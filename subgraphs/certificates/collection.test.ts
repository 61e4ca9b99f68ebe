import { rm, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { change, type Em, newId, query } from '@miaoben/kernel';
import { SheetReader } from '@miaoben/kernel/sheets/reader';
import { writeSheets } from '@miaoben/kernel/sheets/writer';
import type { DivisionsChanged } from '@miaoben/schema';
import { certificate, csvOf, HEADER, type Row } from '@miaoben/seeds/demo/health-certificates';
import {
  type Batch,
  type CollectionWorld,
  HEALTH,
  startCollectionWorld,
} from '@miaoben/tests/support/collection-world';
import { scratchPath } from '@miaoben/tests/support/scratch';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { reportSheets } from './modules/collection/report.sheet.ts';
import { followDivisions } from './modules/organisation/division-follow.ts';

let world: CollectionWorld;
beforeAll(async () => {
  world = await startCollectionWorld(inject('adminUrl'));
});
afterAll(() => world?.stop());

const csv = (rows: Row[], columns: readonly string[] = HEADER, name = 'a.csv') => ({
  name,
  bytes: Buffer.from(csvOf(rows, columns)),
});
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => certificate(from + i));

/** Sends a batch and waits for what becomes of it. */
async function send(files: { name: string; bytes: Uint8Array }[], input: Record<string, unknown> = {}): Promise<Batch> {
  const answer = await world.start(files, input);
  expect(answer.errors).toEqual([]);
  const batch = answer.data.startCollectionBatch;
  await world.upload(batch, files);
  return world.decided(batch.id);
}
async function mend(id: string, files: { name: string; bytes: Uint8Array }[], whole = false): Promise<Batch> {
  const answer = await world.correct(id, files, whole);
  expect(answer.errors).toEqual([]);
  await world.upload(answer.data.correctCollectionBatch, files);
  return world.decided(id);
}
async function sheetOf(url: string | null): Promise<(string | number | boolean | null)[][]> {
  const response = await world.stack.file('certificates', url ?? '');
  expect(response.status).toBe(200);
  const path = scratchPath('xlsx');
  await writeFile(path, new Uint8Array(await response.arrayBuffer()));
  const rows = [];
  for await (const batch of (await SheetReader.open(path)).batches()) rows.push(...batch.map((r) => r.cells));
  await rm(path);
  return rows;
}
async function workbook(rows: (string | number | boolean | null)[][]): Promise<{ name: string; bytes: Uint8Array }> {
  const chunks: Buffer[] = [];
  const text = rows.map((row) => row.map((cell) => (cell === null ? null : String(cell))));
  for await (const chunk of writeSheets([{ name: 's', columns: [], rows: text }])) chunks.push(chunk as Buffer);
  return { name: 'mended.xlsx', bytes: Buffer.concat(chunks) };
}

describe('J-41 the right to upload', () => {
  const START =
    'mutation ($commandId: ID!, $id: ID!, $reason: String!) { withdrawCollectionGrant(commandId: $commandId, id: $id, reason: $reason) { withdrawnAt reason } }';
  const CHECKS = '{ collectionChecks { nodes { accountId action allowed at typeCode organisation { id } } } }';

  it('J-41 is given by type to an organisation or an account, checked each time, and every check is written down', async () => {
    const file = csv(range(1, 2));
    const refused = await world.start([file]);
    expect(refused.errors[0]?.extensions.code).toBe('FORBIDDEN');
    const given = await world.grant({ organisationId: world.sender });
    expect(given.errors).toEqual([]);
    expect((await world.grant({ organisationId: world.sender })).errors[0]?.extensions).toMatchObject({
      code: 'CONFLICT',
      reason: 'duplicate',
    });
    expect((await world.start([file])).errors).toEqual([]);
    // Of one type only, and not for others.
    expect((await world.start([file], { type: '11100000000013610B004' })).errors[0]?.extensions.code).toBe('FORBIDDEN');
    const stranger: Caller = { role: 'partner', account: 'stranger', organisation: newId() };
    expect((await world.start([file], {}, stranger)).errors[0]?.extensions.code).toBe('FORBIDDEN');
    const withdrawn = await world.graph<{ withdrawCollectionGrant: { reason: string } }>(world.security, START, {
      commandId: newId(),
      id: given.data.grantCollection.id,
      reason: '合同到期',
    });
    expect(withdrawn.data.withdrawCollectionGrant.reason).toBe('合同到期');
    expect((await world.start([file])).errors[0]?.extensions.code).toBe('FORBIDDEN');
    await world.grant({ accountId: world.partner.account });
    expect((await world.start([file])).errors).toEqual([]);

    const checks = await world.graph<{
      collectionChecks: { nodes: { accountId: string; allowed: boolean; at: string }[] };
    }>(world.security, CHECKS);
    expect(checks.data.collectionChecks.nodes.map((c) => [c.accountId, c.allowed])).toEqual([
      ['demo-platform', true],
      ['demo-platform', false],
      ['stranger', false],
      ['demo-platform', false],
      ['demo-platform', true],
      ['demo-platform', false],
    ]);
    for (const role of ['partner', 'cdc', 'inspector', 'system_admin'] as const)
      expect((await world.graph({ role, organisation: world.sender }, CHECKS)).errors[0]?.extensions.code).toBe(
        'FORBIDDEN',
      );
  });
});

describe('J-42 J-43 a batch', () => {
  it('J-42 is taken whole from several files, each row with its source and time', async () => {
    const before = await world.count();
    const batch = await send([
      csv(range(100, 110)),
      {
        name: 'b.ndjson.gz',
        bytes: gzipSync(
          range(110, 115)
            .map((r) => JSON.stringify(r))
            .join('\n'),
        ),
      },
    ]);
    expect(batch).toMatchObject({
      state: 'taken',
      rowsRead: 15,
      rowsWrong: 0,
      takenRows: 15,
      progress: 1,
      failure: null,
    });
    expect(batch.files.map((f) => f.rowsRead)).toEqual([10, 5]);
    expect(await world.count()).toBe(before + 15);
    const rows = await query<{ source: string; collected_at: string; division: string; text: string }>(
      world.em(),
      `select source, collected_at, division, row_to_json(l)::text as text from licence l where batch_id = $1`,
      [batch.id],
    );
    expect(rows).toHaveLength(15);
    for (const row of rows) {
      expect(row).toMatchObject({ source: '县健康体检系统', division: '630121' });
      expect(Date.now() - Date.parse(row.collected_at)).toBeLessThan(120_000);
      expect(row.text).not.toContain(certificate(100).证件号码);
    }
    // Nothing is kept of the upload itself.
    const [left] = await query<{ n: number }>(
      world.em(),
      'select count(*)::int as n from collection_row where batch_id = $1',
      [batch.id],
    );
    expect(left?.n).toBe(0);
  });

  it('J-42 ends a validity by its flag instead of removing the licence', async () => {
    await send([csv(range(120, 122))]);
    const ended = await send([csv([certificate(120, { 有效标志: '0' })], [...HEADER, '有效标志'])]);
    expect(ended.state).toBe('taken');
    const rows = await query<{ number: string; valid_flag: number }>(
      world.em(),
      `select number, valid_flag from licence where number = any($1) order by number`,
      [[certificate(120).健康证编码, certificate(121).健康证编码]],
    );
    expect(rows.map((r) => r.valid_flag)).toEqual([0, 1]);
  });

  it('J-43 J-51 a repeated key is overwritten by the newest, and the cleaning log keeps what was there', async () => {
    const batch = await send([
      csv([
        certificate(130, { 手机号码: '13800000001' }),
        certificate(131),
        certificate(130, { 手机号码: '13800000002' }),
      ]),
    ]);
    expect(batch).toMatchObject({ state: 'taken', rowsRead: 3, takenRows: 2 });
    const again = await send([csv([certificate(130, { 手机号码: '13800000003' })])]);
    expect(again).toMatchObject({ state: 'taken', takenRows: 1 });
    const standing = await query(world.em(), 'select 1 from licence where number = $1', [certificate(130).健康证编码]);
    expect(standing).toHaveLength(1);
    const log = await query<{ kind: string; original: string }>(
      world.em(),
      'select kind, original from cleaning_entry where batch_id = any($1) order by at, kind',
      [[batch.id, again.id]],
    );
    expect(log.map((l) => l.kind)).toEqual(['duplicate', 'overwritten']);
    const { keyring } = world.stack.services.certificates;
    const phones = log.map(
      (l) => (JSON.parse(keyring.open(l.original, 'licence.values')) as { mobile: string }).mobile,
    );
    expect(phones).toEqual(['13800000001', '13800000002']);
  });

  it('J-51 J-48 holds one valid licence a type and business key in the store itself, in a partition of its type', async () => {
    const { 健康证编码: number } = certificate(131);
    const [own] = await query<{ licence_id: string; partition: string }>(
      world.em(),
      'select licence_id, tableoid::regclass::text as partition from licence where number = $1 and valid_flag = 1',
      [number],
    );
    expect(own?.partition).toBe(`licence_${HEALTH.toLowerCase()}`);
    const columns = await query<{ name: string }>(
      world.em(),
      `select column_name as name from information_schema.columns where table_name = 'licence' and column_name not in ('licence_id', 'valid_flag')`,
    );
    const names = columns.map((c) => `"${c.name}"`).join(', ');
    /** the same row again, under another id */
    const again = (validFlag: number) =>
      world.em().transactional(async (em) => {
        await change(
          em as never,
          `insert into licence (licence_id, valid_flag, ${names}) select gen_random_uuid(), $2, ${names} from licence where licence_id = $1`,
          [own?.licence_id, validFlag],
        );
        throw new Error('taken');
      });
    await expect(again(1)).rejects.toThrow(/duplicate key value violates unique constraint/);
    // One that is not valid any more may be kept beside it.
    await expect(again(0)).rejects.toThrow('taken');
    const indexes = await query<{ definition: string }>(
      world.em(),
      'select indexdef as definition from pg_indexes where tablename = $1',
      [own?.partition],
    );
    const unique = indexes.filter((i) => i.definition.startsWith('CREATE UNIQUE')).map((i) => i.definition);
    const over = (columnsOf: string, definitions: string[]) => definitions.filter((d) => d.includes(`(${columnsOf})`));
    expect(over('type_code, licence_id', unique)).toHaveLength(1);
    expect(over('type_code, business_key', unique)).toEqual([expect.stringContaining('WHERE (valid_flag = 1)')]);
    // What is filtered by often: document, name, number, time of change, last day.
    for (const columnsOf of [
      'holder_document_blind, type_code',
      'holder_name_blind, type_code',
      'type_code, number',
      'type_code, updated_at, licence_id',
      'valid_to',
    ])
      expect(
        over(
          columnsOf,
          indexes.map((i) => i.definition),
        ),
        columnsOf,
      ).toHaveLength(1);
  });

  it.each<[string, Row, { rule: string; field: string; code: string }]>([
    ['J-43 a key that is empty', { 健康证编码: '' }, { rule: 'key', field: 'certificateCode', code: 'required' }],
    [
      'J-43 a business date of a wrong form',
      { 体检日期: '08/03/2026' },
      { rule: 'business_date', field: 'examinationDate', code: 'format' },
    ],
    [
      'J-43 a business date that no calendar has',
      { 体检日期: '2026-02-30' },
      { rule: 'business_date', field: 'examinationDate', code: 'date_impossible' },
    ],
    ['J-46 no holder', { 人员姓名: '' }, { rule: 'completeness', field: 'holderName', code: 'required' }],
    ['J-46 no issuer', { 颁证单位: '' }, { rule: 'completeness', field: 'issuer', code: 'required' }],
    ['J-46 no validity', { '有效期-截止': '' }, { rule: 'completeness', field: 'validTo', code: 'required' }],
    [
      'J-47 a date a person would type',
      { '有效期-开始': '2026/3/1' },
      { rule: 'accuracy', field: 'validFrom', code: 'format' },
    ],
    [
      'J-47 a wrong check character',
      { 证件号码: '630121199003071231' },
      { rule: 'accuracy', field: 'documentNumber', code: 'check_digit' },
    ],
    ['J-47 a phone that is none', { 手机号码: '12' }, { rule: 'accuracy', field: 'mobile', code: 'format' }],
    [
      'J-47 a code that is none',
      { 发证类别: '乱' },
      { rule: 'accuracy', field: 'issueCategory', code: 'unknown_code' },
    ],
  ])('%s refuses the batch whole, with row and cell', async (_what, wrong, expected) => {
    const before = await world.count();
    const batch = await send([csv([certificate(140), certificate(141, wrong), certificate(142)])]);
    expect(batch).toMatchObject({ state: 'refused', rowsRead: 3, rowsWrong: 1, takenRows: null });
    expect(batch.findings.nodes).toContainEqual(expect.objectContaining({ file: 1, row: 3, ...expected }));
    expect(batch.findings.nodes[0]?.message).toMatch(/\p{Script=Han}/u);
    expect(await world.count()).toBe(before);
  });

  it('J-47 takes an identity number of 15 digits as the 18 it stands for', async () => {
    const old = '630121750307123';
    const batch = await send([csv([certificate(150, { 证件号码: old, 性别: '男' })])]);
    expect(batch.state).toBe('taken');
  });

  it('J-48 J-46 one holder has no two valid licences of a type: in a batch, and beside the store', async () => {
    const twin = certificate(160, { 健康证编码: 'SECOND' });
    const both = await send([csv([certificate(160), twin, certificate(161)])]);
    expect(both).toMatchObject({ state: 'refused', rowsWrong: 2 });
    expect(both.findings.nodes.map((f) => [f.row, f.rule, f.code])).toEqual([
      [2, 'uniqueness', 'duplicate'],
      [3, 'uniqueness', 'duplicate'],
    ]);
    expect((await send([csv([certificate(160)])])).state).toBe('taken');
    expect((await send([csv([twin])])).state).toBe('refused');
    // The old one ended in the same batch makes room.
    const exchanged = await send([
      csv([certificate(160, { 有效标志: '0' }), { ...twin, 有效标志: '1' }], [...HEADER, '有效标志']),
    ]);
    expect(exchanged).toMatchObject({ state: 'taken', takenRows: 1 });
  });

  it.each<[string, { name: string; bytes: Uint8Array }, string]>([
    ['no table', { name: 'a.xlsx', bytes: Buffer.from('x') }, 'file_type'],
    ['no column of the key', csv([certificate(1)], HEADER.slice(0, 5)), 'missing_column'],
    ['no row', csv([]), 'required'],
  ])('says that %s cannot be read', async (_what, file, failure) => {
    expect(await send([file])).toMatchObject({ state: 'failed', failure, takenRows: null });
  });

  it('belongs to the organisation that sent it', async () => {
    const batch = await send([csv(range(170, 171))]);
    const READ = 'query ($id: ID!) { collectionBatch(id: $id) { id } collectionBatches { nodes { id } } }';
    const other: Caller = { role: 'cdc', account: 'other', organisation: newId() };
    expect((await world.graph(other, READ, { id: batch.id })).data).toEqual({
      collectionBatch: null,
      collectionBatches: { nodes: [] },
    });
    const colleague: Caller = { role: 'cdc', account: 'colleague', organisation: world.sender };
    expect((await world.graph(colleague, READ, { id: batch.id })).data).toMatchObject({
      collectionBatch: { id: batch.id },
    });
    expect((await world.graph({ role: 'guardian' }, READ, { id: batch.id })).errors[0]?.extensions.code).toBe(
      'FORBIDDEN',
    );
  });
});

describe('J-50 the repair loop', () => {
  it('J-50 J-52 mends exactly the rows of the returned file, checks again by itself, and shows each round', async () => {
    const refused = await send([
      csv([certificate(200), certificate(201, { 手机号码: 'x' }), certificate(202, { 健康证编码: '' })]),
    ]);
    expect(refused.state).toBe('refused');
    const sheet = await sheetOf(refused.findingsUrl);
    const header = sheet[0] as string[];
    expect(header.slice(0, 3)).toEqual(['文件号', '原行号', '人员姓名']);
    expect(sheet.slice(1).map((row) => row.slice(0, 2))).toEqual([
      ['1', '3'],
      ['1', '4'],
    ]);
    const at = (name: string) => header.indexOf(name);
    // Only one of the two is mended.
    const once = sheet.map((row) => [...row]);
    once[1]![at('手机号码')] = '13900000000';
    const still = await mend(refused.id, [await workbook(once)]);
    expect(still).toMatchObject({ state: 'refused', round: 2, rowsWrong: 1, findingCount: 1 });
    const twice = once.map((row) => [...row]);
    twice[2]![at('健康证编码')] = certificate(202).健康证编码 ?? '';
    const taken = await mend(refused.id, [await workbook(twice)]);
    expect(taken).toMatchObject({ state: 'taken', round: 3, takenRows: 3 });
    expect(taken.rounds.map((r) => [r.kind, r.outcome, r.rowsWrong, r.byRule.map((b) => b.rule).sort()])).toEqual([
      ['first', 'refused', 2, ['accuracy', 'key']],
      ['rows', 'refused', 1, ['key']],
      ['rows', 'taken', 0, []],
    ]);
    const ledger = await world.graph<{
      qualityProblems: { nodes: { batchId: string; rule: string; state: string; repairedAt: string }[] };
    }>(world.partner, '{ qualityProblems { nodes { batchId rule state repairedAt verifiedAt } } }');
    const own = ledger.data.qualityProblems.nodes.filter((p) => p.batchId === refused.id);
    expect(own.map((p) => [p.rule, p.state]).sort()).toEqual([
      ['accuracy', 'verified'],
      ['key', 'verified'],
    ]);
  });

  it('J-50 takes the whole batch anew, and leaves everything as it was when a correction names a row that is not there', async () => {
    const refused = await send([csv([certificate(210, { 证件号码: '1' })])]);
    const lost = await mend(refused.id, [
      csv([certificate(210, { 文件号: '1', 原行号: '99' })], ['文件号', '原行号', ...HEADER]),
    ]);
    expect(lost).toMatchObject({ state: 'refused', failure: 'no_match', rowsWrong: 1 });
    expect(lost.findings.nodes).toEqual(refused.findings.nodes);
    const whole = await mend(refused.id, [csv(range(210, 213))], true);
    expect(whole).toMatchObject({ state: 'taken', rowsRead: 3, takenRows: 3 });
    expect((await world.correct(refused.id, [csv(range(210, 213))])).errors[0]?.extensions).toMatchObject({
      reason: 'wrong_state',
    });
  });

  it('J-43 gives the findings as a table too, and no cell of either file runs as a formula', async () => {
    const refused = await send([csv([certificate(220, { 健康证名称: '=HYPERLINK("x")', 发证类别: '=1' })])]);
    const response = await world.stack.file('certificates', refused.findingsCsvUrl ?? '');
    const bytes = Buffer.from(await response.arrayBuffer());
    // Excel takes a table for UTF-8 only with the mark in front.
    expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
    const lines = bytes.subarray(3).toString('utf8').trim().split('\r\n');
    expect(lines).toEqual([
      '"文件号","原行号","字段","规则","代码","问题"',
      expect.stringMatching(/^"1","2","发证类别","准确性","unknown_code","\p{Script=Han}+"$/u),
    ]);
    const [header, row] = await sheetOf(refused.findingsUrl);
    expect(row?.[header?.indexOf('健康证名称') ?? -1]).toBe('=HYPERLINK("x")');
  });

  it('J-52 plans a repair, and reports the days with their rules, exportable', async () => {
    const refused = await send([csv([certificate(230, { 颁证单位: '' })])]);
    const list = await world.graph<{ qualityProblems: { nodes: { id: string; batchId: string }[] } }>(
      world.partner,
      '{ qualityProblems(state: open) { nodes { id batchId } } }',
    );
    const problem = list.data.qualityProblems.nodes.find((p) => p.batchId === refused.id);
    const planned = await world.graph<{ planQualityProblem: unknown }>(
      world.partner,
      'mutation ($commandId: ID!, $id: ID!) { planQualityProblem(commandId: $commandId, id: $id, plan: "补录颁证单位", dueOn: "2026-12-05") { state plan dueOn } }',
      { commandId: newId(), id: problem?.id },
    );
    expect(planned.data.planQualityProblem).toEqual({ state: 'planned', plan: '补录颁证单位', dueOn: '2026-12-05' });
    const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
    const days = [today, '2026-11-28'].sort();
    const report = await world.graph<{
      qualityReport: {
        days: { taken: number; refused: number; rowsWrong: number; byRule: { rule: string; rows: number }[] }[];
        fileUrl: string;
      };
    }>(
      world.partner,
      'query ($from: Date!, $to: Date!) { qualityReport(from: $from, to: $to) { days { day taken refused failed rowsRead rowsWrong byRule { rule rows } } fileUrl } }',
      { from: days[0], to: days[1] },
    );
    const [day] = report.data.qualityReport.days;
    const rounds = await query<{ outcome: string; n: number }>(
      world.em(),
      'select outcome, count(*)::int as n from collection_round where outcome is not null group by outcome',
    );
    const n = (outcome: string) => rounds.find((r) => r.outcome === outcome)?.n ?? 0;
    expect(day).toMatchObject({ taken: n('taken'), refused: n('refused'), failed: n('failed') });
    expect(day?.byRule.map((b) => b.rule).sort()).toEqual([
      'accuracy',
      'business_date',
      'completeness',
      'key',
      'uniqueness',
    ]);
    const sheet = await sheetOf(report.data.qualityReport.fileUrl);
    expect(sheet[0]?.slice(0, 5)).toEqual(['日期', '证照类型', '批次', '入库批次', '退回批次']);
    expect(sheet[1]?.[1]).toBe('健康证');
  });

  it('J-52 keeps a ledger of improvement with each problem, its plan and how far it is', async () => {
    const sheets = await reportSheets(world.em(), { from: '2026-01-01', to: '2026-12-31', organisation: null });
    const rows: unknown[][] = [];
    for await (const row of sheets.find(({ name }) => name === '提质台账')!.rows) rows.push(row as unknown[]);
    expect(rows[0]).toEqual(
      ['发现时间', '证照类型', '规则', '涉及行数', '状态', '整改计划', '期限', '整改时间', '核验时间', '批次'].map(
        (value) => ({
          value,
          style: 'header',
        }),
      ),
    );
    const kept = await query<{ id: string; batch_id: string; rows: number; state: string }>(
      world.em(),
      'select id, batch_id, rows, state from quality_problem order by opened_at desc, id desc',
    );
    expect(rows.slice(1).map((row) => [row[9], row[3]])).toEqual(kept.map((k) => [k.batch_id, k.rows]));
    const planned = rows.find((row) => row[5] === '补录颁证单位');
    expect(planned?.slice(1, 9)).toEqual(['健康证', '完整性', 1, '已制定计划', '补录颁证单位', '2026-12-05', '', '']);
    expect(planned?.[0]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d$/);
    // What was mended and checked again says when.
    const verified = rows.filter((row) => row[4] === '已核验');
    expect(verified.length).toBeGreaterThan(0);
    for (const row of verified) expect(row[8]).toMatch(/^\d{4}-\d\d-\d\d /);
  });

  it('J-46 states what the store covers by time, region and holder', async () => {
    const sheets = await reportSheets(world.em(), { from: '2026-11-01', to: '2026-11-30', organisation: null });
    const rows = sheets.find(({ name }) => name === '覆盖情况')?.rows as { value?: string }[][] | undefined;
    expect(rows?.[0]?.map((cell) => cell.value)).toEqual([
      '证照类型',
      '持证主体',
      '区划',
      '有效证照数',
      '最早业务日期',
      '最近业务日期',
    ]);
    const [span] = await query<{ earliest: string; latest: string; n: number }>(
      world.em(),
      `select min(business_date)::text as earliest, max(business_date)::text as latest,
         (count(*) filter (where valid_flag = 1))::int as n from licence`,
    );
    expect(rows?.slice(1)).toEqual([['健康证', '个人', '630121', span?.n, span?.earliest, span?.latest]]);
  });

  it('J-09 J-46 lets licences and their counts follow a county to another code, and back', async () => {
    const figures = () =>
      query(
        world.em(),
        `select division, sum(licences)::int as n from licence_count group by 1 having sum(licences) > 0`,
      );
    const stored = () => query(world.em(), 'select division, count(*)::int as n from licence group by 1');
    const [before, n] = [await figures(), await stored()];
    expect(before).toEqual(n);
    const event: DivisionsChanged = {
      ...{ type: 'divisions.changed', orderId: newId(), isUndone: false, by: 'city', role: 'cdc', names: [] },
      ...{ successions: [{ from: '630121', to: '630182', only: null }], removed: ['630121'] },
    };
    const hear = (told: DivisionsChanged) => world.em().transactional((em) => followDivisions(em as Em, told));
    await hear(event);
    for (const counted of [await figures(), await stored()])
      expect(counted).toEqual([{ division: '630182', n: expect.any(Number) }]);
    await hear({ ...event, isUndone: true, removed: ['630182'] });
    expect([await figures(), await stored()]).toEqual([before, n]);
  });
});

describe('J-42 one by one', () => {
  const COLLECT = `mutation ($commandId: ID!, $values: [CollectedValueInput!]!, $valid: Boolean) {
    collectLicence(commandId: $commandId, type: "${HEALTH}", source: "县健康体检系统", values: $values, valid: $valid) { licenceId } }`;
  const collect = (row: Row, more: Record<string, unknown> = {}) =>
    world.graph<{ collectLicence: { licenceId: string } }>(world.partner, COLLECT, {
      commandId: newId(),
      values: Object.entries(row).map(([field, value]) => ({ field, value })),
      ...more,
    });

  it('J-42 takes an increment in real time, once per command, and ends it by the flag', async () => {
    const commandId = newId();
    const first = await collect(certificate(300), { commandId });
    expect(first.errors).toEqual([]);
    expect((await collect(certificate(300), { commandId })).data).toEqual(first.data);
    const number = certificate(300).健康证编码;
    expect(await world.count('number = $1', [number])).toBe(1);
    const ended = await collect(certificate(300), { valid: false });
    expect(ended.data.collectLicence.licenceId).toBe(first.data.collectLicence.licenceId);
    expect(await world.count('number = $1', [number])).toBe(0);
  });

  it('J-43 J-48 refuses what the gate refuses, naming the field', async () => {
    expect((await collect(certificate(301, { 体检日期: '2026/1/1' }))).errors[0]?.extensions).toMatchObject({
      code: 'BAD_INPUT',
      field: 'values.examinationDate',
      reason: 'format',
    });
    expect((await collect(certificate(302))).errors).toEqual([]);
    expect((await collect(certificate(302, { 健康证编码: 'ANOTHER' }))).errors[0]?.extensions).toMatchObject({
      reason: 'duplicate',
    });
    const [row] = await query<{ taken: number; refused: number }>(
      world.em(),
      'select count(*) filter (where taken)::int as taken, count(*) filter (where not taken)::int as refused from collection_single',
    );
    expect(row).toEqual({ taken: 3, refused: 2 });
  });

  it('J-09 J-46 counts no licence wrongly that is stored, and no change that is heard, while licences follow another', async () => {
    const gone: DivisionsChanged = {
      ...{ type: 'divisions.changed', orderId: newId(), isUndone: false, by: 'city', role: 'cdc', names: [] },
      ...{ successions: [{ from: '630121', to: '630182', only: null }], removed: ['630121'] },
    };
    const FIGURES = 'select division, issuer_code, state, valid_flag';
    const hear = (event: DivisionsChanged) => world.em().transactional((em) => followDivisions(em as Em, event));
    const waiting = async () => {
      const [row] = await query<{ n: number }>(
        world.em(),
        `select count(*)::int as n from pg_locks where not granted and relation = 'licence'::regclass`,
      );
      return row?.n;
    };
    const meanwhile: Promise<unknown>[] = [];
    await world.em().transactional(async (em) => {
      await followDivisions(em as Em, gone);
      meanwhile.push(collect(certificate(320)), hear({ ...gone, isUndone: true, removed: ['630182'] }));
      await expect.poll(waiting, { timeout: 10_000 }).toBe(2);
    });
    const [stored] = await Promise.all(meanwhile);
    expect(stored).toMatchObject({ errors: [] });
    expect(
      await query(
        world.em(),
        `${FIGURES}, licences::int as n from licence_count where licences > 0 order by 1, 2, 3, 4`,
      ),
    ).toEqual(
      await query(world.em(), `${FIGURES}, count(*)::int as n from licence group by 1, 2, 3, 4 order by 1, 2, 3, 4`),
    );
  });
});
