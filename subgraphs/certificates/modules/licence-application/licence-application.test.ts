import { seedIdentity } from '@miaoben/identity/bulk';
import { start as startIdentity } from '@miaoben/identity/server';
import { type Em, newId, openNotice, query } from '@miaoben/kernel';
import type { NoticeRequested } from '@miaoben/schema';
import { licenceTypes } from '@miaoben/seeds/reference/licence-types';
import { type Caller, type Stack, startStack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { start } from '../../server.ts';
import { insertLicences } from '../licence/licence.seed.ts';
import { takeLicenceTypes } from '../licence-type/licence-type.release.ts';

const TODAY = '2026-11-28';
const COOK = { name: '马海明', phone: '13997110001', documentNumber: '630121199003071230' };
const NURSE = { name: '李秀英', phone: '13997110002', documentNumber: '630121198512120024' };
const ACCOUNT = { cook: newId(), nurse: newId(), desk: newId() };
const cook: Caller = { role: 'guardian', account: ACCOUNT.cook };
const nurse: Caller = { role: 'guardian', account: ACCOUNT.nurse };
const desk: Caller = { role: 'cdc', account: ACCOUNT.desk, divisions: ['630121'] };
const strange: Caller = { role: 'cdc', account: newId(), divisions: ['630122'] };
const ORIGIN = { issuerCode: '630121', division: '630121', source: 'test', batchId: null };

const healthCertificate = (certificateCode: string, validTo: string) => ({
  holderName: COOK.name,
  documentType: 'RESIDENT_ID',
  documentNumber: COOK.documentNumber,
  sex: '1',
  mobile: COOK.phone,
  issueCategory: '1',
  certificateName: '从业人员健康证明',
  certificateCode,
  issuer: '大通县疾病预防控制中心',
  examiningBody: '大通县人民医院',
  validFrom: '2025-01-01',
  validTo,
  examinationDate: '2025-01-01',
});
const nurseCertificate = {
  number: 'HS1',
  holderName: NURSE.name,
  sex: '2',
  idNumber: NURSE.documentNumber,
  place: '大通县人民医院',
  category: '临床护理',
  issuer: '大通县卫生健康局',
  validFrom: '2024-01-01',
  validTo: '2028-12-31',
  issueDate: '2024-01-01',
  licenceState: '1',
};

interface Own {
  id: string;
  number: string;
  identifier: string;
  state: string;
  validTo: string;
  offers: { kind: string; needsStatement: boolean; fields: { key: string; value: string }[] }[];
}
interface Application {
  id: string;
  kind: string;
  state: string;
  number: string;
  holderName: string;
  statement: string | null;
  reason: string | null;
  takenUpBy: { id: string } | null;
  comparison: { key: string; before: string; after: string; isChanged: boolean }[] | null;
}
const FIELDS = 'id kind state number holderName statement reason comparison { key before after isChanged }';

describe('applications about licences', () => {
  let stack: Stack;
  const services = () => stack.services.certificates;
  const em = () => services().orm.em.fork() as Em;
  beforeAll(async () => {
    stack = await startStack(inject('adminUrl'), { identity: startIdentity, certificates: start }, TODAY);
    const account = (id: string, login: string, holder: typeof COOK) => ({
      ...{ id, login, password: 'Miaoben-2026!', displayName: holder.name, role: 'guardian' as const },
      guardian: { ...holder, documentType: 'RESIDENT_ID', realNameVerified: true },
    });
    const identity = stack.services.identity;
    await seedIdentity(identity.orm.em.fork() as Em, identity.keyring, {
      accounts: [account(ACCOUNT.cook, 'cook', COOK), account(ACCOUNT.nurse, 'nurse', NURSE)],
    });
    await takeLicenceTypes(em(), licenceTypes());
    const old = [healthCertificate('JK0', '2026-01-31'), healthCertificate('JK9', '2026-02-28')];
    await insertLicences(services(), 'health_certificate', old, ORIGIN);
    await insertLicences(services(), 'nurse_practice_certificate', [nurseCertificate], ORIGIN);
  }, 60_000);
  afterAll(() => stack.stop());

  const ask = async <T>(caller: Caller, document: string, variables: object = {}): Promise<T> => {
    const { data, errors } = await stack.graph<Record<string, T>>('certificates', caller, document, { ...variables });
    expect(errors).toEqual([]);
    return Object.values(data)[0]!;
  };
  /** code, field and reason of the refusal */
  const refusal = async (caller: Caller, document: string, variables: object) => {
    const { errors } = await stack.graph('certificates', caller, document, { ...variables });
    const problem = errors[0]?.extensions;
    return [problem?.code, problem?.field, problem?.reason].filter((part) => part !== undefined).join(' ');
  };
  const mine = (caller: Caller) =>
    ask<Own[]>(
      caller,
      '{ myLicences { id number identifier state validTo offers { kind needsStatement fields { key value } } } }',
    );
  const numbered = async (caller: Caller, number: string): Promise<Own> => {
    const found = (await mine(caller)).find((one) => one.number === number);
    if (!found) throw new Error(number);
    return found;
  };
  const APPLY = `mutation ($c: ID!, $input: LicenceApplicationInput!) { applyForLicence(commandId: $c, input: $input) { ${FIELDS} } }`;
  const asked = (licence: Own, kind: string, values: Record<string, string> = {}, statement: string | null = null) => ({
    c: newId(),
    input: {
      ...{ licenceId: licence.id, kind, statement },
      values: Object.entries(values).map(([field, value]) => ({ field, value })),
    },
  });
  const TAKE_UP = `mutation ($c: ID!, $id: ID!) { takeUpLicenceApplication(commandId: $c, id: $id) { ${FIELDS} takenUpBy { id } } }`;
  const GRANT = `mutation ($c: ID!, $input: LicenceGrantInput!) { grantLicenceApplication(commandId: $c, input: $input) { ${FIELDS} } }`;
  const REFUSE = `mutation ($c: ID!, $id: ID!, $reason: String!) {
    refuseLicenceApplication(commandId: $c, id: $id, reason: $reason) { ${FIELDS} } }`;
  const WITHDRAW = `mutation ($c: ID!, $id: ID!) { withdrawLicenceApplication(commandId: $c, id: $id) { ${FIELDS} } }`;
  const act = (caller: Caller, document: string, id: string, more: object = {}) =>
    ask<Application>(caller, document, { c: newId(), id, ...more });
  const grant = (id: string, more: object = {}) =>
    ask<Application>(desk, GRANT, { c: newId(), input: { id, ...more } });
  const told = async () =>
    (
      await query<{ payload: NoticeRequested }>(
        em(),
        `select payload from outbox where payload ->> 'kind' like 'licence_application%' order by seq`,
      )
    ).map(({ payload: { kind, accountId, sealed } }) => {
      const { desk: at, params } = openNotice(services().keyring, sealed);
      return [kind, at ?? accountId, ...Object.values(params)];
    });
  const counts = async () =>
    (
      await query<{ state: string; valid_flag: number; licences: string }>(
        em(),
        'select state, valid_flag, sum(licences) as licences from licence_count group by 1, 2 having sum(licences) <> 0 order by 1, 2',
      )
    ).map((row) => `${row.state} ${row.valid_flag} ${row.licences}`);

  it('J-55 from an expired one an extension is asked for, taken up and granted with a new last day, and the holder is told each time', async () => {
    const expired = await numbered(cook, 'JK0');
    expect(expired.offers).toEqual([
      {
        ...{ kind: 'extension', needsStatement: false },
        fields: [
          { key: 'examiningBody', value: '大通县人民医院' },
          { key: 'examinationDate', value: '2025-01-01' },
        ],
      },
    ]);
    const order = asked(expired, 'extension', { examinationDate: '2026-11-20' });
    const made = await ask<Application>(cook, APPLY, order);
    expect(made).toMatchObject({ kind: 'extension', state: 'submitted', number: 'JK0' });
    expect((await ask<Application>(cook, APPLY, order)).id).toBe(made.id);
    const second = await ask<Application>(cook, APPLY, asked(await numbered(cook, 'JK9'), 'extension'));
    expect(second.number).toBe('JK9');
    expect(await refusal(cook, APPLY, { ...order, c: newId() })).toBe('CONFLICT input.kind duplicate');

    const taken = await act(desk, TAKE_UP, made.id);
    expect(taken).toMatchObject({ state: 'taken_up', takenUpBy: { id: ACCOUNT.desk }, holderName: COOK.name });
    expect(taken.comparison?.filter(({ isChanged }) => isChanged)).toEqual([
      { key: 'examinationDate', before: '2025-01-01', after: '2026-11-20', isChanged: true },
    ]);
    const granting = (validTo?: string) => ({ c: newId(), input: { id: made.id, validTo } });
    expect(await refusal(desk, GRANT, granting())).toBe('BAD_INPUT input.validTo required');
    expect(await refusal(desk, GRANT, granting('2026-01-31'))).toBe('BAD_INPUT input.validTo out_of_range');
    expect((await numbered(cook, 'JK0')).state).toBe('expired');
    const before = await numbered(cook, 'JK0');
    const granted = await grant(made.id, { validTo: '2027-11-19' });
    expect(granted.comparison?.filter(({ isChanged }) => isChanged).map(({ key, after }) => [key, after])).toEqual([
      ['validTo', '2027-11-19'],
      ['examinationDate', '2026-11-20'],
    ]);
    const extended = await numbered(cook, 'JK0');
    expect(extended).toMatchObject({ id: before.id, state: 'valid', validTo: '2027-11-19' });
    expect(extended.identifier).not.toBe(before.identifier);
    expect(await counts()).toEqual(['expired 1 1', 'valid 1 2']);
    expect(await told()).toEqual([
      ['licence_application_submitted', '630121', '健康证', '延续', 'JK0'],
      ['licence_application_submitted', '630121', '健康证', '延续', 'JK9'],
      ['licence_application_taken_up', ACCOUNT.cook, '健康证', '延续'],
      ['licence_application_granted', ACCOUNT.cook, '健康证', '延续'],
    ]);
    const [line] = await query<{ kind: string; number: string; account_id: string }>(
      em(),
      'select kind, number, account_id from licence_log order by id desc limit 1',
    );
    expect(line).toEqual({ kind: 'extended', number: 'JK0', account_id: ACCOUNT.desk });
  });

  it('J-48 another expired one of the same holder is not extended beside it', async () => {
    const other = await numbered(cook, 'JK9');
    expect(other.offers).toEqual([]);
    expect(await refusal(cook, APPLY, asked(other, 'extension'))).toBe('CONFLICT input.licenceId duplicate');
    // One that was asked for before is refused when it is to be granted.
    const list = await ask<Application[]>(cook, `{ myLicenceApplications { ${FIELDS} } }`);
    const made = list.find(({ number }) => number === 'JK9')!;
    await act(desk, TAKE_UP, made.id);
    const granting = { c: newId(), input: { id: made.id, validTo: '2027-11-19' } };
    expect(await refusal(desk, GRANT, granting)).toBe('CONFLICT id duplicate');
    const refused = await act(desk, REFUSE, made.id, { reason: '已有有效健康证' });
    expect(refused).toMatchObject({ state: 'refused', reason: '已有有效健康证' });
    expect((await told()).at(-1)).toEqual([
      'licence_application_refused',
      ACCOUNT.cook,
      '健康证',
      '延续',
      '已有有效健康证',
    ]);
    expect(await refusal(desk, GRANT, { ...granting, c: newId() })).toBe('CONFLICT id already_decided');
    expect(await refusal(cook, WITHDRAW, { c: newId(), id: made.id })).toBe('CONFLICT id already_decided');
  });

  it('J-55 from a valid one a change makes a new version, a replacement a new number, and files of before hold no more', async () => {
    const held = await numbered(nurse, 'HS1');
    expect(held.offers.map(({ kind }) => kind)).toEqual(['change', 'replacement', 'cancellation']);
    const REQUEST = `mutation ($c: ID!, $id: ID!) { requestLicenceFile(commandId: $c, licenceId: $id, reload: false) { id } }`;
    const file = await ask<{ id: string }>(nurse, REQUEST, { c: newId(), id: held.id });
    expect(await refusal(nurse, APPLY, asked(held, 'change'))).toBe('BAD_INPUT input.values required');
    expect(await refusal(nurse, APPLY, asked(held, 'change', { number: 'HS2' }))).toBe(
      'BAD_INPUT input.values.number unknown_code',
    );
    const change = await ask<Application>(nurse, APPLY, asked(held, 'change', { place: '桥头镇卫生院' }, '调动工作'));
    // Two of different kinds may be open side by side; each is granted on the licence as it is then.
    expect(await refusal(nurse, APPLY, asked(held, 'replacement'))).toBe('BAD_INPUT input.statement required');
    const replacement = await ask<Application>(nurse, APPLY, asked(held, 'replacement', {}, '原证遗失'));
    for (const { id } of [change, replacement]) await act(desk, TAKE_UP, id);
    await grant(change.id);
    expect(await refusal(desk, GRANT, { c: newId(), input: { id: replacement.id } })).toBe(
      'BAD_INPUT input.number required',
    );
    expect(await refusal(desk, GRANT, { c: newId(), input: { id: replacement.id, number: 'HS1' } })).toBe(
      'BAD_INPUT input.number duplicate',
    );
    const done = await grant(replacement.id, { number: 'HS7' });
    expect(done.comparison?.find(({ key }) => key === 'place')).toMatchObject({
      before: '桥头镇卫生院',
      isChanged: false,
    });
    const after = await numbered(nurse, 'HS7');
    expect([after.id, after.state]).toEqual([held.id, 'valid']);
    expect(after.identifier.split('.').at(-2)).toBe('003');
    const stands = await query(
      em(),
      `select 1 from licence l join licence_file f using (type_code, licence_id, identifier) where f.id = $1`,
      [file.id],
    );
    expect(stands).toEqual([]);
    expect(await counts()).toEqual(['expired 1 1', 'valid 1 2']);
  });

  it('J-55 a cancellation ends the licence; nothing can be asked of it any more', async () => {
    const held = await numbered(nurse, 'HS7');
    const made = await ask<Application>(nurse, APPLY, asked(held, 'cancellation', {}, '不再执业'));
    await act(desk, TAKE_UP, made.id);
    const done = await grant(made.id);
    expect(done.comparison?.filter(({ isChanged }) => isChanged)).toMatchObject([
      { key: 'licenceState', after: '注销' },
    ]);
    expect(await numbered(nurse, 'HS7')).toMatchObject({ state: 'revoked', offers: [] });
    expect(await counts()).toEqual(['expired 1 1', 'revoked 0 1', 'valid 1 1']);
    expect(await refusal(nurse, APPLY, asked(held, 'change', { place: '长宁镇卫生院' }))).toBe(
      'CONFLICT input.kind wrong_state',
    );
  });

  it('J-55 the holder withdraws until it is decided; one not taken up is not decided', async () => {
    const held = await numbered(cook, 'JK0');
    const made = await ask<Application>(cook, APPLY, asked(held, 'cancellation', {}, '离岗'));
    expect(await refusal(desk, GRANT, { c: newId(), input: { id: made.id } })).toBe('CONFLICT id wrong_state');
    await act(desk, TAKE_UP, made.id);
    const withdrawn = await act(cook, WITHDRAW, made.id);
    expect(withdrawn.state).toBe('withdrawn');
    expect(await refusal(desk, REFUSE, { c: newId(), id: made.id, reason: '迟了' })).toBe(
      'CONFLICT id already_decided',
    );
    const list = await ask<Application[]>(cook, `{ myLicenceApplications { ${FIELDS} } }`);
    expect(list.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'cancellation withdrawn',
      'extension refused',
      'extension granted',
    ]);
    expect(list[0]?.statement).toBe('离岗');
  });

  it('J-55 a licence taken out of use meanwhile cannot be granted anything', async () => {
    const held = await numbered(cook, 'JK0');
    const made = await ask<Application>(cook, APPLY, asked(held, 'change', { mobile: '13997110009' }));
    await act(desk, TAKE_UP, made.id);
    const VOID = 'mutation ($c: ID!, $id: ID!) { voidLicence(commandId: $c, id: $id, reason: "体检造假") { state } }';
    await ask(desk, VOID, { c: newId(), id: held.id });
    expect(await refusal(desk, GRANT, { c: newId(), input: { id: made.id } })).toBe('CONFLICT id wrong_state');
  });

  it('J-55 nobody applies for or withdraws another’s, and no desk sees what lies outside its area', async () => {
    const foreign = await numbered(cook, 'JK9');
    expect(await refusal(nurse, APPLY, asked(foreign, 'extension'))).toBe('NOT_FOUND');
    const made = await ask<Application>(cook, APPLY, asked(foreign, 'extension'));
    expect(await refusal(nurse, WITHDRAW, { c: newId(), id: made.id })).toBe('NOT_FOUND');
    for (const [document, more] of [
      [TAKE_UP, {}],
      [REFUSE, { reason: '越权' }],
    ] as const)
      expect(await refusal(strange, document, { c: newId(), id: made.id, ...more })).toBe('NOT_FOUND');
    expect(await refusal(strange, `query ($id: ID!) { licenceApplication(id: $id) { id } }`, { id: made.id })).toBe(
      'NOT_FOUND',
    );
    const LIST = `query ($f: LicenceApplicationFilter) { licenceApplications(filter: $f) { nodes { ${FIELDS} } } }`;
    const listed = async (caller: Caller, f: object = {}) =>
      (await ask<{ nodes: Application[] }>(caller, LIST, { f })).nodes;
    expect(await listed(strange)).toEqual([]);
    expect(await listed(desk)).toHaveLength(8);
    const open = await listed(desk, {
      states: ['submitted', 'taken_up'],
      type: 'health_certificate',
      kind: 'extension',
    });
    expect(open).toMatchObject([{ id: made.id, holderName: '马*明', statement: null, comparison: null }]);
    expect(await listed(desk, { kind: 'cancellation' })).toHaveLength(2);
    const rows = await query(em(), 'select * from licence_application');
    expect(JSON.stringify(rows)).not.toMatch(/马海明|630121199003071230|原证遗失|桥头镇/);
  });
});
