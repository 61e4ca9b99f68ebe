import { change, type Em, migrate, newId, type Orm, openDatabase, query } from '@miaoben/kernel';
import type { PersonChanged } from '@miaoben/schema';
import { DEMO_SEED, generateDemo } from '@miaoben/seeds/demo/demo';
import type { GeneratedPerson } from '@miaoben/seeds/province/types';
import { nipSchedule, vaccines } from '@miaoben/seeds/reference/index';
import { serveOutbox } from '@miaoben/tests/support/outbox';
import { type Stack, startStack } from '@miaoben/tests/support/stack';
import { type DoseSeed, insertDoses, insertSubjects, seedReference } from '@miaoben/vaccines/bulk';
import { start as startVaccines } from '@miaoben/vaccines/server';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { PeopleTables } from '../../people/migrations/20261121100000-people-tables.ts';
import { PersonDetailColumns } from '../../people/migrations/20261201032000-person-details.ts';
import { start } from '../server.ts';
import { mergeAll, rebuild } from './rebuild.ts';
import { recount } from './recount.ts';
import { recountAdverseEvents } from './recount-adverse-events.ts';
import { recountVaccinations } from './recount-vaccinations.ts';

const TODAY = '2026-11-21';
const FILES = 600;
const CLINIC = '01900000-0000-7000-8000-0000000000c1';
const PEOPLE = { entities: [], migrations: [PeopleTables, PersonDetailColumns] };

/** Every third child is registered in another province. */
const householdType = ({ documentNumber }: GeneratedPerson): string =>
  Number(documentNumber.slice(-4, -1)) % 3 === 0 ? 'other_province' : 'local';

const fileOf = (p: GeneratedPerson): PersonChanged => ({
  type: 'person.changed',
  personId: p.id,
  birthDate: p.birthDate,
  sex: p.sex === 'M' ? 'M' : 'F',
  divisionCode: p.residenceDivision,
  managingOrgId: CLINIC,
  registrationState: p.registrationState,
  conditions: [...p.conditions],
  birthWeightG: p.birthWeightG ?? null,
  householdType: householdType(p),
  documentBlind: null,
  nameBlind: p.id,
  sealed: '',
  version: 1,
});

const dosesOf = (p: GeneratedPerson): DoseSeed[] =>
  p.doses.map((d) => ({
    doseId: d.id,
    personId: p.id,
    birthDate: p.birthDate,
    division: p.residenceDivision,
    date: d.date,
    vaccine: d.vaccine,
    productId: null,
    lotNumber: d.lot,
    traceCode: null,
    site: null,
    route: null,
    volumeMl: null,
    clinicId: CLINIC,
    clinicName: null,
    vaccinatorId: null,
    vaccinatorName: null,
    source: 'import',
    recordedBy: 'test',
    recordedAt: new Date(`${d.date}T02:00:00Z`),
  }));

async function insertPeople(orm: Orm, files: readonly PersonChanged[]): Promise<void> {
  const rows = files.map((f) => ({
    id: f.personId,
    birth_date: f.birthDate,
    sex: f.sex,
    residence: f.divisionCode,
    managing_org_id: f.managingOrgId,
    registration_state: f.registrationState,
    conditions: f.conditions,
    birth_weight_g: f.birthWeightG,
    household_type: f.householdType,
  }));
  await change(
    orm.em.fork() as Em,
    `insert into person (id, name, name_key, pinyin, initials, sex, birth_date, document_type, residence, managing_org_id,
       registration_state, conditions, birth_weight_g, household_type, barcode)
     select id, '', '', '', '', sex, birth_date, '01', residence, managing_org_id, registration_state, conditions, birth_weight_g, household_type, id::text
     from jsonb_to_recordset($1::jsonb) as r(id uuid, birth_date date, sex text, residence text, managing_org_id uuid,
       registration_state text, conditions text[], birth_weight_g int, household_type text)`,
    [JSON.stringify(rows)],
  );
}

let stack: Stack;
let people: Orm;
let stopOutbox: () => Promise<void>;
const orms = () => ({ people, vaccines: stack.services.vaccines.orm, statistics: stack.services.statistics.orm });

beforeAll(async () => {
  stack = await startStack(inject('adminUrl'), { vaccines: startVaccines, statistics: start }, TODAY);
  const { migratorUrl, databaseUrl } = stack.configOf('people');
  await migrate(migratorUrl, PEOPLE, new URL(databaseUrl).username);
  people = await openDatabase(databaseUrl, PEOPLE, 2);

  const persons = [...generateDemo({ seed: DEMO_SEED, today: TODAY }).persons].slice(0, FILES);
  const files = persons.map(fileOf);
  stopOutbox = await serveOutbox(stack.peers.people, files);
  await insertPeople(people, files);
  const { orm } = stack.services.vaccines;
  await seedReference(orm, {
    schedule: nipSchedule(),
    vaccines: vaccines(),
    products: [],
  });
  await insertSubjects(orm.em.fork() as Em, files);
  for (let at = 0; at < FILES; at += 50) {
    await insertDoses(orm, persons.slice(at, at + 50).flatMap(dosesOf), TODAY);
  }
  const { consumer } = stack.services.statistics;
  await consumer.drain('people');
  await consumer.drain('vaccines');
  await mergeAll(orms().statistics);
});
afterAll(async () => {
  await people?.close();
  await stack.stop();
  await stopOutbox();
});

describe('recount', () => {
  it('finds every cell equal to a count from the records of people and vaccines', async () => {
    const { cells, differences } = await recount(orms());
    expect(differences).toEqual([]);
    expect(cells).toBeGreaterThan(3_000);
  });

  it('names a cell that drifted, and finds none any more after a rebuild', async () => {
    const { statistics } = orms();
    const em = statistics.em.fork() as Em;
    await change(em, `update coverage_rollup set count = count + 1 where grain = 3 and measure = 0 and period = 2020`);
    expect((await recount(orms())).differences).toEqual([
      expect.stringMatching(/^630121 2020 HepB-1: stored \d+\/\d+, counted \d+\/\d+$/),
    ]);
    await rebuild(stack.services.statistics);
    expect((await recount(orms())).differences).toEqual([]);
  });

  it('Q-02 Q-103 Q-105 Q-108 vaccinations, people and doses caught up equal a count from the records, by household type', async () => {
    const { cells, differences } = await recountVaccinations(orms());
    expect(differences).toEqual([]);
    expect(cells).toBeGreaterThan(5_000);
    const em = orms().statistics.em.fork() as Em;
    const rows = await query<{ household: string; measure: string; count: number }>(
      em,
      `select household, measure, sum(count)::int as count from vaccination_rollup where measure in ('c', 'd', 'n', 'p') group by 1, 2`,
    );
    for (const measure of ['c', 'd', 'n', 'p'])
      expect(
        rows
          .filter((r) => r.measure === measure)
          .map((r) => r.household)
          .sort(),
      ).toEqual(['local', 'other_province']);
    await change(
      em,
      `update vaccination_rollup set count = count + 1 where measure = 'd' and household = 'local' and period = 2024 and birth = 2024 and item = '0201'`,
    );
    expect((await recountVaccinations(orms())).differences.length).toBeGreaterThan(0);
    await rebuild(stack.services.statistics);
    expect((await recountVaccinations(orms())).differences).toEqual([]);
  });

  it('suspected adverse events equal a count from the records of vaccines; a changed cell is named, and gone after a rebuild', async () => {
    const { statistics } = orms();
    const rows = await query<{ dose_id: string; person_id: string; given_on: string }>(
      orms().vaccines.em.fork() as Em,
      `select distinct on (person_id) dose_id, person_id, given_on from dose where given_on > '2026-01-01' order by person_id limit 6`,
    );
    for (const [i, { dose_id, person_id, given_on }] of rows.entries()) {
      const content = {
        suspects: [dose_id],
        onsetAt: `${given_on}T15:30:00Z`,
        foundAt:
          i % 2 === 0
            ? `${given_on}T15:40:00Z`
            : new Date(stack.services.vaccines.clock.now().getTime() - 1_000).toISOString(),
        symptoms: ['urticaria'],
        severity: i < 2 ? 'severe' : 'non_severe',
      };
      const { errors } = await stack.graph(
        'vaccines',
        { role: 'vaccinator', organisation: CLINIC, divisions: ['63'] },
        'mutation ($c: ID!, $i: ReportAdverseEventInput!) { reportAdverseEvent(commandId: $c, input: $i) { id } }',
        { c: newId(), i: { id: newId(), personId: person_id, content } },
      );
      expect(errors).toEqual([]);
    }
    await stack.services.statistics.consumer.drain('vaccines');
    const { cells, differences } = await recountAdverseEvents(orms());
    expect(differences).toEqual([]);
    expect(cells).toBeGreaterThan(1);
    const late = await query<{ is_late: boolean }>(
      statistics.em.fork() as Em,
      'select is_late from adverse_event group by 1 order by 1',
    );
    expect(late).toEqual([{ is_late: false }, { is_late: true }]);
    await change(
      statistics.em.fork() as Em,
      `update adverse_event set cause = 'coincidental' where case_id = (select case_id from adverse_event limit 1)`,
    );
    const found = (await recountAdverseEvents(orms())).differences;
    expect(found).toHaveLength(2);
    expect(found[0]).toMatch(/\|coincidental\|.*: stored 1, counted 0$/);
    expect(found[1]).toMatch(/\|\|\|.*: stored 0, counted 1$/);
    await rebuild(stack.services.statistics);
    expect((await recountAdverseEvents(orms())).differences).toEqual([]);
  });
});
