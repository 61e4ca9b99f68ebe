import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { change, type Em, newId, query } from '@miaoben/kernel';
import { SheetReader } from '@miaoben/kernel/sheets/reader';
import { type Caller, type Stack, startStack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { sealPupilIdentity } from './modules/school-pupil/pupil-identity.ts';
import { start } from './server.ts';

const [bureau, near, far] = [newId(), newId(), newId()];
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
  for (const [school, division, name, verdict, state] of [
    [near, '630121100', '=李小红', 'missing_doses', 'evaluated'],
    [near, '630121100', '王小明', 'postponed', 'evaluated'],
    [near, '630121100', '已转走', 'complete', 'moved'],
    [far, '630203001', '张小亮', 'complete', 'evaluated'],
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
         missing, checker, checked_on, created_at)
       values ($1, $2, $3, $4, $9, 'blind', 'F', $5, 'entry', $6, $7, $8, 'x', '2026-09-05', now())`,
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
  const path = join(tmpdir(), `${newId()}.xlsx`);
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
    ]);
    const [line] = await query(
      em(),
      `select account_id, subject, detail from audit_line where operation = 'export of check sheets' order by seq desc limit 1`,
    );
    expect(line).toEqual({ account_id: 'edu', subject: '630121', detail: { round: '20261', schools: 1 } });
  });

  it('Q-76 gives disease control the sheets of its area, and a school its own alone', async () => {
    expect((await sheet({ role: 'cdc', divisions: ['63'] }, far)).slice(1).map((r) => r[3])).toEqual(['张小亮']);
    expect((await sheet(checker)).slice(1)).toHaveLength(2);
    for (const [caller, place] of [
      [education, '630203'],
      [education, far],
      [checker, far],
      [checker, '630121'],
    ] as const)
      expect((await ask(caller, place)).errors.map((e) => e.extensions.code)).toEqual(['FORBIDDEN']);
  });
});
