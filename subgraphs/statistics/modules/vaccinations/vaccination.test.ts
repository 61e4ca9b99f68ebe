import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Em, newId } from '@miaoben/kernel';
import { SheetReader } from '@miaoben/kernel/sheets/reader';
import type { DoseChanged, MiaobenEvent, PersonChanged } from '@miaoben/schema';
import { serveOutbox } from '@miaoben/tests/support/outbox';
import { type Caller, type Stack, startStack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { rebuild } from '../../jobs/rebuild.ts';
import { start } from '../../server.ts';
import { coverage, person, TODAY } from '../coverage/coverage.test-kit.ts';
import { everyCell } from './recipient.repository.ts';
import { takeVaccinations } from './vaccination.ingest.ts';

const REPORT = `query ($report: VaccinationReportKind!, $division: ID!, $by: VaccinationGrouping, $household: HouseholdClass, $item: String,
    $bornFrom: Date, $bornTo: Date, $givenFrom: Date, $givenTo: Date) {
  vaccinationStatistics(report: $report, division: $division, by: $by, household: $household, item: $item,
    bornFrom: $bornFrom, bornTo: $bornTo, givenFrom: $givenFrom, givenTo: $givenTo) {
    id asOf source columns { key name definition } rows { key name division { code } counts rates } total { counts rates } exportUrl } }`;
const PEOPLE = `query ($report: VaccinationReportKind!, $division: ID!, $household: HouseholdClass, $item: String, $column: String!, $first: Int, $after: String,
    $bornFrom: Date, $bornTo: Date, $givenFrom: Date, $givenTo: Date) {
  vaccinationRecipients(report: $report, division: $division, household: $household, item: $item, column: $column, first: $first, after: $after,
    bornFrom: $bornFrom, bornTo: $bornTo, givenFrom: $givenFrom, givenTo: $givenTo) {
    nodes { person { id } birthDate household count day } pageInfo { hasNextPage endCursor } } }`;

interface Row {
  key: string;
  name: string;
  counts: number[];
  rates: number[] | null;
}
interface Report {
  vaccinationStatistics: {
    id: string;
    columns: { key: string; name: string; definition: string }[];
    rows: Row[];
    total: Row;
    exportUrl: string;
  };
}
interface People {
  vaccinationRecipients: {
    nodes: { person: { id: string }; household: string; count: number; day: string | null }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

const dose = (of: PersonChanged, date: string, vaccine = '0201', more: Partial<DoseChanged> = {}): DoseChanged => ({
  ...{ type: 'dose.changed', doseId: newId(), personId: of.personId, birthDate: of.birthDate, date, vaccine },
  ...{ state: 'given', clinicId: newId(), lot: 'P1:A1', ...more },
});

/**
 * The fixed population, counted by hand. Township 630121001: a local 2024 girl, MCV-1 late in November 2024, and a child of another
 * province, nothing late; 630122001: a 2023 child whose household type no file tells (an event of before), MCV-1 late in December 2024;
 * an adult of another county, one dose; a cancelled file, counted nowhere.
 */
const local = person({ householdType: 'local', birthDate: '2024-03-10' });
const elsewhere = person({ householdType: 'other_province', birthDate: '2024-03-20' });
const untold = person({ birthDate: '2023-05-05', divisionCode: '630122001' });
const adult = person({ householdType: 'other_county', birthDate: '1980-05-05', divisionCode: '630122001' });
const cancelled = person({ householdType: 'local', registrationState: 'cancelled' });
const FILES = [local, elsewhere, untold, adult, cancelled];
const lateOn = (of: PersonChanged, date: string) => {
  const told = coverage(of, ['HepB-1', 'MCV-1'], ['MCV-1']);
  return { ...told, slots: told.slots.map((s) => (s.slot === 'MCV-1' ? { ...s, date } : s)) };
};
const voided = dose(local, '2024-06-01');
const DOSES: MiaobenEvent[] = [
  dose(local, '2024-03-10'),
  dose(local, '2024-11-15', '1401'),
  voided,
  { ...voided, state: 'voided' },
  lateOn(local, '2024-11-15'),
  dose(elsewhere, '2024-03-20'),
  coverage(elsewhere, ['HepB-1']),
  dose(untold, '2023-05-05'),
  dose(untold, '2024-12-31', '1401'),
  lateOn(untold, '2024-12-31'),
  dose(adult, '2024-10-01', '1601'),
  dose(cancelled, '2024-10-01', '1601'),
];

let stack: Stack;
let stops: (() => Promise<void>)[];
const people: MiaobenEvent[] = [...FILES];
beforeAll(async () => {
  stack = await startStack(inject('adminUrl'), { statistics: start }, TODAY);
  stops = [await serveOutbox(stack.peers.people, people), await serveOutbox(stack.peers.vaccines, DOSES)];
  await stack.services.statistics.consumer.drain('vaccines');
  await stack.services.statistics.consumer.drain('people');
});
afterAll(async () => {
  for (const stop of stops) await stop();
  await stack.stop();
});
const CDC: Caller = { role: 'cdc', divisions: ['63'] };
const ask = (caller: Caller, report: string, more: object = {}) =>
  stack.graph<Report>('statistics', caller, REPORT, { report, division: '63', ...more });
const read = async (report: string, more: object = {}) => {
  const { data, errors } = await ask(CDC, report, more);
  expect(errors).toEqual([]);
  return data.vaccinationStatistics;
};
const behind = async (report: string, column: string, more: object = {}) => {
  const { data, errors } = await stack.graph<People>('statistics', CDC, PEOPLE, {
    report,
    division: '63',
    column,
    ...more,
  });
  expect(errors).toEqual([]);
  return data.vaccinationRecipients.nodes;
};
const counts = (rows: readonly Row[]) => Object.fromEntries(rows.map((r) => [r.key, r.counts]));
const cells = () => everyCell(stack.services.statistics.orm.em.fork() as Em);

describe('the three reports by household type', () => {
  it('Q-02 Q-103 catching up: doses given late, by region and month, filtered by dose, dates and household type', async () => {
    const all = await read('caught_up', { item: 'MCV-1' });
    expect(all.columns.map((c) => c.key)).toEqual(['caught_up', 'missing']);
    // The child of another province has no MCV-1 and is old enough.
    expect(counts(all.rows)).toEqual({ '6301': [2, 1] });
    expect(all.total.rates).toEqual([2 / 3]);
    expect(counts((await read('caught_up', { item: 'MCV-1', division: '6301' })).rows)).toEqual({
      '630121': [1, 1],
      '630122': [1, 0],
    });
    expect(counts((await read('caught_up', { item: 'MCV-1', by: 'household' })).rows)).toEqual({
      local: [1, 0],
      other_province: [0, 1],
      unknown: [1, 0],
    });
    expect((await read('caught_up', { item: 'MCV-1', household: 'local' })).total.counts).toEqual([1, 0]);
    expect(counts((await read('caught_up', { item: 'MCV-1', by: 'period' })).rows)).toEqual({
      '2024-11': [1, 0],
      '2024-12': [1, 0],
    });
    // Whole months are read from the cells, other days from the rows: both say the same.
    const november = { item: 'MCV-1', givenFrom: '2024-11-01', givenTo: '2024-11-30' };
    expect((await read('caught_up', november)).total.counts).toEqual([1, 1]);
    expect((await read('caught_up', { ...november, givenFrom: '2024-11-15' })).total.counts).toEqual([1, 1]);
    expect((await read('caught_up', { ...november, givenFrom: '2024-11-16' })).total.counts).toEqual([0, 1]);
    expect(
      (await read('caught_up', { item: 'MCV-1', bornFrom: '2024-03-15', bornTo: '2024-03-31' })).total.counts,
    ).toEqual([0, 1]);
    for (const by of ['division', 'household', 'birth_year', 'vaccine']) {
      const whole = await read('caught_up', { by, bornFrom: '2007-01-01', bornTo: '2026-12-31' });
      const byDay = await read('caught_up', { by, bornFrom: '2007-01-02', bornTo: '2026-12-31' });
      expect(byDay.rows).toEqual(whole.rows);
    }
    expect(await behind('caught_up', 'missing', { item: 'MCV-1' })).toMatchObject([
      { person: { id: elsewhere.personId }, household: 'other_province', count: 1, day: null },
    ]);
    expect(await behind('caught_up', 'caught_up', november)).toMatchObject([
      { person: { id: local.personId }, count: 1, day: '2024-11-15' },
    ]);
  });

  it('Q-02 Q-108 vaccinations: birth year by region, filtered and split by household type, year and class of vaccine', async () => {
    const all = await read('by_birth_year', { bornFrom: '2023-01-01', bornTo: '2024-12-31' });
    expect(all.columns.map((c) => c.key)).toEqual(['2023', '2024']);
    expect(counts(all.rows)).toEqual({ '6301': [2, 3] });
    const split = await read('by_birth_year', { bornFrom: '2023-01-01', bornTo: '2024-12-31', by: 'household' });
    expect(counts(split.rows)).toEqual({ local: [0, 2], other_province: [0, 1], unknown: [2, 0] });
    const of = (more: object) => read('by_birth_year', { bornFrom: '2023-01-01', bornTo: '2024-12-31', ...more });
    expect((await of({ household: 'local' })).total.counts).toEqual([0, 2]);
    expect((await of({ givenFrom: '2024-01-01', givenTo: '2024-12-31' })).total.counts).toEqual([1, 3]);
    expect((await of({ item: '14' })).total.counts).toEqual([1, 1]);
    const adults = await read('by_birth_year', { bornFrom: '1975-01-01', bornTo: '1985-12-31' });
    expect(adults.total.counts.reduce((a, b) => a + b, 0)).toBe(1);
    const rows = await behind('by_birth_year', '2024', { bornFrom: '2023-01-01', bornTo: '2024-12-31' });
    expect(rows.map((r) => r.count).reduce((a, b) => a + b, 0)).toBe(3);
  });

  it('Q-02 Q-105 people vaccinated by household type as share of all, for ever and of one year', async () => {
    const { columns, total, rows } = await read('household_share');
    expect(columns.map((c) => c.key)).toEqual(['local', 'other_county', 'other_province', 'outside', 'unknown']);
    expect(total).toMatchObject({ counts: [1, 1, 1, 0, 1], rates: [0.25, 0.25, 0.25, 0, 0.25] });
    expect(counts(rows)).toEqual({ '6301': [1, 1, 1, 0, 1] });
    const in2023 = await read('household_share', { givenFrom: '2023-01-01', givenTo: '2023-12-31', by: 'birth_year' });
    expect(counts(in2023.rows)).toEqual({ '2023': [0, 0, 0, 0, 1] });
    expect(await behind('household_share', 'other_county')).toMatchObject([{ person: { id: adult.personId } }]);
  });

  it('Q-105 comes as a sheet with shares and definitions', async () => {
    const { exportUrl } = await read('household_share');
    const answer = await stack.file('statistics', exportUrl);
    const file = join(tmpdir(), `${newId()}.xlsx`);
    await writeFile(file, Buffer.from(await answer.arrayBuffer()));
    const rows: unknown[][] = [];
    for await (const batch of (await SheetReader.open(file)).batches()) rows.push(...batch.map((r) => r.cells));
    expect(rows[0]?.slice(0, 3)).toEqual(['地区', '本县户籍', '本县户籍 占比%']);
    expect(rows.at(-1)?.map(String)).toEqual(['合计', '1', '25', '1', '25', '1', '25', '0', '0', '1', '25', '4']);
  });

  it('Q-02 a file told once more with its household type counts under it; a rebuild gives the same cells', async () => {
    people.push({ ...untold, householdType: 'other_county' });
    await stack.services.statistics.consumer.drain('people');
    expect((await read('household_share')).total.counts).toEqual([1, 2, 1, 0, 0]);
    const grown = await cells();
    const key = (rows: typeof grown) => rows.map((c) => JSON.stringify(c)).sort();
    await rebuild(stack.services.statistics);
    expect(key(await cells())).toEqual(key(grown));
  });

  it('Q-108 doses of a merged file count under the file that stands, and go back when the merge is undone', async () => {
    const before = await read('household_share');
    const take = (events: MiaobenEvent[]) =>
      (stack.services.statistics.orm.em.fork() as Em).transactional((tx) => takeVaccinations(events, tx as Em));
    const state = (registrationState: string, version: number) => ({ ...elsewhere, registrationState, version });
    const merged = (survivorId: string | null, version: number): MiaobenEvent => ({
      ...{ type: 'person.merged', personId: elsewhere.personId, survivorId, version },
    });
    await take([state('cancelled', 2), merged(local.personId, 1)]);
    expect(
      (await read('by_birth_year', { household: 'local', bornFrom: '2024-01-01', bornTo: '2024-12-31' })).total.counts,
    ).toEqual([3]);
    expect((await read('household_share')).total.counts[2]).toBe(0);
    // Off line a clinic still had the other file.
    const late = dose(elsewhere, '2024-12-01', '0301');
    await take([late]);
    expect(
      (await read('by_birth_year', { household: 'local', bornFrom: '2024-01-01', bornTo: '2024-12-31' })).total.counts,
    ).toEqual([4]);
    await take([{ ...late, personId: local.personId, state: 'voided' }, merged(null, 2), state('active', 3)]);
    expect((await read('household_share')).total).toEqual(before.total);
  });

  it('Q-108 a dose that came late for a merged file, told under the one that stands, goes back with its file; so does a void', async () => {
    const take = (events: MiaobenEvent[]) =>
      (stack.services.statistics.orm.em.fork() as Em).transactional((tx) => takeVaccinations(events, tx as Em));
    const merged = (survivorId: string | null, version: number): MiaobenEvent => ({
      ...{ type: 'person.merged', personId: elsewhere.personId, survivorId, version },
    });
    const bornThen = { bornFrom: '2024-01-01', bornTo: '2024-12-31' };
    const by = async (household: string) =>
      (await read('by_birth_year', { ...bornThen, household })).total.counts[0] ?? 0;
    const before = [await by('local'), await by('other_province')];
    const late = { ...dose(local, '2024-12-02', '0302'), originPersonId: elsewhere.personId };
    // Vaccines heard of the merge first: the dose is told before the merge is.
    await take([late]);
    await take([merged(local.personId, 3)]);
    expect([await by('local'), await by('other_province')]).toEqual([before[0]! + before[1]! + 1, 0]);
    await take([merged(null, 4)]);
    expect([await by('local'), await by('other_province')]).toEqual([before[0], before[1]! + 1]);
    await take([{ ...late, state: 'voided' }]);
    expect([await by('local'), await by('other_province')]).toEqual(before);
  });

  it('Q-103 Q-105 Q-108 refuse another area, another role and what cannot be read', async () => {
    const codes = async (caller: Caller, report: string, more: object = {}) => {
      const { errors } = await ask(caller, report, more);
      return errors.map(({ extensions: { code, field, reason } }) => [code, field, reason].filter(Boolean).join(' '));
    };
    expect(await codes({ role: 'cdc', divisions: ['6302'] }, 'caught_up')).toEqual(['FORBIDDEN']);
    expect(await codes({ role: 'vaccinator', divisions: ['63'] }, 'caught_up')).toEqual(['FORBIDDEN']);
    expect(await codes(CDC, 'caught_up', { item: 'XX-1' })).toEqual(['BAD_INPUT item unknown_code']);
    expect(await codes(CDC, 'by_birth_year', { item: '9999' })).toEqual(['BAD_INPUT item unknown_code']);
    expect(await codes(CDC, 'by_birth_year', { by: 'period' })).toEqual(['BAD_INPUT by unknown_code']);
    expect(await codes(CDC, 'caught_up', { givenFrom: '2024-02-01', givenTo: '2024-01-01' })).toEqual([
      'BAD_INPUT givenTo out_of_range',
    ]);
  });
});
