import { rm, writeFile } from 'node:fs/promises';
import { change, type Em, newId, query } from '@miaoben/kernel';
import { SheetReader } from '@miaoben/kernel/sheets/reader';
import { scratchPath } from '@miaoben/tests/support/scratch';
import { type Caller, type Stack, startStack } from '@miaoben/tests/support/stack';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { drawReports, type ReportPupil } from './modules/check-sheet/check-report.drawing.ts';
import { sealPupilIdentity } from './modules/school-pupil/pupil-identity.ts';
import type { PupilRow } from './modules/school-pupil/school-pupil.repository.ts';
import { NoticeType } from './modules/school-pupil/school-pupil.type.ts';
import { start } from './server.ts';

const [bureau, near, far, ofClass] = [newId(), newId(), newId(), newId()];
let stack: Stack;
const em = () => stack.services.certificates.orm.em.fork() as Em;
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
  const round = newId();
  await change(
    em(),
    `insert into school_round (id, code, division, term_start, deadline, recheck_from, recheck_to, opened_by, opened_at)
     values ($1, '20261', '63', '2026-09-01', '2026-10-01', '2026-12-01', '2026-12-31', 'x', now())`,
    [round],
  );
  await change(
    em(),
    "insert into school_class (id, round_id, school_id, grade, name) values ($1, $2, $3, '一年级', '1/2班')",
    [ofClass, round, near],
  );
  for (const [school, division, name, verdict, state, inClass] of [
    [near, '630121100', '=李小红', 'missing_doses', 'evaluated', ofClass],
    [near, '630121100', '王小明', 'postponed', 'evaluated', ofClass],
    // A name the font has no drawing of.
    [near, '630121100', '马\u{2CE26}', 'complete', 'evaluated', ofClass],
    [near, '630121100', '未分班者', 'complete', 'evaluated', null],
    [near, '630121100', '已转走', 'complete', 'moved', ofClass],
    [far, '630203001', '张小亮', 'complete', 'evaluated', null],
  ] as const) {
    const { keyring } = stack.services.certificates;
    const sealed = sealPupilIdentity(keyring, {
      name,
      birthDate: '2020-03-01',
      sex: 'F',
      documentType: null,
      documentNumber: null,
      studentNumber: null,
      guardianPhone: null,
    });
    await change(
      em(),
      `insert into school_pupil (id, round_id, school_id, division, pupil_key, name_blind, sex, sealed, check_type, state, verdict,
         missing, class_id, checker, checked_on, created_at)
       values ($1, $2, $3, $4, $9, 'blind', 'F', $5, 'entry', $6, $7, $8, $10, 'x', '2026-09-05', now())`,
      [
        newId(),
        round,
        school,
        division,
        sealed,
        state,
        verdict,
        JSON.stringify(
          verdict === 'missing_doses' ? [{ series: 'MMR', seriesName: '麻腮风疫苗', dose: 2, earliest: null }] : [],
        ),
        newId(),
        inClass,
      ],
    );
  }
});
afterAll(() => stack?.stop());

const education: Caller = { role: 'school_checker', account: 'edu', organisation: bureau, divisions: ['630121'] };
const checker: Caller = { role: 'school_checker', account: 'school', organisation: near, divisions: ['630121100'] };
const ask = (caller: Caller, place?: string) =>
  stack.graph<{ checkSheetsUrl: string }>(
    'certificates',
    caller,
    'query ($place: ID) { checkSheetsUrl(round: "20261", place: $place) }',
    {
      ...(place !== undefined && { place }),
    },
  );

async function sheet(caller: Caller, place?: string): Promise<unknown[][]> {
  const { data, errors } = await ask(caller, place);
  expect(errors).toEqual([]);
  const response = await stack.file('certificates', data.checkSheetsUrl);
  expect(response.status).toBe(200);
  const path = scratchPath('xlsx');
  await writeFile(path, new Uint8Array(await response.arrayBuffer()));
  const rows = [];
  for await (const batch of (await SheetReader.open(path)).batches()) rows.push(...batch.map((r) => r.cells));
  await rm(path);
  return rows;
}

describe('check sheets in bulk', () => {
  it('Q-76 gives the education department the sheets of its schools: verdict and missing doses, no reason, an audit line', async () => {
    const [header, ...rows] = await sheet(education);
    expect(header?.slice(0, 4)).toEqual(['学校', '年级', '班级', '姓名']);
    expect(rows.map((r) => [r[0], r[3], r[7], r[8] ?? ''])).toEqual([
      ['桥头镇第三小学', '=李小红', '需补种', '麻腮风疫苗第2剂'],
      ['桥头镇第三小学', '王小明', '暂缓或未到龄', ''],
      ['桥头镇第三小学', '马\u{2CE26}', '已完成', ''],
      ['桥头镇第三小学', '未分班者', '已完成', ''],
    ]);
    const [line] = await query(
      em(),
      `select account_id, subject, detail from audit_line where operation = 'export of check sheets' order by seq desc limit 1`,
    );
    expect(line).toEqual({ account_id: 'edu', subject: '630121', detail: { round: '20261', schools: 1 } });
  });

  it('Q-76 gives disease control the sheets of its area, and a school its own alone', async () => {
    expect((await sheet({ role: 'cdc', divisions: ['63'] }, far)).slice(1).map((r) => r[3])).toEqual(['张小亮']);
    expect((await sheet(checker)).slice(1)).toHaveLength(4);
    for (const [caller, place] of [
      [education, '630203'],
      [education, far],
      [checker, far],
      [checker, '630121'],
    ] as const)
      expect((await ask(caller, place)).errors.map((e) => e.extensions.code)).toEqual(['FORBIDDEN']);
  });

  const askReports = (caller: Caller, place?: string, classId?: string) =>
    stack.graph<{ checkReportsUrl: string }>(
      'certificates',
      caller,
      'query ($place: ID, $classId: ID) { checkReportsUrl(round: "20261", place: $place, classId: $classId) }',
      { ...(place && { place }), ...(classId && { classId }) },
    );
  async function reports(caller: Caller, place?: string, classId?: string) {
    const { data, errors } = await askReports(caller, place, classId);
    expect(errors).toEqual([]);
    const response = await stack.file('certificates', data.checkReportsUrl);
    return { type: response.headers.get('content-type'), bytes: new Uint8Array(await response.arrayBuffer()) };
  }
  const pagesOf = (pdf: Uint8Array): number =>
    Buffer.from(pdf)
      .toString('latin1')
      .match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;

  it('Q-76 gives the education department the sheets of its schools to print, a PDF per class with two pupils on a page', async () => {
    const { type, bytes } = await reports(education);
    expect(type).toBe('application/zip');
    const archive = unzipSync(bytes);
    expect(Object.keys(archive)).toEqual(['桥头镇第三小学/001-一年级1 2班.pdf', '桥头镇第三小学/002-未分班.pdf']);
    expect(Object.values(archive).map(pagesOf)).toEqual([2, 1]);
    const [line] = await query(
      em(),
      `select account_id, subject, detail from audit_line where operation = 'export of check reports' order by seq desc limit 1`,
    );
    expect(line).toEqual({ account_id: 'edu', subject: '630121', detail: { round: '20261', classes: 2 } });
    const class1 = await reports(education, near, ofClass);
    expect([class1.type, pagesOf(class1.bytes)]).toEqual(['application/pdf', 2]);
  });

  it('Q-76 prints for disease control in its area and for a school its own pupils alone', async () => {
    const cdc: Caller = { role: 'cdc', divisions: ['63'] };
    expect(Object.keys(unzipSync((await reports(cdc, far)).bytes))).toEqual(['平安区第一小学/001-未分班.pdf']);
    expect(Object.keys(unzipSync((await reports(checker)).bytes))).toHaveLength(2);
    for (const [caller, place] of [
      [education, '630203'],
      [education, far],
      [checker, far],
    ] as const)
      expect((await askReports(caller, place)).errors.map((e) => e.extensions.code)).toEqual(['FORBIDDEN']);
    // A class of a school that is not in the place is in no file.
    const { data } = await askReports(cdc, far, ofClass);
    expect((await stack.file('certificates', data.checkReportsUrl)).status).toBe(404);
  });
});

describe('a check sheet to print', () => {
  const pupil = (over: Partial<PupilRow>): ReportPupil => ({
    row: {
      id: newId(),
      sex: 'M',
      check_type: 'inserted',
      verdict: 'complete',
      certificate_seen: null,
      checked_on: '2026-09-05',
      schedule_version: '2021',
      missing: [],
      caught_up: [],
      caught_up_on: null,
      notice_type: null,
      notice_on: null,
      recheck_on: null,
      recheck_result: null,
      ...over,
    } as PupilRow,
    name: '王小明',
    birthDate: '2020-03-01',
    clinic: '桥头镇中心卫生院',
  });
  const textsOf = (pupils: ReportPupil[]) =>
    drawReports({ round: '20261', school: '桥头镇第三小学', name: '一年级1班' }, pupils, '2026-11-21').pages.map(
      (page) => page.items.flatMap((item) => (item.kind === 'text' ? item.text : [])),
    );

  it('Q-76 says who was checked, where and when, the verdict, the doses to come and what was done, and no reason', () => {
    const dose = { series: 'MMR', majorCode: '12', seriesName: '麻腮风疫苗', dose: 2, earliest: '2026-10-01' };
    const [words = []] = textsOf([
      pupil({
        verdict: 'missing_doses',
        certificate_seen: true,
        missing: [dose],
        caught_up: [{ series: 'JE', seriesName: '乙脑疫苗', dose: 2 }],
        caught_up_on: '2026-11-01',
        notice_type: NoticeType.catch_up,
        notice_on: '2026-09-06',
        recheck_on: '2026-12-02',
        recheck_result: 'complete',
      }),
    ]);
    const after = (term: string) => words[words.indexOf(term) + 1];
    expect(
      ['学校', '班级', '查验轮次', '姓名', '性别', '出生日期', '查验类型', '接种证', '查验日期'].map(after),
    ).toEqual([
      '桥头镇第三小学',
      '一年级1班',
      '2026-2027 学年 秋季',
      '王小明',
      '男',
      '2020-03-01',
      '插班',
      '有',
      '2026-09-05',
    ]);
    expect(['查验结论', '接种单位', '通知单', '已补种', '复验', '需补种'].map(after)).toEqual([
      '需补种',
      '桥头镇中心卫生院',
      '补种通知单 2026-09-06',
      '乙脑疫苗第2剂  2026-11-01',
      '2026-12-02  已完成',
      // The verdict stands before the heading of the doses.
      '接种单位',
    ]);
    expect(words).toContain('麻腮风疫苗第 2 剂，2026-10-01 起可以接种');
    expect(words.join()).not.toMatch(/禁忌|拒|不予/);
  });

  it('Q-76 puts two pupils on a page, and postponed reads as not yet due', () => {
    const pages = textsOf([pupil({ verdict: 'postponed' }), pupil({ verdict: 'not_yet_due' }), pupil({})]);
    expect(pages.map((words) => words.filter((w) => w === '入托入学预防接种查验单').length)).toEqual([2, 1]);
    expect(pages[0]?.filter((w) => w === '暂缓或未到龄')).toHaveLength(2);
  });
});
