import { type Em, query } from '@miaoben/kernel';
import type { Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { advanceFile, callers, idNumber, made, startPeople, TODAY } from '../../people.test-kit.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startPeople(inject('adminUrl'));
});
afterAll(() => stack?.stop());

const ask = <T>(
  query: string,
  variables: Record<string, unknown>,
  caller: Parameters<Stack['graph']>[1] = callers.nurse,
) => stack.graph<T>('people', caller, query, variables);
const found = async (text: string) =>
  (
    await ask<{ searchPersons: { nodes: { id: string; registrationState: string }[] } }>(
      'query ($text: String!) { searchPersons(text: $text) { nodes { id registrationState } } }',
      { text },
    )
  ).data.searchPersons.nodes;
const lastEdit = async (id: string) =>
  (
    await ask<{ person: { history: { changes: { field: string; before: string | null; after: string | null }[] }[] } }>(
      'query ($id: ID!) { person(id: $id) { history { changes { field before after } } } }',
      { id },
    )
  ).data.person.history[0]?.changes;

describe('the life of a file', () => {
  it('J-02 cancels a file with day, reason and day of death, and takes it back to what it was; the history keeps both', async () => {
    const documentNumber = idNumber('2024-05-01', 41, 'M');
    const id = await made(stack, { name: '冶生明', birthDate: '2024-05-01', documentNumber, guardians: [] });
    const reason = async (more: Record<string, unknown>, caller?: Parameters<typeof advanceFile>[2]) =>
      (await advanceFile(stack, { id, expectedVersion: 1, action: 'cancel', ...more }, caller)).errors[0]?.extensions;
    expect(await reason({ note: '死亡' })).toMatchObject({ field: 'input.reason', reason: 'required' });
    expect(await reason({ reason: 'merged', note: '合并' })).toMatchObject({ reason: 'unknown_code' });
    expect(await reason({ reason: 'dead', note: '病故' })).toMatchObject({ field: 'input.diedOn', reason: 'required' });
    const early = { reason: 'dead', note: '病故', diedOn: '2024-04-01' };
    expect(await reason(early)).toMatchObject({ field: 'input.diedOn', reason: 'date_before_birth' });
    expect(await reason({ reason: 'other' })).toMatchObject({ field: 'input.note', reason: 'required' });
    const other = { reason: 'other', note: '重复' };
    expect(await reason(other, callers.midwife)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await reason(other, callers.elsewhere)).toMatchObject({ code: 'NOT_FOUND' });

    const cancelled = await advanceFile(stack, {
      ...{ id, expectedVersion: 1, action: 'cancel', reason: 'dead' },
      ...{ note: '家属告知', on: '2026-11-20', diedOn: '2026-11-18' },
    });
    expect(cancelled.errors).toEqual([]);
    expect(cancelled.data.advanceFile).toEqual({
      version: 2,
      registrationState: 'dead',
      actions: ['undo_cancel', 'delete'],
      ending: { on: '2026-11-20', reason: 'dead', note: '家属告知', diedOn: '2026-11-18', deletedOn: null },
    });
    const change = `mutation ($c: ID!, $id: ID!) { changePerson(commandId: $c, id: $id, expectedVersion: 2, changes: { name: "冶生" }) { id } }`;
    expect((await ask(change, { c: stack.newId(), id })).errors[0]?.extensions).toMatchObject({
      reason: 'wrong_state',
    });
    const again = await advanceFile(stack, { id, expectedVersion: 2, action: 'undo_cancel', note: '弄错了人' });
    expect(again.data.advanceFile).toMatchObject({ registrationState: 'active', ending: null });
    expect(await lastEdit(id)).toContainEqual({ field: 'diedOn', before: '2026-11-18', after: null });
    expect(await lastEdit(id)).toContainEqual({ field: 'registrationState', before: 'dead', after: 'active' });
  });

  it('J-02 deletes a file so that no search shows it, gives its number free, and brings it back unless that is taken', async () => {
    const documentNumber = idNumber('2024-06-01', 42, 'F');
    const born = { birthDate: '2024-06-01', sex: 'F', documentNumber, guardians: [] };
    const id = await made(stack, { ...born, name: '误建档' });
    expect(await found(documentNumber)).toEqual([{ id, registrationState: 'active' }]);
    const deleted = await advanceFile(stack, { id, expectedVersion: 1, action: 'delete', note: '误建' });
    expect(deleted.data.advanceFile).toMatchObject({
      registrationState: 'cancelled',
      actions: ['undo_delete'],
      ending: { reason: 'entered_by_mistake', deletedOn: TODAY },
    });
    expect([await found(documentNumber), await found('误建档')]).toEqual([[], []]);
    const heir = await made(stack, { ...born, name: '真档案' });
    const back = { id, expectedVersion: 2, action: 'undo_delete', note: '核实存在' };
    expect((await advanceFile(stack, back)).errors[0]?.extensions).toMatchObject({ reason: 'duplicate' });
    await advanceFile(stack, { id: heir, expectedVersion: 1, action: 'cancel', reason: 'duplicate', note: '重复' });
    expect((await advanceFile(stack, back, callers.cdc)).errors).toEqual([]);
    expect(await found(documentNumber)).toEqual([
      { id, registrationState: 'active' },
      { id: heir, registrationState: 'cancelled' },
    ]);
  });
});

describe('what a file tells of a person', () => {
  it('Q-01 Q-02 Q-04 J-02 keeps household type, marital status and the emergency contact, sealed where it names somebody', async () => {
    const documentNumber = idNumber('2024-07-01', 43, 'F');
    const id = await made(stack, {
      ...{ name: '祁户籍', birthDate: '2024-07-01', sex: 'F', documentNumber, guardians: [] },
      ...{ maritalStatus: 'single', personType: 'resident', emergencyName: '马兰花', emergencyPhone: '138 9700 0009' },
    });
    const details = `details { maritalStatus personType householdType registeredDivision birthHospital birthCertificate
      emergencyName emergencyPhone } gaps { field fault }`;
    const read = async (caller?: Parameters<Stack['graph']>[1]) =>
      (await ask<{ person: unknown }>(`query ($id: ID!) { person(id: $id) { ${details} } }`, { id }, caller)).data
        .person;
    expect(await read()).toMatchObject({
      details: {
        ...{ maritalStatus: 'single', personType: 'resident', householdType: 'local', registeredDivision: '630121' },
        ...{ emergencyName: '马兰花', emergencyPhone: '138****0009', birthHospital: null },
      },
      gaps: ['contact', 'residenceAddress', 'birthHospital', 'birthCertificate', 'parents'].map((field) => ({
        field,
        fault: 'missing',
      })),
    });
    expect(await read(callers.cdc)).toMatchObject({ details: { emergencyName: '马*花' } });
    const [row] = await query<{ emergency_name_sealed: string; emergency_phone_sealed: string }>(
      stack.services.people.orm.em.fork() as Em,
      'select emergency_name_sealed, emergency_phone_sealed from person where id = $1',
      [id],
    );
    expect(JSON.stringify(row)).not.toMatch(/马兰花|0009/);
    const change = `mutation ($c: ID!, $id: ID!, $x: PersonChangesInput!) {
      changePerson(commandId: $c, id: $id, expectedVersion: 1, changes: $x) { version } }`;
    const wrong = await ask(change, { c: stack.newId(), id, x: { birthCertificate: 'x' } });
    expect(wrong.errors[0]?.extensions).toMatchObject({ field: 'birthCertificate' });
    const x = { maritalStatus: null, birthHospital: '大通县人民医院', ethnicity: '04' };
    expect((await ask(change, { c: stack.newId(), id, x })).errors).toEqual([]);
    expect((await lastEdit(id))?.map((c) => c.field)).toEqual(['maritalStatus', 'birthHospital', 'ethnicity']);
  });
});
