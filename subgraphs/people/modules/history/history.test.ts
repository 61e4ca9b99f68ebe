import type { Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { CLINIC, callers, idNumber, made, startPeople } from '../../people.test-kit.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startPeople(inject('adminUrl'));
});
afterAll(() => stack?.stop());

const HISTORY = `query ($id: ID!) { person(id: $id) { history { version at role by { id } changes {
  field before after placeBefore { code } placeAfter { code } unitBefore { id } unitAfter { id } } } } }`;
interface Read {
  person: {
    history: {
      version: number;
      at: string;
      role: string;
      by: { id: string };
      changes: { field: string; before: string | null; after: string | null; placeAfter: { code: string } | null }[];
    }[];
  } | null;
}
const read = async (id: string, caller: Parameters<Stack['graph']>[1] = callers.nurse) =>
  (await stack.graph<Read>('people', caller, HISTORY, { id })).data.person?.history;
const change = async (id: string, version: number, changes: Record<string, unknown>) => {
  const { errors } = await stack.graph(
    'people',
    callers.nurse,
    `mutation ($c: ID!, $id: ID!, $v: Int!, $x: PersonChangesInput!) {
      changePerson(commandId: $c, id: $id, expectedVersion: $v, changes: $x) { version } }`,
    { c: stack.newId(), id, v: version, x: changes },
  );
  expect(errors).toEqual([]);
};

describe('the history of a file', () => {
  it('J-03 tells each edit with time, user, old and new value, the last first; numbers stay masked', async () => {
    const id = await made(stack, {
      name: '史可鉴',
      documentNumber: idNumber('2024-03-01', 71, 'M'),
      residence: '630121100',
      guardians: [],
    });
    expect(await read(id)).toEqual([]);
    await change(id, 1, { name: '史可鑑', phone: '13897005566', residenceAddress: '桥头镇人民路一百二十号' });
    await change(id, 2, { residence: '630121101', conditions: ['HIV_INFECTED'] });
    const history = (await read(id)) ?? [];
    expect(history.map((v) => v.version)).toEqual([3, 2]);
    expect(history[0]).toMatchObject({ role: 'vaccinator', by: { id: 'nurse' } });
    expect(Date.parse(history[0]?.at ?? '')).toBeGreaterThan(0);
    const nothing = { placeBefore: null, placeAfter: null, unitBefore: null, unitAfter: null };
    expect(history[1]?.changes).toEqual([
      { field: 'name', before: '史可鉴', after: '史可鑑', ...nothing },
      { field: 'phone', before: null, after: '138****5566', ...nothing },
      { field: 'residenceAddress', before: null, after: '桥头镇人民路一百二十号', ...nothing },
    ]);
    expect(history[0]?.changes).toEqual([
      {
        ...nothing,
        field: 'residence',
        before: null,
        after: null,
        placeBefore: { code: '630121100' },
        placeAfter: { code: '630121101' },
      },
      { field: 'conditions', before: null, after: 'HIV_INFECTED', ...nothing },
    ]);
  });

  it('J-03, J-04 masks names and addresses for disease control, and is no business of a guardian or a partner', async () => {
    const id = await made(stack, { name: '严守密', documentNumber: idNumber('2024-03-01', 72, 'M'), guardians: [] });
    await change(id, 1, { name: '严守秘', residenceAddress: '桥头镇人民路一百二十号', managingClinic: CLINIC });
    const [edit] = (await read(id, callers.cdc)) ?? [];
    expect(edit?.changes.map((c) => [c.field, c.after])).toEqual([
      ['name', '严*秘'],
      ['residenceAddress', '桥头镇人民路***'],
    ]);
    expect(await read(id, callers.elsewhere)).toBeUndefined();
    for (const caller of [callers.mother, callers.partner]) expect((await read(id, caller)) ?? []).toEqual([]);
  });
});
