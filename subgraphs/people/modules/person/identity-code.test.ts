import { type Em, query } from '@miaoben/kernel';
import type { Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { advanceFile, CREATE, callers, child, idNumber, made, startPeople } from '../../people.test-kit.ts';
import { fillIdentityCodes } from './identity-code.fill.ts';
import { SEALED } from './person.stored.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startPeople(inject('adminUrl'));
});
afterAll(() => stack?.stop());

const MOTHER = '11010519491231002X';
const mother = { relation: 'mother', name: '杨春花', documentNumber: MOTHER };
const newborn = { documentType: 'BIRTH_CERTIFICATE', birthDate: '2026-11-05', sex: 'F', guardians: [mother] };

/** The code as it is stored; screens show it masked. */
async function codeOf(id: string): Promise<string> {
  const { orm, keyring } = stack.services.people;
  const [row] = await query<{ identity_sealed: string }>(
    orm.em.fork() as Em,
    'select identity_sealed from person where id = $1',
    [id],
  );
  return keyring.open(row?.identity_sealed ?? '', SEALED.identity);
}
const change = (id: string, version: number, changes: Record<string, unknown>) =>
  stack.graph<{ changePerson: { version: number } }>(
    'people',
    callers.nurse,
    `mutation ($c: ID!, $id: ID!, $v: Int!, $x: PersonChangesInput!) {
      changePerson(commandId: $c, id: $id, expectedVersion: $v, changes: $x) { version } }`,
    { c: stack.newId(), id, v: version, x: changes },
  );
const advance = (id: string, expectedVersion: number, more: Record<string, unknown>) =>
  advanceFile(stack, { id, expectedVersion, ...more });
const found = async (text: string) =>
  (
    await stack.graph<{ searchPersons: { nodes: { id: string }[] } }>(
      'people',
      callers.nurse,
      'query ($text: String!) { searchPersons(text: $text) { nodes { id } } }',
      { text },
    )
  ).data.searchPersons.nodes.map((n) => n.id);

describe('the unified identity code of a file', () => {
  it('J-01 H-01 is made of the data, found by the search, masked on the screen, and follows the data with its history', async () => {
    const id = await made(stack, { ...newborn, name: '杨之女', documentNumber: 'T630012301', birthOrder: 2 });
    const born = `B20261122${MOTHER}`;
    expect(await codeOf(id)).toBe(born);
    const shown = await stack.graph<{ person: { identityCode: string } }>(
      'people',
      callers.nurse,
      'query ($id: ID!) { person(id: $id) { identityCode } }',
      { id },
    );
    expect(shown.data.person.identityCode).toBe('B202*******************002X');
    expect(await found(born.toLowerCase())).toEqual([id]);
    const own = idNumber('2026-11-05', 31, 'F');
    expect((await change(id, 1, { documentType: 'RESIDENT_ID', documentNumber: own })).errors).toEqual([]);
    expect(await codeOf(id)).toBe(own);
    // The booklet still carries the code of the newborn.
    expect(await found(born)).toEqual([id]);
    const history = await stack.graph<{ person: { history: { changes: { field: string; before: string }[] }[] } }>(
      'people',
      callers.nurse,
      'query ($id: ID!) { person(id: $id) { history { changes { field before } } } }',
      { id },
    );
    expect(history.data.person.history[0]?.changes).toContainEqual({
      field: 'identityCode',
      before: 'B202*******************002X',
    });
  });

  it('J-01 never gives two live files one code: the next order, or a refusal where the order was stated', async () => {
    const twin = { ...newborn, birthDate: '2026-10-05' };
    const first = await made(stack, { ...twin, name: '杨大妹', documentNumber: 'T630012311' });
    const create = (more: Record<string, unknown>) =>
      stack.graph<{ createPerson: { id: string } }>('people', callers.nurse, CREATE, {
        commandId: stack.newId(),
        input: child(stack, {
          ...twin,
          name: '杨二妹',
          documentNumber: 'T630012312',
          notDuplicateOf: [first],
          ...more,
        }),
      });
    const refused = await create({ birthOrder: 1 });
    expect(refused.errors[0]?.extensions).toMatchObject({ code: 'CONFLICT', reason: 'duplicate', field: 'birthOrder' });
    const second = (await create({})).data.createPerson.id;
    expect([await codeOf(first), await codeOf(second)]).toEqual([`B20261021${MOTHER}`, `B20261022${MOTHER}`]);

    const guest = { documentType: 'PASSPORT', birthDate: '1991-02-03', sex: 'M', guardians: [] };
    const a = await made(stack, { ...guest, name: 'John Smith', documentNumber: 'K1234501' });
    const b = await made(stack, { ...guest, name: 'Pierre Dupont', documentNumber: 'K1234502' });
    expect([await codeOf(a), await codeOf(b)]).toEqual(['O630121199102031', 'O630121199102031-2']);
    // A move changes no code, an ended file gives its code free, and takes the next one when it stands again.
    await change(b, 1, { residence: '630121101' });
    expect(await codeOf(b)).toBe('O630121199102031-2');
    await advance(a, 1, { action: 'cancel', reason: 'other', note: '离境' });
    const c = await made(stack, { ...guest, name: 'Hans Meyer', documentNumber: 'K1234503' });
    expect(await codeOf(c)).toBe('O630121199102031');
    expect((await advance(a, 2, { action: 'undo_cancel', note: '又来了' })).errors).toEqual([]);
    expect(await codeOf(a)).toBe('O630121199102031-3');
  });

  it('J-01 gives files of before their codes, each once, without a version', async () => {
    const { orm, keyring } = stack.services.people;
    const em = orm.em.fork() as Em;
    await query(em, 'update person set identity_sealed = null, identity_blind = null, identity_order = null');
    const [{ n }] = (await query<{ n: number }>(em, 'select count(*)::int n from person')) as [{ n: number }];
    expect(await fillIdentityCodes({ orm, keyring })).toBe(n);
    const [after] = await query<{ live: number; distinct: number }>(
      em,
      `select count(*)::int live, count(distinct (identity_blind, identity_order))::int as distinct
       from person where registration_state <> 'cancelled' and identity_sealed is not null`,
    );
    expect(after).toEqual({ live: n, distinct: n });
    expect(await fillIdentityCodes({ orm, keyring })).toBe(0);
  });
});
