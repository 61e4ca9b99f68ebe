import { type Em, newId, query } from '@miaoben/kernel';
import { licenceTypes } from '@miaoben/seeds/reference/licence-types';
import { type Caller, type GraphAnswer, type Stack, startStack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { start } from '../../server.ts';
import { insertLicences } from '../licence/licence.seed.ts';
import { takeLicenceTypes } from '../licence-type/licence-type.release.ts';
import { putOrganisations } from '../organisation/organisation.repository.ts';

const TODAY = '2026-11-28';
const NURSE = 'nurse_practice_certificate';
const INSTITUTION = 'medical_institution_licence';
const ORIGIN = { issuerCode: '630121', division: '630121', source: 'test', batchId: null };
const auditor: Caller = { role: 'security_admin', account: newId(), divisions: ['63'] };
const cdc: Caller = { role: 'cdc', account: newId(), divisions: ['63'] };
const LOOK_UP = `query ($type: String!, $number: String!, $holderName: String, $given: [GivenFieldInput!] = []) {
  lookUpLicence(type: $type, number: $number, holderName: $holderName, given: $given) {
    typeName number holderName state validFrom validTo issuerName fields { key values } } }`;

const nurse = (number: string, validTo: string) => ({
  number,
  holderName: '马海明',
  sex: '1',
  idNumber: '630121199003071230',
  place: '大通县人民医院',
  category: '临床护理',
  issuer: '大通回族土族自治县卫生健康局',
  validFrom: '2024-01-01',
  validTo,
  issueDate: '2024-01-01',
  licenceState: '1',
  registrationDate: '2024-01-01',
});

interface Found {
  lookUpLicence: {
    number: string;
    holderName: string;
    state: string;
    fields: { key: string; values: string[] }[];
  } | null;
}

describe('public look-up of licences', () => {
  let stack: Stack;
  const services = () => stack.services.certificates;
  const em = () => services().orm.em.fork() as Em;
  /** As anybody without an account, from an address. */
  const lookUp = async (
    address: string,
    number: string,
    holderName?: string,
    type = NURSE,
    given: { field: string; value: string }[] = [],
  ): Promise<GraphAnswer<Found>> => {
    const answer = await fetch(`${stack.peers.certificates}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-miaoben-router': stack.routerSecret,
        'x-forwarded-for': address,
      },
      body: JSON.stringify({ query: LOOK_UP, variables: { type, number, holderName, given } }),
    });
    const body = (await answer.json()) as { data?: Found; errors?: GraphAnswer['errors'] };
    return {
      status: answer.status,
      data: body.data as Found,
      errors: body.errors ?? [],
      statements: Number(answer.headers.get('x-miaoben-sql')),
    };
  };
  beforeAll(async () => {
    stack = await startStack(inject('adminUrl'), { certificates: start }, TODAY);
    await takeLicenceTypes(em(), licenceTypes());
    const nurses = [nurse('HS1', '2027-01-01'), nurse('HS2', '2026-01-01'), nurse('HS3', '2027-01-01')];
    await insertLicences(services(), NURSE, nurses, ORIGIN);
    const institution = {
      institutionName: '桥头镇卫生院',
      registrationNumber: 'PDY1',
      address: '人民路 8 号',
      legalRepresentative: '马国良',
      clinicalSubjects: ['预防保健科', '内科'],
      issuer: '大通回族土族自治县卫生健康局',
      approvalDate: '2024-01-01',
      validFrom: '2024-01-01',
      validTo: '2028-01-01',
    };
    await insertLicences(services(), INSTITUTION, [institution], ORIGIN);
  }, 60_000);
  afterAll(() => stack.stop());

  it('J-59 lists institutions, nurses and physicians as services for anybody', async () => {
    const { data } = await stack.graph<{ publicServices: { type: string; asksName: boolean }[] }>(
      'certificates',
      undefined,
      '{ publicServices { type asksName } }',
    );
    expect(data.publicServices).toEqual([
      { type: INSTITUTION, asksName: false },
      { type: NURSE, asksName: true },
      { type: 'physician_practice_certificate', asksName: true },
    ]);
    const closed = await lookUp('10.0.0.9', 'JK1', '马海明', 'health_certificate');
    expect(closed.errors[0]?.extensions.code).toBe('NOT_FOUND');
  });

  it('J-59 tells of a person’s licence the state and the fields of the catalogue, the name masked and no document', async () => {
    expect((await lookUp('10.0.0.1', ' hs1 ', '马海明')).data.lookUpLicence).toEqual({
      typeName: '护士执业证书',
      number: 'HS1',
      holderName: '马*明',
      state: 'valid',
      validFrom: '2024-01-01',
      validTo: '2027-01-01',
      issuerName: '大通回族土族自治县卫生健康局',
      fields: [
        { key: 'category', values: ['临床护理'] },
        { key: 'place', values: ['大通县人民医院'] },
      ],
    });
    expect((await lookUp('10.0.0.1', 'HS2', '马海明')).data.lookUpLicence?.state).toBe('expired');
    const { data } = await lookUp('10.0.0.1', 'PDY1', undefined, INSTITUTION);
    expect(data.lookUpLicence).toMatchObject({
      holderName: '桥头镇卫生院',
      fields: [
        { key: 'address', values: ['人民路 8 号'] },
        { key: 'clinicalSubjects', values: ['预防保健科', '内科'] },
      ],
    });
  });

  it('J-59 a voided licence is told as such, not as unknown', async () => {
    const list = await stack.graph<{ licences: { nodes: { id: string }[] } }>(
      'certificates',
      cdc,
      `{ licences(type: "${NURSE}", filters: [{ field: "$number", value: "HS3" }]) { nodes { id } } }`,
    );
    const voided = await stack.graph(
      'certificates',
      cdc,
      'mutation ($c: ID!, $id: ID!) { voidLicence(commandId: $c, id: $id, reason: "注册信息有误") { state } }',
      { c: newId(), id: list.data.licences.nodes[0]?.id },
    );
    expect(voided.errors).toEqual([]);
    expect((await lookUp('10.0.0.2', 'HS3', '马海明')).data.lookUpLicence?.state).toBe('revoked');
  });

  it('J-59 attack 24: an unknown number and another’s name get one answer with as many statements; no name, no answer', async () => {
    const answers = [await lookUp('10.0.0.3', 'HS9', '马海明'), await lookUp('10.0.0.3', 'HS1', '马海英')];
    expect(answers.map(({ data, errors }) => [data.lookUpLicence, errors])).toEqual([
      [null, []],
      [null, []],
    ]);
    const right = await lookUp('10.0.0.3', 'HS1', '马海明');
    expect(new Set([...answers, right].map(({ statements }) => statements)).size).toBe(1);
    expect((await lookUp('10.0.0.3', 'HS1')).errors[0]?.extensions).toMatchObject({
      code: 'BAD_INPUT',
      field: 'holderName',
    });
  });

  it('J-59 over the minute an address waits, over the day it is blocked until tomorrow or lifted; every call is in the log', async () => {
    const address = '10.0.0.4';
    const codes: (string | undefined)[] = [];
    for (let i = 0; i < 11; i += 1) codes.push((await lookUp(address, 'HS1', '马海明')).errors[0]?.extensions.code);
    // Of ten in a minute the eleventh waits; a new minute during the test would let it pass.
    expect(codes.filter(Boolean).every((code) => code === 'RATE_LIMITED')).toBe(true);
    expect((await lookUp('10.0.0.5', 'HS1', '马海明')).errors).toEqual([]);
    const [asker] = await query<{ account_id: string }>(
      em(),
      'update showing_use set calls = 60 where calls >= 11 returning account_id',
    );
    expect(asker?.account_id).toMatch(/^public-.{16}$/);
    const blocked = await lookUp(address, 'HS1', '马海明');
    expect(blocked.errors[0]?.extensions).toMatchObject({
      ...{ code: 'RATE_LIMITED', blocked: true, until: '2026-11-28T16:00:00.000Z' },
    });
    const { data } = await stack.graph<{ showingTraces: { nodes: { outcome: string; purpose: string }[] } }>(
      'certificates',
      auditor,
      'query ($f: ShowingTraceFilter) { showingTraces(filter: $f, first: 50) { nodes { outcome purpose } } }',
      { f: { accountId: asker?.account_id } },
    );
    expect(data.showingTraces.nodes).toHaveLength(12);
    expect(data.showingTraces.nodes[0]).toEqual({ outcome: 'blocked', purpose: '公众查询' });
    expect(JSON.stringify(await query(em(), 'select * from showing_trace'))).not.toContain(address);
    // As the next day finds it: nothing counted yet.
    await query(em(), 'delete from showing_use where account_id = $1', [asker?.account_id]);
    expect((await lookUp(address, 'HS1', '马海明')).data.lookUpLicence?.number).toBe('HS1');
  });

  it('J-59 the security administrator sets which types are open, what they tell and how often one may ask', async () => {
    const type = 'village_doctor_certificate';
    const change = (input: Record<string, unknown>, caller = auditor) =>
      stack.graph<{ changePublicService: { fields: string[]; version: number } }>(
        'certificates',
        caller,
        'mutation ($c: ID!, $i: PublicServiceInput!) { changePublicService(commandId: $c, input: $i) { fields version } }',
        { c: newId(), i: { type, isOpen: true, fields: ['scope'], perMinute: 10, perDay: 60, version: 0, ...input } },
      );
    const codeOf = async (answer: Promise<GraphAnswer<unknown>>) => (await answer).errors[0]?.extensions;
    expect(await codeOf(change({}, cdc))).toMatchObject({ code: 'FORBIDDEN' });
    // A document number or a name is nothing to choose.
    for (const field of ['idNumber', 'holderName', 'nothing'])
      expect(await codeOf(change({ fields: [field] }))).toMatchObject({
        field: 'input.fields',
        reason: 'unknown_code',
      });
    expect(await codeOf(change({ perDay: 5 }))).toMatchObject({ field: 'input.perDay', reason: 'out_of_range' });
    expect((await change({})).data.changePublicService).toEqual({ fields: ['scope'], version: 1 });
    expect(await codeOf(change({}))).toMatchObject({ code: 'CONFLICT', reason: 'version' });
    expect((await lookUp('10.0.0.6', 'XC1', '马海明', type)).data.lookUpLicence).toBeNull();
    expect((await change({ isOpen: false, version: 1 })).errors).toEqual([]);
    expect((await lookUp('10.0.0.6', 'XC1', '马海明', type)).errors[0]?.extensions.code).toBe('NOT_FOUND');
    const [line] = await query<{ detail: { before: object; after: object } }>(
      em(),
      `select detail from audit_line where operation = 'Mutation.changePublicService' and subject = $1 order by seq desc limit 1`,
      [type],
    );
    expect(line?.detail).toMatchObject({ before: { isOpen: true, version: 1 }, after: { isOpen: false } });
  });

  it('J-59 a partner subscribes as the organisation its token names, and is shown the catalogue’s fields once approved', async () => {
    const partner: Caller = {
      role: 'partner',
      account: newId(),
      organisation: newId(),
      divisions: ['630121'],
      purpose: 'licence',
    };
    const PURPOSE = '单位聘用核验';
    const subscribe = (caller: Caller, type = NURSE) =>
      stack.graph<{ subscribeToService: { id: string; state: string } }>(
        'certificates',
        caller,
        'mutation ($c: ID!, $t: String!, $p: String!) { subscribeToService(commandId: $c, type: $t, purpose: $p) { id state } }',
        { c: newId(), t: type, p: PURPOSE },
      );
    const decide = (id: string, isApproved: boolean, reason: string | null = null, caller = auditor) =>
      stack.graph<{ decideServiceSubscription: { state: string } }>(
        'certificates',
        caller,
        `mutation ($c: ID!, $id: ID!, $a: Boolean!, $r: String) {
          decideServiceSubscription(commandId: $c, id: $id, isApproved: $a, reason: $r) { state } }`,
        { c: newId(), id, a: isApproved, r: reason },
      );
    const show = () =>
      stack.graph<{ showLicence: { number: string; face: { key: string }[] } | null }>(
        'certificates',
        partner,
        `query ($p: String!) { showLicence(type: "${NURSE}", purpose: $p, by: { number: "HS1" }) { number face { key } } }`,
        { p: PURPOSE },
      );
    const codeOf = async (answer: Promise<GraphAnswer<unknown>>) => (await answer).errors[0]?.extensions;

    expect(await codeOf(subscribe(partner))).toMatchObject({ code: 'FORBIDDEN' });
    const event = { organisationId: partner.organisation ?? '', code: 'H1', name: '大通县人民医院', kind: 'partner' };
    await putOrganisations(em(), [{ type: 'organisation.changed', ...event, divisionCode: '630121' }]);
    expect(await codeOf(subscribe(partner, 'health_certificate'))).toMatchObject({ code: 'NOT_FOUND' });
    const first = (await subscribe(partner)).data.subscribeToService;
    expect(first.state).toBe('submitted');
    expect(await codeOf(subscribe(partner))).toMatchObject({ code: 'CONFLICT', reason: 'duplicate' });
    expect(await codeOf(show())).toMatchObject({ code: 'FORBIDDEN' });

    expect(await codeOf(decide(first.id, false))).toMatchObject({ field: 'reason', reason: 'required' });
    expect((await decide(first.id, false, '用途不明')).data.decideServiceSubscription.state).toBe('refused');
    const second = (await subscribe(partner)).data.subscribeToService;
    expect(await codeOf(decide(second.id, true, null, partner))).toMatchObject({ code: 'FORBIDDEN' });
    expect((await decide(second.id, true)).data.decideServiceSubscription.state).toBe('approved');
    expect(await codeOf(decide(second.id, true))).toMatchObject({ code: 'CONFLICT', reason: 'already_decided' });

    const shown = (await show()).data.showLicence;
    expect(shown?.number).toBe('HS1');
    expect(shown?.face.map(({ key }) => key).sort()).toEqual(['category', 'issuer', 'place', 'validFrom', 'validTo']);
    const { data } = await stack.graph<{ myServiceSubscriptions: { nodes: object[] } }>(
      'certificates',
      partner,
      '{ myServiceSubscriptions { nodes { state reason purpose } } }',
    );
    expect(data.myServiceSubscriptions.nodes).toEqual([
      { state: 'approved', reason: null, purpose: PURPOSE },
      { state: 'refused', reason: '用途不明', purpose: PURPOSE },
    ]);
  });

  it('J-59 a service asks for the filters it is configured with, and tells codes in the result format chosen', async () => {
    const change = (input: Record<string, unknown>, version: number) =>
      stack.graph<{ changePublicService: { filters: string[]; resultFormat: string; version: number } }>(
        'certificates',
        auditor,
        `mutation ($c: ID!, $i: PublicServiceInput!) { changePublicService(commandId: $c, input: $i) {
          filters resultFormat version filterChoices { key } } }`,
        { c: newId(), i: { type: NURSE, isOpen: true, perMinute: 10, perDay: 60, version, ...input } },
      );
    const fields = ['place', 'licenceState'];
    const wrong = await change({ fields, filters: ['place'] }, 1);
    expect(wrong.errors[0]?.extensions).toMatchObject({ field: 'input.filters', reason: 'unknown_code' });
    const set = (await change({ fields, filters: ['idNumber'], resultFormat: 'both' }, 1)).data.changePublicService;
    expect(set).toMatchObject({ filters: ['idNumber'], resultFormat: 'both', version: 2 });
    expect(set).toMatchObject({ filterChoices: [{ key: 'idNumber' }, { key: 'issuer' }] });

    const ask = (...given: { field: string; value: string }[]) => lookUp('10.0.0.9', 'HS1', '马海明', NURSE, given);
    expect((await ask()).errors[0]?.extensions).toMatchObject({ field: 'given', reason: 'required', part: 'idNumber' });
    const another = { field: 'idNumber', value: '630121198512120024' };
    expect((await ask(another)).data.lookUpLicence).toBeNull();
    const found = (await ask({ field: 'idNumber', value: '630121199003071230' })).data.lookUpLicence;
    expect(found?.fields).toEqual(
      [
        { key: 'place', values: ['大通县人民医院'] },
        { key: 'licenceState', values: ['1 有效'] },
      ].map((field) => expect.objectContaining(field)),
    );
    expect(JSON.stringify(found)).not.toContain('630121199003071230');
    expect((await change({ fields, filters: [], resultFormat: 'codes' }, 2)).errors).toEqual([]);
    expect((await ask()).data.lookUpLicence?.fields[1]?.values).toEqual(['1']);
  });

  it('J-59 a result format changed later on a service reaches a subscription approved before; a right granted by hand keeps its own', async () => {
    const nobody = { organisation: newId(), divisions: ['630121'], purpose: 'licence' };
    const subscriber: Caller = { role: 'partner', account: newId(), ...nobody };
    const granted: Caller = { role: 'partner', account: newId(), ...nobody };
    const event = { organisationId: nobody.organisation, code: 'H3', name: '湟中区人民医院', kind: 'partner' };
    await putOrganisations(em(), [{ type: 'organisation.changed', ...event, divisionCode: '630121' }]);
    const run = async <T>(caller: Caller, text: string, variables: Record<string, unknown> = {}): Promise<T> => {
      const answer = await stack.graph<T>('certificates', caller, text, variables);
      expect(answer.errors).toEqual([]);
      return answer.data;
    };
    const versionOf = async () =>
      (
        await run<{ publicServiceSettings: { type: string; version: number }[] }>(
          auditor,
          '{ publicServiceSettings { type version } }',
        )
      ).publicServiceSettings.find(({ type }) => type === NURSE)?.version ?? 0;
    const setFormat = async (resultFormat: string) =>
      run(
        auditor,
        'mutation ($c: ID!, $i: PublicServiceInput!) { changePublicService(commandId: $c, input: $i) { version } }',
        {
          c: newId(),
          i: {
            ...{ type: NURSE, isOpen: true, perMinute: 10, perDay: 60, version: await versionOf() },
            ...{ fields: ['place', 'licenceState'], filters: [], resultFormat },
          },
        },
      );
    const told = async (caller: Caller) =>
      (
        await run<{ showLicence: { face: { key: string; values: string[] }[] } | null }>(
          caller,
          `{ showLicence(type: "${NURSE}", purpose: "核验", by: { number: "HS1" }) { face { key values } } }`,
        )
      ).showLicence?.face.find(({ key }) => key === 'licenceState')?.values;

    await setFormat('words');
    const { subscribeToService } = await run<{ subscribeToService: { id: string } }>(
      subscriber,
      `mutation ($c: ID!) { subscribeToService(commandId: $c, type: "${NURSE}", purpose: "核验") { id } }`,
      { c: newId() },
    );
    await run(
      auditor,
      'mutation ($c: ID!, $id: ID!) { decideServiceSubscription(commandId: $c, id: $id, isApproved: true) { id } }',
      { c: newId(), id: subscribeToService.id },
    );
    await run(auditor, 'mutation ($c: ID!, $i: ShowingRightInput!) { grantShowing(commandId: $c, input: $i) { id } }', {
      c: newId(),
      i: { type: NURSE, accountId: granted.account, purposes: ['核验'], perMinute: 10, perDay: 60 },
    });
    for (const [format, values] of [
      ['words', ['有效']],
      ['codes', ['1']],
      ['both', ['1 有效']],
    ] as const) {
      await setFormat(format);
      expect(await told(subscriber)).toEqual(values);
      expect(await told(granted)).toEqual(['有效']);
    }
  });

  it('J-59 a subscription is stopped by its partner or the security administrator, and its right with it at once', async () => {
    const partner: Caller = {
      ...{ role: 'partner', account: newId(), organisation: newId() },
      ...{ divisions: ['630121'], purpose: 'licence' },
    };
    const organisation = { organisationId: partner.organisation ?? '', code: 'H2', name: '西宁市第一医院' };
    await putOrganisations(em(), [
      { type: 'organisation.changed', ...organisation, kind: 'partner', divisionCode: '630121' },
    ]);
    const run = async <T>(caller: Caller, text: string, variables: Record<string, unknown>) => {
      const answer = await stack.graph<T>('certificates', caller, text, { c: newId(), ...variables });
      return { data: answer.data, problem: answer.errors[0]?.extensions };
    };
    const subscribed = async () => {
      const made = await run<{ subscribeToService: { id: string } }>(
        partner,
        `mutation ($c: ID!) { subscribeToService(commandId: $c, type: "${INSTITUTION}", purpose: "核验") { id } }`,
        {},
      );
      const { id } = made.data.subscribeToService;
      await run(
        auditor,
        'mutation ($c: ID!, $id: ID!) { decideServiceSubscription(commandId: $c, id: $id, isApproved: true) { id } }',
        { id },
      );
      return id;
    };
    const stop = (id: string, caller: Caller, reason = '合作结束') =>
      run<{ endServiceSubscription: { state: string; reason: string; endedAt: string } }>(
        caller,
        `mutation ($c: ID!, $id: ID!, $r: String!) { endServiceSubscription(commandId: $c, id: $id, reason: $r) {
          state reason endedAt } }`,
        { id, r: reason },
      );
    const show = () =>
      run<{ showLicence: { face: { key: string; values: string[] }[] } }>(
        partner,
        `query { showLicence(type: "${INSTITUTION}", purpose: "核验", by: { number: "PDY1" }) { face { key values } } }`,
        {},
      );
    const first = await subscribed();
    expect((await show()).data.showLicence.face.map(({ key }) => key)).toContain('address');
    expect((await stop(first, { ...partner, account: newId() })).problem).toMatchObject({ code: 'NOT_FOUND' });
    expect((await stop(first, partner, ' ')).problem).toMatchObject({ field: 'reason', reason: 'required' });
    expect((await stop(first, partner)).data.endServiceSubscription).toMatchObject({
      ...{ state: 'ended', reason: '合作结束', endedAt: expect.any(String) },
    });
    expect((await show()).problem).toMatchObject({ code: 'FORBIDDEN' });
    expect((await stop(first, partner)).problem).toMatchObject({ code: 'CONFLICT', reason: 'wrong_state' });
    const second = await subscribed();
    expect((await show()).problem).toBeUndefined();
    expect((await stop(second, auditor)).data.endServiceSubscription.state).toBe('ended');
    expect((await show()).problem).toMatchObject({ code: 'FORBIDDEN' });
  });
});
