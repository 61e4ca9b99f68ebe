import { type Em, newId, query } from '@miaoben/kernel';
import { licenceTypes } from '@miaoben/seeds/reference/licence-types';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Caller, type Stack, startStack } from '../../../../tests/support/stack.ts';
import { start } from '../../server.ts';
import { insertLicences } from '../licence/licence.seed.ts';
import { takeLicenceTypes } from '../licence-type/licence-type.release.ts';

const TODAY = '2026-11-28';
const restaurant: Caller = {
  role: 'partner',
  account: newId(),
  organisation: newId(),
  divisions: ['630121'],
  purpose: 'employer',
};
const hotel: Caller = { ...restaurant, account: newId(), organisation: newId() };
const supervisor: Caller = { role: 'inspector', account: newId(), divisions: ['630121'] };
const canteen: Caller = { role: 'employer', account: newId(), organisation: newId(), divisions: ['630121'] };
const COOK = '630121199003071230';
const WAITER = '630121198512120024';

const certificate = (documentNumber: string, certificateCode: string, validTo: string) => ({
  holderName: '马海明',
  documentType: 'RESIDENT_ID',
  documentNumber,
  sex: Number(documentNumber[16]) % 2 === 1 ? '1' : '2',
  issueCategory: '1',
  certificateName: '从业人员健康证明',
  certificateCode,
  issuer: '大通县疾病预防控制中心',
  examiningBody: '大通县人民医院',
  validFrom: '2025-01-01',
  validTo,
  examinationDate: '2025-01-01',
});

describe('health certificates of employees', () => {
  let stack: Stack;
  const services = () => stack.services.certificates;
  const em = () => services().orm.em.fork() as Em;
  beforeAll(async () => {
    stack = await startStack(inject('adminUrl'), { certificates: start }, TODAY);
    await takeLicenceTypes(em(), licenceTypes());
    const origin = { issuerCode: '630121', division: '630121', source: 'test', batchId: null };
    const rows = [certificate(COOK, 'JK1', '2026-12-31'), certificate(COOK, 'JK0', '2026-01-31')];
    await insertLicences(services(), 'health_certificate', rows, origin);
  }, 60_000);
  afterAll(() => stack.stop());

  const add = (caller: Caller, employees: { name: string; documentNumber: string }[], isDeclared = false) =>
    stack.graph<{ addEmployees: number }>(
      'certificates',
      caller,
      'mutation ($c: ID!, $e: [EmployeeInput!]!, $d: Boolean!) { addEmployees(commandId: $c, employees: $e, isDeclared: $d) }',
      { c: newId(), d: isDeclared, e: employees.map((e) => ({ ...e, documentType: 'RESIDENT_ID' })) },
    );
  const list = (caller: Caller) =>
    stack.graph<{
      employees: {
        nodes: {
          id: string;
          name: string;
          documentNumber: string;
          verdict: string;
          certificate: { number: string; state: string } | null;
        }[];
      };
    }>(
      'certificates',
      caller,
      '{ employees { nodes { id name documentNumber verdict certificate { number state } } } }',
    );

  const traces = async () => {
    const found = await query<Record<string, unknown>>(em(), 'select * from showing_trace order by id');
    await query(em(), 'delete from showing_trace');
    return found;
  };

  it('J-58 an employer keeps its staff list and sees the certificates of those on it, and of nobody else', async () => {
    const added = await add(restaurant, [
      { name: '马海明', documentNumber: COOK },
      { name: '李秀英', documentNumber: WAITER },
    ]);
    expect(added.data.addEmployees).toBe(2);
    expect((await add(restaurant, [{ name: '马海明', documentNumber: COOK }])).data.addEmployees).toBe(0);
    const { nodes } = (await list(restaurant)).data.employees;
    expect(nodes.map(({ id: _id, ...rest }) => rest)).toEqual([
      {
        name: '马海明',
        documentNumber: '6301**********1230',
        verdict: 'valid',
        certificate: { number: 'JK1', state: 'valid' },
      },
      { name: '李秀英', documentNumber: '6301**********0024', verdict: 'none', certificate: null },
    ]);
    expect((await list(hotel)).data.employees.nodes).toEqual([]);
    expect((await list({ ...restaurant, organisation: undefined } as Caller)).errors[0]?.extensions.code).toBe(
      'FORBIDDEN',
    );
    expect(await traces()).not.toEqual([]);
    const stored = await query<{ sealed: string }>(em(), 'select sealed from employee');
    expect(JSON.stringify(stored)).not.toContain('马海明');
  });

  it('J-58 an employer at the screen declares that they work there, and is told of nobody by a number alone', async () => {
    const cook = { name: '马海明', documentNumber: COOK };
    const undeclared = await add(canteen, [cook]);
    expect(undeclared.errors[0]?.extensions).toMatchObject({ field: 'isDeclared', reason: 'required' });
    expect((await list(canteen)).data.employees.nodes).toEqual([]);
    expect((await add(canteen, [{ ...cook, name: '冒名者' }], true)).data.addEmployees).toBe(1);
    const [other] = (await list(canteen)).data.employees.nodes;
    expect([other?.verdict, other?.certificate]).toEqual(['none', null]);
    expect(await traces()).toEqual([]);
  });

  it('J-58 J-54 each certificate that is shown leaves a trace with its holder, none for who has none', async () => {
    const { nodes } = (await list(restaurant)).data.employees;
    expect(nodes.map((n) => n.verdict)).toEqual(['valid', 'none']);
    const left = await traces();
    expect(left).toHaveLength(1);
    expect(left[0]).toMatchObject({
      account_id: restaurant.account,
      purpose: '用人单位查验',
      outcome: 'found',
      rows: 1,
    });
    expect(left[0]?.holder_blind).toEqual(expect.any(String));
  });

  it('J-58 names the row that is wrong and stores none', async () => {
    const { errors } = await add(hotel, [
      { name: '马海明', documentNumber: COOK },
      { name: '李秀英', documentNumber: '630121198512120020' },
    ]);
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', row: 2, reason: 'check_digit' });
    expect((await list(hotel)).data.employees.nodes).toEqual([]);
  });

  it('J-58 who is taken off the list is seen no more; another employer cannot take anybody off', async () => {
    const [cook] = (await list(restaurant)).data.employees.nodes;
    const remove = (caller: Caller) =>
      stack.graph('certificates', caller, 'mutation ($c: ID!, $id: ID!) { removeEmployee(commandId: $c, id: $id) }', {
        c: newId(),
        id: cook?.id,
      });
    expect((await remove(hotel)).errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await remove(restaurant)).errors).toEqual([]);
    expect((await list(restaurant)).data.employees.nodes.map((n) => n.name)).toEqual(['李秀英']);
  });

  it('J-58 the managing body verifies by the identifier of the QR code; a changed character finds nothing', async () => {
    const [row] = await query<{ identifier: string }>(em(), `select identifier from licence where number = 'JK1'`);
    const look = (id: string) =>
      stack.graph<{ licence: { number: string; state: string; face: { fields: { key: string; value: string }[] }[] } }>(
        'certificates',
        supervisor,
        'query ($id: ID!) { licence(id: $id) { number state face { fields { key value } } } }',
        { id },
      );
    const genuine = await look(row!.identifier);
    expect(genuine.data.licence).toMatchObject({ number: 'JK1', state: 'valid' });
    const forged = row!.identifier.replace(/\.(.)$/, (_all, check: string) => `.${check === 'A' ? 'B' : 'A'}`);
    expect((await look(forged)).errors[0]?.extensions.code).toBe('NOT_FOUND');
  });
});
