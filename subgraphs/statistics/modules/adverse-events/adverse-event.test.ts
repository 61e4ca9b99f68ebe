import { change, type Em, newId, query } from '@miaoben/kernel';
import type { AefiChanged, DoseChanged, MiaobenEvent, PersonChanged } from '@miaoben/schema';
import { serveOutbox } from '@miaoben/tests/support/outbox';
import { type Caller, type Stack, startStack } from '@miaoben/tests/support/stack';
import { sheetRows } from '@miaoben/vaccines/test-kit';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { rebuild } from '../../jobs/rebuild.ts';
import { AdverseEventTables } from '../../migrations/20261204091000-adverse-events.ts';
import { start } from '../../server.ts';
import { person, TODAY } from '../coverage/coverage.test-kit.ts';
import { everyCell } from '../vaccinations/recipient.repository.ts';
import { takeAdverseEvents } from './adverse-event.ingest.ts';

const ROW = `key name division { code } unit { id } cases serious late byCause { cause cases } doses rate`;
const REPORT = `query ($division: ID!, $period: AdverseEventPeriod!, $on: Date, $from: Date, $to: Date, $unit: ID, $vaccine: String,
    $cause: AdverseEventCause, $isSerious: Boolean, $by: AdverseEventGrouping) {
  adverseEventReport(division: $division, period: $period, on: $on, from: $from, to: $to, unit: $unit, vaccine: $vaccine,
    cause: $cause, isSerious: $isSerious, by: $by) { id asOf from to source rows { ${ROW} } total { ${ROW} } exportUrl } }`;
interface Row {
  key: string;
  name: string;
  cases: number;
  serious: number;
  late: number;
  byCause: { cause: string | null; cases: number }[];
  doses: number | null;
  rate: number | null;
}
interface Report {
  adverseEventReport: { id: string; from: string; to: string; rows: Row[]; total: Row; exportUrl: string };
}

const UNIT = newId();
const OTHER = newId();
const HEPATITIS_B = '0201';
const MEASLES = '1401';

/** Doses in November 2026: 4 of hepatitis B and 1 of measles in county 630121, 2 of hepatitis B in 630122; 1 in October. */
const child = person({ birthDate: '2026-08-01' });
const neighbour = person({ birthDate: '2026-08-01', divisionCode: '630122001' });
const dose = (of: PersonChanged, date: string, more: Partial<DoseChanged> = {}): DoseChanged => ({
  ...{ type: 'dose.changed', doseId: newId(), personId: of.personId, birthDate: of.birthDate, date },
  ...{ vaccine: HEPATITIS_B, state: 'given', clinicId: UNIT, lot: 'P1:A1', ...more },
});
const kase = (changes: Partial<AefiChanged> = {}): AefiChanged => ({
  ...{ type: 'aefi.changed', caseId: newId(), isCounted: true, isSerious: false, cause: null, vaccine: HEPATITIS_B },
  ...{ lot: 'P1:A1', givenOn: '2026-11-02', onsetOn: '2026-11-03', reportedOn: '2026-11-03', isLate: false },
  ...{ unitId: UNIT, divisionCode: '630121001', age: 0, version: 1, ...changes },
});
const serious = kase({ isSerious: true, isLate: true, cause: 'abnormal_reaction', onsetOn: '2026-11-17' });
const untold = kase({ isCounted: false, reportedOn: null });
const EVENTS: MiaobenEvent[] = [
  ...['2026-11-02', '2026-11-02', '2026-11-17', '2026-11-18'].map((day) => dose(child, day)),
  dose(child, '2026-11-18', { vaccine: MEASLES, clinicId: OTHER }),
  dose(child, '2026-10-30', { clinicId: null }),
  dose(neighbour, '2026-11-02'),
  dose(neighbour, '2026-11-19', { clinicId: OTHER }),
  kase({ cause: 'common_reaction' }),
  serious,
  untold,
  kase({ vaccine: MEASLES, lot: null, unitId: OTHER, age: 8, onsetOn: '2026-11-18' }),
  kase({ divisionCode: '630122001', unitId: OTHER, cause: 'coincidental', onsetOn: '2026-10-31', age: 70 }),
];

let stack: Stack;
let stops: (() => Promise<void>)[];
const events = [...EVENTS];
beforeAll(async () => {
  stack = await startStack(inject('adminUrl'), { statistics: start }, TODAY);
  stops = [await serveOutbox(stack.peers.people, [child, neighbour]), await serveOutbox(stack.peers.vaccines, events)];
  await stack.services.statistics.consumer.drain('vaccines');
  await stack.services.statistics.consumer.drain('people');
});
afterAll(async () => {
  for (const stop of stops ?? []) await stop();
  await stack?.stop();
});

const CDC: Caller = { role: 'cdc', divisions: ['63'] };
const NURSE: Caller = { role: 'vaccinator', organisation: UNIT, divisions: ['630121001'] };
const ask = (caller: Caller, more: object = {}) =>
  stack.graph<Report>('statistics', caller, REPORT, { division: '63', period: 'month', ...more });
async function read(more: object = {}, caller: Caller = CDC) {
  const { data, errors } = await ask(caller, more);
  expect(errors).toEqual([]);
  return data.adverseEventReport;
}
/** Cases, serious, late and doses of each row. */
const figures = (rows: readonly Row[]) =>
  Object.fromEntries(rows.map((r) => [r.key, [r.cases, r.serious, r.late, r.doses]]));
const stored = () =>
  query(stack.services.statistics.orm.em.fork() as Em, 'select * from adverse_event order by case_id');
const take = (some: readonly MiaobenEvent[]) =>
  (stack.services.statistics.orm.em.fork() as Em).transactional((tx) => takeAdverseEvents(some, tx as Em));

describe('figures of suspected adverse events', () => {
  it('count cases, serious and late ones and causes by division, with the rate of the doses of the same place and time', async () => {
    const month = await read();
    expect([month.from, month.to]).toEqual(['2026-11-01', '2026-11-30']);
    expect(figures(month.rows)).toEqual({ '6301': [3, 1, 1, 7] });
    expect(month.total.rate).toBeCloseTo((3 / 7) * 100_000, 6);
    expect(month.total.byCause.filter((c) => c.cases > 0)).toEqual([
      { cause: 'common_reaction', cases: 1 },
      { cause: 'abnormal_reaction', cases: 1 },
      { cause: null, cases: 1 },
    ]);
    // A county without a case reported none.
    expect(figures((await read({ division: '6301' })).rows)).toEqual({
      '630121': [3, 1, 1, 5],
      '630122': [0, 0, 0, 2],
    });
    expect(figures((await read({ division: '630121' })).rows)).toEqual({ '630121001': [3, 1, 1, 5] });
  });

  it('drill down to the units, and split by vaccine, lot, month and age', async () => {
    const county = { division: '630121' };
    expect(figures((await read({ ...county, by: 'unit' })).rows)).toEqual({
      [UNIT]: [2, 1, 1, 4],
      [OTHER]: [1, 0, 0, 1],
    });
    expect(figures((await read({ ...county, by: 'unit', unit: OTHER })).rows)).toEqual({ [OTHER]: [1, 0, 0, 1] });
    // Doses of elsewhere have no unit, here or in the sheet.
    const quarter = await read({ ...county, by: 'unit', period: 'quarter' });
    expect(figures(quarter.rows)).toMatchObject({ '': [0, 0, 0, 1] });
    const sheet = await sheetRows(await stack.file('statistics', quarter.exportUrl));
    expect(sheet.map((row) => String(row[0]))).toContain('其他机构接种');
    const vaccines = await read({ by: 'vaccine' });
    expect(figures(vaccines.rows)).toEqual({ [HEPATITIS_B]: [2, 1, 1, 6], [MEASLES]: [1, 0, 0, 1] });
    expect(vaccines.rows[0]?.name).toContain('乙');
    const lots = await read({ by: 'lot' });
    expect(figures(lots.rows)).toEqual({ '': [1, 0, 0, null], 'P1:A1': [2, 1, 1, null] });
    expect(lots.total.doses).toBe(7);
    expect(figures((await read({ by: 'month', period: 'quarter' })).rows)).toEqual({
      '2026-10': [1, 0, 0, 1],
      '2026-11': [3, 1, 1, 7],
    });
    expect(figures((await read({ by: 'age', period: 'year' })).rows)).toEqual({
      '0': [2, 1, 1, null],
      '7-17': [1, 0, 0, null],
      '60+': [1, 0, 0, null],
    });
  });

  it('a week and own days count the doses of those days; of units only whole months have doses', async () => {
    const week = await read({ period: 'week', on: '2026-11-18', division: '6301' });
    expect([week.from, week.to]).toEqual(['2026-11-16', '2026-11-22']);
    expect(figures(week.rows)).toEqual({ '630121': [2, 1, 1, 3], '630122': [0, 0, 0, 1] });
    const own = await read({ period: 'own', from: '2026-10-31', to: '2026-11-17' });
    // Seven weeks and a half: October's end by days, November's beginning too.
    expect(figures(own.rows)).toEqual({ '6301': [3, 1, 1, 4] });
    const long = await read({ period: 'own', from: '2026-10-30', to: '2026-11-30', by: 'month' });
    expect(figures(long.rows)).toEqual({ '2026-10': [1, 0, 0, 1], '2026-11': [3, 1, 1, 7] });
    expect((await read({ period: 'week', division: '630121', by: 'unit' })).total).toMatchObject({
      doses: null,
      rate: null,
    });
    expect((await read({ period: 'week', division: '630121' })).rows[0]).toMatchObject({ doses: null, rate: null });
  });

  it('narrow to a vaccine or its class, a cause and the serious ones; the doses are those of the vaccine', async () => {
    expect((await read({ vaccine: HEPATITIS_B })).total).toMatchObject({ cases: 2, doses: 6 });
    expect((await read({ vaccine: '14' })).total).toMatchObject({ cases: 1, doses: 1 });
    expect((await read({ cause: 'abnormal_reaction' })).total).toMatchObject({ cases: 1, serious: 1, doses: 7 });
    expect((await read({ isSerious: true })).total).toMatchObject({ cases: 1, late: 1, doses: 7 });
    expect((await read({ isSerious: false })).total).toMatchObject({ cases: 2, serious: 0, doses: 7 });
  });

  it('come as a sheet that says the same, with what each figure counts', async () => {
    const { exportUrl } = await read({ division: '6301' });
    const rows = (await sheetRows(await stack.file('statistics', exportUrl))).map((row) => row.map(String));
    expect(rows[0]?.slice(0, 4)).toEqual(['地区', '报告例数', '其中严重', '超时限报告']);
    expect(rows.at(-1)?.slice(0, 4)).toEqual(['合计', '3', '1', '1']);
    expect(rows.at(-1)?.slice(-2)).toEqual(['7', '42857.14']);
  });

  it('a clinic reads what it reports, wherever the person lives, and nobody else’s', async () => {
    const own = await read({ period: 'year', by: 'vaccine' }, NURSE);
    expect(figures(own.rows)).toEqual({ [HEPATITIS_B]: [2, 1, 1, 5] });
    const codes = async (caller: Caller, more: object = {}) =>
      (await ask(caller, more)).errors.map(({ extensions: { code, field, reason } }) =>
        [code, field, reason].filter(Boolean).join(' '),
      );
    expect(await codes(NURSE, { unit: OTHER })).toEqual(['FORBIDDEN']);
    expect(await codes({ role: 'cdc', divisions: ['6302'] })).toEqual(['FORBIDDEN']);
    expect(await codes({ role: 'guardian' })).toEqual(['FORBIDDEN']);
    expect(await codes({ role: 'school_checker', organisation: UNIT, divisions: ['63'] })).toEqual(['FORBIDDEN']);
    expect(await codes(CDC, { division: '7' })).toEqual(['BAD_INPUT division unknown_code']);
    expect(await codes(CDC, { vaccine: '9999' })).toEqual(['BAD_INPUT vaccine unknown_code']);
    expect(await codes(CDC, { unit: 'x' })).toEqual(['BAD_INPUT unit unknown_code']);
    expect(await codes(CDC, { period: 'own' })).toEqual(['BAD_INPUT from required']);
    expect(await codes(CDC, { period: 'own', from: '2026-02-01', to: '2026-01-01' })).toEqual([
      'BAD_INPUT to out_of_range',
    ]);
    expect(await codes({ ...CDC, hidden: ['contraindications'] })).toEqual([]);
    // Authorisation is decided before anything is looked at.
    expect(await codes({ role: 'cdc', divisions: ['6302'] }, { vaccine: '9999' })).toEqual(['FORBIDDEN']);
  });

  it('J-04 an account that reactions are hidden from reads no figure of them, as it opens no case', async () => {
    for (const caller of [CDC, NURSE]) {
      const { data, errors } = await ask({ ...caller, hidden: ['reactions'] });
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
      expect(data?.adverseEventReport ?? null).toBeNull();
    }
  });

  it('repeated and late events change nothing; a newer state takes the place of the older; a rebuild gives the same', async () => {
    const before = await stored();
    await take([serious, untold]);
    await take([{ ...serious, version: 3, cause: 'coincidental' }]);
    await take([{ ...serious, version: 2, isCounted: false }]);
    expect((await read({ cause: 'coincidental' })).total.cases).toBe(1);
    await take([{ ...untold, version: 2, isCounted: true }]);
    expect((await read()).total.cases).toBe(4);
    await take([{ ...untold, version: 3, isCounted: false }]);
    expect((await read()).total.cases).toBe(3);
    await rebuild(stack.services.statistics);
    expect(await stored()).toEqual(before);
  });

  it('cells of doses of before are filled from the rows they come from', async () => {
    const { orm } = stack.services.statistics;
    const em = orm.em.fork() as Em;
    const cells = async () => (await everyCell(em)).map((cell) => JSON.stringify(cell)).sort();
    const grown = await cells();
    // As they were before: units without the county, no days.
    await change(em, `delete from vaccination_rollup where measure = 'g'`);
    await change(em, `update vaccination_rollup set household = '' where measure = 'u' and place = $1`, [OTHER]);
    expect(await cells()).not.toEqual(grown);
    const migration = new AdverseEventTables(orm.em.getDriver() as never, orm.config);
    migration.up();
    for (const sql of migration.getQueries().map(String)) if (/^\s*(delete|insert)/.test(sql)) await change(em, sql);
    expect(await cells()).toEqual(grown);
  });
});
