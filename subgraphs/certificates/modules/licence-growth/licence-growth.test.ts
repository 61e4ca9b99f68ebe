import { rm, writeFile } from 'node:fs/promises';
import { type Em, newId, query } from '@miaoben/kernel';
import { SheetReader } from '@miaoben/kernel/sheets/reader';
import { licenceTypes } from '@miaoben/seeds/reference/licence-types';
import { scratchPath } from '@miaoben/tests/support/scratch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Caller, type Stack, startStack } from '../../../../tests/support/stack.ts';
import { start } from '../../server.ts';
import { storeLicences } from '../licence/licence.store.ts';
import { validateRow } from '../licence-type/definition.validate.ts';
import { takeLicenceTypes } from '../licence-type/licence-type.release.ts';
import { activeTypeOf } from '../licence-type/licence-type.repository.ts';

const TODAY = '2026-11-28';
const province: Caller = { role: 'cdc', account: newId(), divisions: ['63'] };
const county: Caller = { role: 'inspector', account: newId(), divisions: ['630121'] };
const HEALTH = 'health_certificate';
const CLINIC = 'medical_institution_licence';

describe('figures of licences', () => {
  let stack: Stack;
  const services = () => stack.services.certificates;
  const em = () => services().orm.em.fork() as Em;

  async function store(slug: string, division: string, rows: Record<string, unknown>[]): Promise<void> {
    await em().transactional(async (inner) => {
      const type = await activeTypeOf(inner as Em, slug);
      if (!type) throw new Error(`no type ${slug}`);
      const values = rows.map((row) => {
        const read = validateRow(type.definition, row, TODAY);
        expect(read.findings).toEqual([]);
        return read.values;
      });
      const origin = { issuerCode: division, division, source: 'test', batchId: null };
      await storeLicences(inner as Em, services(), type, values, origin, { account: 'tester', kind: 'collected' });
    });
  }
  const health = (code: string, issuer: string, validTo: string) => ({
    holderName: '马海明',
    documentType: 'RESIDENT_ID',
    documentNumber: '630121199003071230',
    sex: '男',
    issueCategory: '食品',
    certificateName: '从业人员健康证明',
    certificateCode: code,
    issuer,
    examiningBody: '大通县人民医院',
    validFrom: '2026-01-01',
    validTo,
    examinationDate: '2026-01-01',
  });
  const clinic = (registrationNumber: string) => ({
    institutionName: '桥头镇卫生院',
    registrationNumber,
    address: '人民路 8 号',
    legalRepresentative: '马国良',
    clinicalSubjects: '儿科',
    issuer: '大通县卫生健康局',
    approvalDate: '2024-01-01',
    validFrom: '2024-01-01',
    validTo: '2029-01-01',
  });

  beforeAll(async () => {
    stack = await startStack(inject('adminUrl'), { certificates: start }, TODAY);
    await takeLicenceTypes(em(), licenceTypes());
    await store(HEALTH, '630121', [
      health('A1', '大通县疾控中心', '2027-12-31'),
      // Ends within 90 days, the last of them included.
      health('A2', '大通县疾控中心', '2027-02-26'),
      health('A3', '大通县卫生健康局', '2027-02-27'),
      health('A4', '大通县疾控中心', '2026-11-27'),
    ]);
    await store(HEALTH, '630223', [health('B1', '互助县疾控中心', '2027-01-31')]);
    await store(CLINIC, '630121', [clinic('C1'), clinic('C2')]);
  }, 60_000);
  afterAll(() => stack.stop());

  async function told<T>(caller: Caller, document: string, variables: Record<string, unknown>): Promise<T> {
    const answer = await stack.graph<T>('certificates', caller, document, variables);
    expect(answer.errors).toEqual([]);
    return answer.data;
  }
  const counts = async (variables: Record<string, unknown>, caller = province) =>
    (
      await told<{ licenceCounts: { type: string; issuerName: string; state: string; licences: number }[] }>(
        caller,
        `query ($type: String, $issuer: String, $state: LicenceState, $validity: String) {
          licenceCounts(type: $type, issuer: $issuer, state: $state, validity: $validity) { type issuerName state licences } }`,
        variables,
      )
    ).licenceCounts.map((c) => [c.type, c.issuerName, c.state, c.licences]);

  it('J-100 totals by type, issuer, state and validity, alone and together, inside the area', async () => {
    const ofClinics = [CLINIC, '大通县卫生健康局', 'valid', 2];
    const expired = [HEALTH, '大通县疾控中心', 'expired', 1];
    expect(await counts({})).toHaveLength(5);
    expect(await counts({})).toEqual(
      expect.arrayContaining([
        ofClinics,
        expired,
        [HEALTH, '大通县疾控中心', 'valid', 2],
        [HEALTH, '大通县卫生健康局', 'valid', 1],
        [HEALTH, '互助县疾控中心', 'valid', 1],
      ]),
    );
    expect(await counts({ type: CLINIC })).toEqual([ofClinics]);
    expect(await counts({ issuer: '大通县卫' })).toEqual([ofClinics, [HEALTH, '大通县卫生健康局', 'valid', 1]]);
    expect(await counts({ state: 'expired' })).toEqual([expired]);
    expect(await counts({ validity: 'expired', type: CLINIC })).toEqual([]);
    const soon = [
      [HEALTH, '互助县疾控中心', 'valid', 1],
      [HEALTH, '大通县疾控中心', 'valid', 1],
    ];
    expect((await counts({ validity: 'expiring' })).sort()).toEqual(soon.sort());
    expect(await counts({ validity: 'expiring' }, county)).toEqual([[HEALTH, '大通县疾控中心', 'valid', 1]]);
    expect(await counts({ type: HEALTH, issuer: '大通', state: 'valid', validity: 'valid' }, county)).toEqual(
      expect.arrayContaining([
        [HEALTH, '大通县疾控中心', 'valid', 2],
        [HEALTH, '大通县卫生健康局', 'valid', 1],
      ]),
    );
    const wrong = await stack.graph('certificates', province, '{ licenceCounts(validity: "soon") { type } }', {});
    expect(wrong.errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', reason: 'unknown_code' });
  });

  it('J-101 J-44 new ones are told by the day they were handed in, beside as many days before and the same dates last year, and exported', async () => {
    const [type] = await query<{ code: string }>(em(), `select code from licence_type where slug = $1`, [HEALTH]);
    const line = (kind: string, rows: number, at: string, division = '630121') =>
      query(em(), `insert into licence_log (id, type_code, kind, rows, at, division) values ($1, $2, $3, $4, $5, $6)`, [
        newId(),
        type?.code,
        kind,
        rows,
        at,
        division,
      ]);
    // October 2025 is asked for: midnight in China is 16:00 before.
    await line('collected', 5, '2025-09-30T16:00:00Z');
    await line('generated', 2, '2025-10-31T15:59:59Z');
    await line('collected', 100, '2025-10-31T16:00:00Z');
    await line('collected', 3, '2025-09-30T15:59:59Z');
    await line('collected', 4, '2025-08-31T16:00:00Z');
    await line('collected', 100, '2025-08-30T15:00:00Z');
    await line('collected', 7, '2024-10-01T02:00:00Z');
    for (const [kind, rows] of [
      ...([
        ['overwritten', 3],
        ['extended', 1],
        ['changed', 1],
        ['replaced', 1],
      ] as const),
      ...([
        ['voided', 1],
        ['cancelled', 1],
        ['expired', 50],
      ] as const),
    ] as const)
      await line(kind, rows, '2025-10-02T02:00:00Z');
    await line('collected', 9, '2025-10-02T02:00:00Z', '630223');
    const growth = (caller: Caller, variables: object) =>
      told<{ licenceGrowth: { rows: object[]; fileUrl: string } }>(
        caller,
        `query ($type: String, $from: Date!, $to: Date!) { licenceGrowth(type: $type, from: $from, to: $to) {
          rows { type added before lastYear renewed voided } fileUrl } }`,
        { from: '2025-10-01', to: '2025-10-31', ...variables },
      ).then((d) => d.licenceGrowth);
    const own = { type: HEALTH, added: 7, before: 7, lastYear: 7, renewed: 6, voided: 2 };
    const report = await growth(county, {});
    expect(report.rows).toEqual([own]);
    expect((await growth(province, {})).rows).toEqual([{ ...own, added: 16 }]);
    expect((await growth(province, { type: CLINIC })).rows).toEqual([]);
    const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
    expect((await growth(county, { type: CLINIC, from: today, to: today })).rows).toMatchObject([{ added: 2 }]);
    const long = { from: '2025-01-01', to: '2026-01-02' };
    const refused = await stack.graph(
      'certificates',
      county,
      'query ($from: Date!, $to: Date!) { licenceGrowth(from: $from, to: $to) { rows { type } } }',
      long,
    );
    expect(refused.errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'to', reason: 'out_of_range' });

    const path = scratchPath('xlsx');
    const file = await stack.file('certificates', report.fileUrl);
    await writeFile(path, new Uint8Array(await file.arrayBuffer()));
    const sheet: unknown[][] = [];
    for await (const batch of (await SheetReader.open(path)).batches()) sheet.push(...batch.map((r) => r.cells));
    await rm(path);
    expect(sheet.map((row) => row.join(' '))).toEqual([
      '证照类型 起 止 新增 上一期间新增 较上一期间增减 去年同期新增 更新 作废',
      '健康证 2025-10-01 2025-10-31 7 7 0 7 6 2',
    ]);
  });
});
