import { type Em, newId, query } from '@miaoben/kernel';
import type { DoseChanged } from '@miaoben/schema';
import type { Caller, Stack } from '@miaoben/tests/support/stack';
import { insertLots, insertStock, seedReference } from '@miaoben/vaccines/bulk';
import { start as startVaccines } from '@miaoben/vaccines/server';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Counterpart } from '../../../../gateway/start/counterparts/counterpart.ts';
import { casesFor } from '../../../../gateway/start/counterparts/national-cases.ts';
import { startProvincesCounterpart } from '../../../../gateway/start/counterparts/provinces.ts';
import { referenceRows } from '../../../../seeds/load/reference.ts';
import { products } from '../../../../seeds/reference/index.ts';
import { CLINIC, callers, idNumber, made, startPeople, TODAY } from '../../people.test-kit.ts';
import { doseSubscription } from '../combined-query/dose-copy.ts';
import { tellStep } from './tell-home.ts';

const DOSE = newId();
let stack: Stack;
let platform: Counterpart;
beforeAll(async () => {
  platform = await startProvincesCounterpart(0);
  stack = await startPeople(inject('adminUrl'), { provincesUrl: platform.url }, { vaccines: startVaccines });
  await seedReference(stack.services.vaccines.orm, referenceRows());
});
afterAll(async () => {
  await stack?.stop();
  await platform?.stop();
});

interface Case {
  caseId: string;
  maskedName: string;
  birthDate: string;
  province: string;
  provinceName: string;
  numberEnd: string | null;
}
interface Taken {
  isNew: boolean;
  doses: number;
  leftOut: number;
  person: {
    id: string;
    name: string;
    registrationState: string;
    managingClinic: { id: string };
    details: { personType: string; householdType: string; registeredDivision: string | null };
    guardians: { name: string }[];
    visitor: { province: string; provinceName: string } | null;
  } | null;
  likely: { id: string }[];
}
const SEARCH = `query($i: OtherProvincesInput!) { searchOtherProvinces(input: $i) { isTooMany cases {
  caseId maskedName sex birthDate province provinceName numberEnd } } }`;
const TAKE = `mutation($c: ID!, $i: TakeVisitorInput!) { takeVisitor(commandId: $c, input: $i) { isNew doses leftOut likely { id }
  person { id name registrationState managingClinic { id } details { personType householdType registeredDivision }
    guardians { name } visitor { province provinceName } } } }`;

const search = async (input: object, caller: Caller = callers.nurse) => {
  const { data, errors } = await stack.graph<{ searchOtherProvinces: { isTooMany: boolean; cases: Case[] } }>(
    'people',
    caller,
    SEARCH,
    { i: input },
  );
  return { ...data?.searchOtherProvinces, fault: errors[0]?.extensions };
};
const take = async (caseId: string, more: object = {}, caller: Caller = callers.nurse, commandId = stack.newId()) => {
  const { data, errors } = await stack.graph<{ takeVisitor: Taken }>('people', caller, TAKE, {
    c: commandId,
    i: { caseId, residence: '630121100', ...more },
  });
  return { ...data?.takeVisitor, fault: errors[0]?.extensions };
};
const found = async (input: object, caller: Caller = callers.nurse) => (await search(input, caller)).cases![0]!;
const numberOf = (name: string, birthDate: string, at = 0): string =>
  casesFor({ name, birthDate }).cases[at]!.documentNumber;
const PU = { name: '蒲星野', birthDate: '2025-03-08' };
const WEN = { name: '闻知遥', birthDate: '2024-09-21' };
const sql = <R>(name: 'people' | 'vaccines', text: string, values: unknown[] = []) =>
  query<R>(stack.services[name].orm.em.fork() as Em, text, values);
const persons = async () => (await sql<{ n: number }>('people', 'select count(*)::int n from person'))[0]?.n;
/** The record as vaccines keeps it. */
const recordOf = async (personId: string) => {
  await stack.services.vaccines.consumer.drain('people');
  const { data } = await stack.graph<{
    _entities: {
      doses: {
        date: string;
        source: string;
        clinicName: string | null;
        vaccine: { code: string };
        evaluations: { clinicallyValid: boolean }[];
      }[];
    }[];
  }>(
    'vaccines',
    callers.nurse,
    `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person {
      doses { date source clinicName vaccine { code } evaluations { clinicallyValid } } } } }`,
    { r: [{ __typename: 'Person', id: personId }] },
  );
  return data._entities[0]!.doses;
};

describe('Q-12 recipients from other provinces', () => {
  it('Q-12 are found through the national interface by number or by name and birthday, masked, each search an audit line', async () => {
    const number = numberOf(PU.name, PU.birthDate);
    const answer = await search({ documentNumber: ` ${number.toLowerCase()} ` });
    expect(answer).toMatchObject({
      isTooMany: false,
      cases: [
        {
          ...{ maskedName: '蒲*野', sex: 'M', birthDate: '2025-03-08', province: '51', provinceName: '四川省' },
          numberEnd: number.slice(-4),
        },
      ],
    });
    expect(JSON.stringify(answer)).not.toContain('GJ51');
    expect((await search(WEN)).cases?.map((c) => c.provinceName)).toEqual(['上海市', '河南省']);
    expect((await search({ ...PU, sex: 'F' })).cases).toEqual([]);
    expect((await search({ birthCertificateNumber: 'z620000123' })).cases?.[0]?.provinceName).toBe('甘肃省');
    expect(await search({ documentNumber: idNumber('2020-01-01', 44, 'F') })).toMatchObject({ cases: [] });
    const lines = await sql<{ detail: object }>(
      'people',
      `select detail from audit_line where operation = 'Query.searchOtherProvinces' order by 1`,
    );
    expect(lines).toHaveLength(5);
    expect(lines.map((l) => l.detail)).toContainEqual({ by: 'name', count: 2 });
    expect(JSON.stringify(lines)).not.toMatch(/蒲|闻|\d{15}/);
  });

  it('Q-12 of whom too many fit are not listed, and a faulty question is told by field', async () => {
    expect(await search({ name: '陈晨', birthDate: '2023-01-01' })).toMatchObject({ isTooMany: true, cases: [] });
    const faults = [
      await search({}),
      await search({ name: '陈晨' }),
      await search({ birthDate: '2023-01-01' }),
      await search({ documentNumber: '12' }),
      await search({ documentNumber: '510107202503080150' }),
      await search({ name: '陈晨', birthDate: '2027-01-01' }),
      await search({ name: '陈晨', documentNumber: '5101072025' }),
    ];
    expect(faults.map(({ fault }) => [fault?.code, fault?.field, fault?.reason])).toEqual([
      ['BAD_INPUT', 'input.documentNumber', 'required'],
      ['BAD_INPUT', 'input.birthDate', 'required'],
      ['BAD_INPUT', 'input.name', 'required'],
      ['BAD_INPUT', 'input.documentNumber', 'format'],
      ['BAD_INPUT', 'input.documentNumber', 'check_digit'],
      ['BAD_INPUT', 'birthDate', 'date_in_future'],
      ['BAD_INPUT', 'input', 'format'],
    ]);
  });

  it('Q-12 get a temporary file with their home province and doses, judged here, so that the dose of today follows at once', async () => {
    const { caseId } = await found(PU);
    const command = stack.newId();
    const taken = await take(caseId, {}, callers.nurse, command);
    expect(taken).toMatchObject({
      ...{ fault: undefined, isNew: true, doses: 4, leftOut: 0, likely: [] },
      person: {
        ...{ name: '蒲星野', registrationState: 'active', managingClinic: { id: CLINIC } },
        details: { personType: 'temporary', householdType: 'other_province', registeredDivision: '510107' },
        ...{ guardians: [{ name: '蒲静' }], visitor: { province: '51', provinceName: '四川省' } },
      },
    });
    const id = taken.person!.id;
    const doses = await recordOf(id);
    expect(doses.map((d) => [d.date, d.vaccine.code, d.source])).toEqual([
      ['2025-03-08', '0101', 'outside'],
      ['2025-03-08', '0201', 'outside'],
      ['2025-04-10', '0201', 'outside'],
      ['2025-10-20', '1201', 'outside'],
    ]);
    expect(doses.every((d) => d.clinicName?.startsWith('四川省 成都市'))).toBe(true);
    // Seven months old: too early for this vaccine, whoever gave it.
    expect(doses.map((d) => d.evaluations.some((e) => e.clinicallyValid))).toEqual([true, true, true, false]);
    expect(await giveToday(id)).toEqual([]);
    const before = await persons();
    // The same command, another search, another account, and the platform gone: it stays one file.
    const again = [
      await take(caseId, {}, callers.nurse, command),
      await take((await found(PU)).caseId),
      await take((await found(PU, callers.colleague)).caseId, {}, callers.colleague),
    ];
    const { caseId: kept } = await found(PU);
    stack.services.people.config.provincesUrl = 'http://127.0.0.1:9';
    again.push(await take(kept));
    stack.services.people.config.provincesUrl = platform.url;
    expect(again.map((t) => [t.person?.id, t.isNew])).toEqual([
      [id, true],
      [id, false],
      [id, false],
      [id, false],
    ]);
    expect(await persons()).toBe(before);
    // The doses are heard twice, and written once.
    await sql('vaccines', `update consumer_cursor set tx = '0', seq = 0 where source = 'people'`);
    expect(await recordOf(id)).toHaveLength(5);
  });

  it('Q-12 with a dose no code here stands for are told how many were left out', async () => {
    const { caseId } = await found({ documentNumber: numberOf(WEN.name, WEN.birthDate) });
    const taken = await take(caseId);
    expect(taken).toMatchObject({ isNew: true, doses: 2, leftOut: 1 });
    expect((await recordOf(taken.person!.id)).map((d) => d.clinicName)).toEqual([
      expect.stringMatching(/^上海市黄浦区/),
      '上海市',
    ]);
    // Somebody of the same name and birthday stands here now: it is looked at before a second file is made.
    const other = await found({ documentNumber: numberOf(WEN.name, WEN.birthDate, 1) });
    const before = await persons();
    expect(await take(other.caseId)).toMatchObject({ person: null, likely: [{ id: taken.person!.id }] });
    expect(await persons()).toBe(before);
    expect(await take(other.caseId, { notDuplicateOf: [taken.person!.id] })).toMatchObject({ isNew: true, doses: 0 });
  });

  it('Q-12 whose document has a file here are led to it, and one out of reach is told as that', async () => {
    const { caseId } = await found({ birthCertificateNumber: 'Z620000123' });
    const document = { documentType: 'BIRTH_CERTIFICATE', documentNumber: 'Z620000123' };
    const file = { ...document, name: '祁小满', sex: 'F', birthDate: '2026-05-21' };
    const id = await made(stack, file);
    expect(await take(caseId)).toMatchObject({ isNew: false, doses: 0, person: { id, visitor: null } });
    expect(await recordOf(id)).toEqual([]);
    const far = await found({ birthCertificateNumber: 'Z620000123' }, callers.elsewhere);
    expect((await take(far.caseId, { residence: '630123100' }, callers.elsewhere)).fault).toMatchObject({
      ...{ code: 'CONFLICT', reason: 'duplicate' },
    });
  });

  it('Q-12 are not to be had while the national platform is away, by guessed ids, or outside the area', async () => {
    const { caseId } = await found({ documentNumber: numberOf(WEN.name, WEN.birthDate, 1) });
    expect((await take(caseId, { residence: '630123100' })).fault).toMatchObject({ code: 'FORBIDDEN' });
    for (const guess of ['GJ51-000001', caseId.slice(0, -2)])
      expect((await take(guess)).fault).toMatchObject({ code: 'BAD_INPUT', field: 'input.caseId', reason: 'no_match' });
    expect((await take(caseId, {}, callers.colleague)).fault).toMatchObject({ reason: 'no_match' });
    for (const url of ['http://127.0.0.1:9', '']) {
      stack.services.people.config.provincesUrl = url;
      expect((await search(PU)).fault).toMatchObject({ code: 'UNAVAILABLE' });
    }
    const fresh = await sealedElsewhere();
    expect((await take(fresh)).fault).toMatchObject({ code: 'UNAVAILABLE' });
    stack.services.people.config.provincesUrl = platform.url;
  });

  it('Q-12 are for the line only: parents, inspectors, disease control and partners ask in vain, and nobody without end', async () => {
    for (const caller of [callers.mother, callers.inspector, callers.cdc, callers.partner, callers.admin]) {
      expect((await search(PU, caller)).fault?.code).toBe('FORBIDDEN');
      expect((await take('x', {}, caller)).fault?.code).toBe('FORBIDDEN');
    }
    const eager = { ...callers.nurse, account: 'eager' };
    const codes: (string | undefined)[] = [];
    for (let i = 0; i < 21; i += 1) codes.push((await search(PU, eager)).fault?.code);
    expect(codes.slice(0, 20).filter(Boolean)).toEqual([]);
    expect(codes[20]).toBe('RATE_LIMITED');
  });
});

/** The third dose against hepatitis B, from the stock of the clinic; why without visit and consent is said. */
async function giveToday(personId: string) {
  const product = products().find((p) => p.vaccineCode === '0201' && p.dosesPerContainer === 1)!;
  const lot = { productId: product.productId, number: 'L1', expiresOn: '2028-01-31' };
  const em = stack.services.vaccines.orm.em.fork() as Em;
  await insertLots(em, [lot]);
  await insertStock(em, [{ organisationId: CLINIC, productId: lot.productId, lotNumber: lot.number, doses: 5 }]);
  const dose = { doseId: stack.newId(), personId, date: TODAY, vaccineCode: '0201', productId: lot.productId };
  const { errors } = await stack.graph(
    'vaccines',
    callers.nurse,
    'mutation($c: ID!, $i: RecordDoseInput!) { recordDose(commandId: $c, input: $i) { dose { id } } }',
    {
      c: stack.newId(),
      i: { ...dose, lotNumber: 'L1', site: 'left_upper_arm', route: 'IM', overrideReason: '家长要求现场接种' },
    },
  );
  return errors;
}

/** The token of a case nobody took. */
async function sealedElsewhere(): Promise<string> {
  const { url } = platform;
  stack.services.people.config.provincesUrl = url;
  const { caseId } = await found({ documentNumber: numberOf('陈晨', '2023-01-01') });
  stack.services.people.config.provincesUrl = 'http://127.0.0.1:9';
  return caseId;
}

it('Q-12 a dose given here is told to the home province by its id, again until it is taken, and its voiding too', async () => {
  const { config } = stack.services.people;
  config.provincesUrl = platform.url;
  const { caseId } = await found({ documentNumber: numberOf(WEN.name, WEN.birthDate) });
  const { person } = await take(caseId);
  const personId = person!.id;
  // Only the steps below tell: the worker of the subgraph has no way out.
  config.provincesUrl = '';
  const { people } = stack.services;
  const way = (provincesUrl: string) => ({ ...people, config: { ...config, provincesUrl } });
  const [lost, open] = [way('http://127.0.0.1:9/'), way(platform.url)];
  const given = (changes: Partial<DoseChanged> = {}): DoseChanged => ({
    ...{ type: 'dose.changed', doseId: DOSE, personId, birthDate: WEN.birthDate, date: TODAY, vaccine: '1201' },
    ...{ state: 'given', clinicId: CLINIC, lot: 'P1:B2026', ...changes },
  });
  const hear = (...events: DoseChanged[]) =>
    people.orm.em.fork().transactional((em) => doseSubscription(people).handle(events, em as Em));
  const atDesk = async () => {
    const { data } = await stack.graph<{ person: { visitor: { doses: unknown[] } } }>(
      'people',
      callers.nurse,
      'query ($id: ID!) { person(id: $id) { visitor { doses { date vaccine isVoided state toldAt } } } }',
      { id: personId },
    );
    return data.person.visitor.doses;
  };
  const atHome = async () => {
    const national = casesFor(WEN).cases[0]!.caseId;
    const answer = await fetch(new URL(`/cases/${national}/doses`, platform.url));
    return ((await answer.json()) as { doses: Record<string, unknown>[] }).doses;
  };
  const due = () =>
    sql('people', "update visitor_dose set next_at = now() - interval '1 second' where next_at is not null");
  // What the other province told, and doses of others, are not told to it.
  await hear(
    given({ doseId: stack.newId(), clinicId: null }),
    given({ doseId: stack.newId(), personId: stack.newId() }),
  );
  expect([await atDesk(), await tellStep(open)]).toEqual([[], false]);

  await hear(given());
  const waiting = { date: TODAY, vaccine: '1201', isVoided: false, state: 'waiting', toldAt: null };
  expect(await atDesk()).toEqual([waiting]);
  // The platform is away: it waits, and is told later.
  expect(await tellStep(lost)).toBe(true);
  expect(await tellStep(lost)).toBe(false);
  expect([await atDesk(), await atHome()]).toEqual([[waiting], []]);
  await due();
  expect(await tellStep(open)).toBe(true);
  expect(await atDesk()).toMatchObject([{ state: 'told', toldAt: expect.any(String) }]);
  const [there, more] = await atHome();
  expect([there, more]).toMatchObject([
    { date: TODAY, vaccineCode: '1201', lotNumber: 'B2026', province: '63', state: 'given' },
    undefined,
  ]);
  // Heard twice it is told once; voided, the home province hears that too, of the same dose.
  await hear(given());
  expect(await tellStep(open)).toBe(false);
  await hear(given({ state: 'voided' }));
  expect(await atDesk()).toMatchObject([{ state: 'waiting', isVoided: true }]);
  expect(await tellStep(open)).toBe(true);
  expect(await atHome()).toEqual([{ ...there, state: 'voided' }]);
  expect(await atDesk()).toMatchObject([{ state: 'told', isVoided: true }]);
});
