import { rm, writeFile } from 'node:fs/promises';
import { change, type Em, newId, query } from '@miaoben/kernel';
import { SheetReader } from '@miaoben/kernel/sheets/reader';
import type { MiaobenEvent, OrganisationChanged, PupilChecked } from '@miaoben/schema';
import { scratchPath } from '@miaoben/tests/support/scratch';
import { type Caller, type Stack, startStack } from '@miaoben/tests/support/stack';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { recountSchools } from '../../jobs/recount-schools.ts';
import { start } from '../../server.ts';
import { takePupils } from './summary.ingest.ts';
import { putOrganisations } from './summary.repository.ts';
import { MEASURES } from './summary.rules.ts';
import { schoolSummary } from './summary.service.ts';
import type { SchoolSummaryRow } from './summary.type.ts';

const ROUND = '20261';
/** Schools in a township of each of two prefectures, and one that stands in the county itself. */
const DIVISIONS = ['630121100', '630121100', '630121210', '630121', '630203001'] as const;
const schools = DIVISIONS.map((divisionCode, i) => ({ id: newId(), name: `第${i + 1}小学`, divisionCode }));
const [first, second] = schools as [(typeof schools)[0], (typeof schools)[0]];
const bureau = { id: newId(), divisionCode: '630121' };

let stack: Stack;
const em = () => stack.services.statistics.orm.em.fork() as Em;
const take = (events: readonly MiaobenEvent[]) => em().transactional((tx) => takePupils(events, tx as Em));

beforeAll(async () => {
  stack = await startStack(inject('adminUrl'), { statistics: start }, '2026-11-21');
  const known = (o: { id: string; name: string; divisionCode: string }, kind: string): OrganisationChanged => ({
    type: 'organisation.changed',
    organisationId: o.id,
    code: o.id,
    name: o.name,
    kind,
    divisionCode: o.divisionCode,
  });
  await putOrganisations(em(), [
    ...schools.map((s) => known(s, 'school')),
    known({ ...bureau, name: '大通县教育局' }, 'education'),
  ]);
});
afterAll(() => stack?.stop());
beforeEach(async () => {
  await change(em(), 'truncate pupil_state, school_summary, school_summary_state');
});

const pupil = (school: (typeof schools)[0], changes: Partial<PupilChecked> = {}): PupilChecked => ({
  type: 'pupil.checked',
  checkId: first.id,
  rowId: newId(),
  round: ROUND,
  schoolId: school.id,
  divisionCode: school.divisionCode,
  checkType: 'entry',
  result: 'complete',
  certificateSeen: true,
  missing: [],
  caughtUp: [],
  reissued: false,
  recheckedOn: null,
  isEnrolled: true,
  checkedOn: '2026-09-05',
  version: 1,
  ...changes,
});
const MMR2 = { series: 'MMR', dose: 2 };
const DTAP5 = { series: 'DTaP', dose: 5 };

/** A class that shows every column once at least. */
const classOf = (school: (typeof schools)[0]): PupilChecked[] => [
  pupil(school),
  pupil(school, { reissued: true }),
  pupil(school, { result: 'missing_doses', missing: [MMR2, DTAP5], certificateSeen: false }),
  pupil(school, { result: 'missing_doses', missing: [DTAP5], caughtUp: [MMR2], recheckedOn: '2026-12-02' }),
  pupil(school, { result: 'complete', caughtUp: [MMR2], recheckedOn: '2026-12-02' }),
  pupil(school, { result: 'postponed' }),
  pupil(school, { result: 'not_yet_due' }),
  pupil(school, { result: 'no_file', certificateSeen: false }),
  pupil(school, { result: null, certificateSeen: null, checkedOn: null }),
  pupil(school, { isEnrolled: false }),
];

const ROW = `division { code } school { id } enrolled checked checkRate withCertificate certificateRate reissued complete needing
  neededDoses caughtUp caughtUpDoses catchUpRate postponed notYetDue noFile rechecked doses { series seriesName dose needed caughtUp }`;
const READ = `query ($round: String!, $place: ID) { schoolSummary(round: $round, place: $place) {
  id round asOf exportUrl total { ${ROW} } rows { ${ROW} } } }`;
interface Answer {
  schoolSummary: { id: string; exportUrl: string; total: SchoolSummaryRow; rows: SchoolSummaryRow[] };
}
const read = (caller: Caller, place?: string) =>
  stack.graph<Answer>('statistics', caller, READ, { round: ROUND, ...(place !== undefined && { place }) });
const county: Caller = { role: 'cdc', divisions: ['630121'] };
const province: Caller = { role: 'cdc', divisions: ['63'] };
const education: Caller = { role: 'school_checker', organisation: bureau.id, divisions: ['630121'] };
const checker: Caller = { role: 'school_checker', organisation: first.id, divisions: [first.divisionCode] };

describe('the summary table of entry checks', () => {
  it('Q-138 counts every column of the table for one school', async () => {
    await take(classOf(first));
    const { data, errors } = await read(checker);
    expect(errors).toEqual([]);
    expect(data.schoolSummary.total).toEqual({
      division: null,
      school: { id: first.id },
      enrolled: 9,
      checked: 8,
      checkRate: 8 / 9,
      withCertificate: 6,
      certificateRate: 6 / 8,
      reissued: 1,
      complete: 3,
      needing: 3,
      neededDoses: 5,
      caughtUp: 1,
      caughtUpDoses: 2,
      catchUpRate: 1 / 3,
      postponed: 1,
      notYetDue: 1,
      noFile: 1,
      rechecked: 2,
      doses: [
        { series: 'DTaP', seriesName: expect.stringContaining('百白破'), dose: 5, needed: 2, caughtUp: 0 },
        { series: 'MMR', seriesName: expect.stringContaining('麻腮风'), dose: 2, needed: 3, caughtUp: 2 },
      ],
    });
  });

  it('adds up by construction: at every place the rows below sum to its total, and a recount finds the same cells', async () => {
    const state = fc.record({
      who: fc.nat(11),
      school: fc.nat(schools.length - 1),
      result: fc.constantFrom('complete', 'missing_doses', 'no_file', 'postponed', 'not_yet_due', null),
      certificateSeen: fc.constantFrom(true, false, null),
      missing: fc.subarray([MMR2, DTAP5]),
      caughtUp: fc.subarray([MMR2, DTAP5]),
      reissued: fc.boolean(),
      recheckedOn: fc.constantFrom(null, '2026-12-02'),
      isEnrolled: fc.boolean(),
      version: fc.integer({ min: 1, max: 6 }),
    });
    const ids = Array.from({ length: 12 }, () => newId());
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(state, { maxLength: 12 }), { maxLength: 5 }), async (batches) => {
        await change(em(), 'truncate pupil_state, school_summary, school_summary_state');
        for (const batch of batches) {
          await take(batch.map(({ who, school, ...rest }) => pupil(schools[school]!, { ...rest, rowId: ids[who]! })));
        }
        expect((await recountSchools(stack.services.statistics.orm)).differences).toEqual([]);
        for (const place of ['63', '6301', '630121', '630121100']) {
          const { total, rows } = await schoolSummary(em(), ROUND, place, new Date());
          const { division, school, doses, checkRate, certificateRate, catchUpRate, ...counts } = total;
          for (const key of Object.keys(counts) as (keyof typeof counts)[])
            expect([place, key, rows.reduce((sum, row) => sum + row[key], 0)]).toEqual([place, key, counts[key]]);
          for (const dose of doses) {
            const below = rows.flatMap((r) => r.doses.filter((d) => d.series === dose.series && d.dose === dose.dose));
            expect(below.reduce((sum, d) => sum + d.needed, 0)).toBe(dose.needed);
            expect(below.reduce((sum, d) => sum + d.caughtUp, 0)).toBe(dose.caughtUp);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('keeps the last state of a pupil: an older event, or the same one again, changes nothing', async () => {
    const now = pupil(first, { version: 3 });
    await take([now]);
    await take([now, { ...now, version: 2, result: 'no_file' }]);
    expect((await read(checker)).data.schoolSummary.total).toMatchObject({ enrolled: 1, complete: 1, noFile: 0 });
    await take([{ ...now, version: 4, schoolId: second.id }]);
    expect((await read(checker)).data.schoolSummary.total).toMatchObject({ enrolled: 0 });
    expect((await read(county, second.id)).data.schoolSummary.total).toMatchObject({ enrolled: 1, complete: 1 });
  });

  it('leads from the province down to the school, each reader inside the own view', async () => {
    await take(schools.flatMap(classOf));
    const top = (await read(province)).data.schoolSummary;
    expect(top.rows.map((r) => [r.division?.code, r.enrolled])).toEqual([
      ['6301', 36],
      ['6302', 9],
    ]);
    const own = (await read(county)).data.schoolSummary;
    expect(own.rows.map((r) => r.division?.code ?? r.school?.id)).toEqual(
      [schools[3]?.id, '630121100', '630121210'].sort(),
    );
    const township = (await read(education, '630121100')).data.schoolSummary;
    expect(township.rows.map((r) => r.school?.id).sort()).toEqual([first.id, second.id].sort());
    for (const [caller, place] of [
      [county, '630203001'],
      [county, '63'],
      [education, '630203'],
      [education, schools[4]?.id],
      [checker, second.id],
      [checker, '630121100'],
    ] as const) {
      expect((await read(caller, place)).errors.map((e) => e.extensions.code)).toEqual(['FORBIDDEN']);
    }
    const wrong = await stack.graph('statistics', county, READ, { round: '2026', place: '630121' });
    expect(wrong.errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'round', reason: 'format' });
  });

  it('names the rounds a reader has, the latest first, and writes each look to the audit', async () => {
    await take([pupil(first), pupil(first, { round: '20251' }), pupil(schools[4]!, { round: '20262' })]);
    const rounds = await stack.graph<{ schoolSummaryRounds: string[] }>(
      'statistics',
      county,
      '{ schoolSummaryRounds }',
    );
    expect(rounds.data.schoolSummaryRounds).toEqual(['20261', '20251']);
    await read(county);
    const [line] = await query<{ subject: string; detail: unknown }>(
      em(),
      `select subject, detail from audit_line where operation = 'Query.schoolSummary' order by seq desc limit 1`,
    );
    expect(line).toEqual({ subject: '630121', detail: { round: ROUND } });
  });

  it('gives the table as a workbook: figures of each place, and doses by vaccine on a second sheet', async () => {
    await take(classOf(first));
    const { exportUrl } = (await read(education, '630121100')).data.schoolSummary;
    const response = await stack.file('statistics', exportUrl);
    expect(response.status).toBe(200);
    const path = scratchPath('xlsx');
    await writeFile(path, new Uint8Array(await response.arrayBuffer()));
    const rows = [];
    for await (const batch of (await SheetReader.open(path)).batches()) rows.push(...batch.map((r) => r.cells));
    await rm(path);
    expect(rows[0]?.slice(0, 4)).toEqual(['地区或学校', '应查人数', '实查人数', '查验率%']);
    expect(rows[0]).toHaveLength(1 + MEASURES.length + 3);
    expect(rows[1]?.slice(0, 4)).toEqual(['第1小学', 9, 8, '88.89']);
    expect(rows[2]?.[1]).toBe(9);
  });
});
