import { type Em, openNotice, query } from '@miaoben/kernel';
import type { MiaobenEvent } from '@miaoben/schema';
import type { Caller, Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { advanceFile, callers, idNumber, made, startPeople } from '../../people.test-kit.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startPeople(inject('adminUrl'));
});
afterAll(() => stack?.stop());

interface Member {
  personId: string;
  name: string;
  relation: string;
  person: { id: string } | null;
  endReason: string | null;
}
interface Read {
  version: number;
  guardians: { ordinal: number; relation: string; name: string; phone: string | null; memberId: string | null }[];
  formerGuardians: { name: string; reason: string; by: { id: string } }[];
  household: { number: string; members: Member[]; formerMembers: Member[] | null } | null;
  formerHouseholds: { number: string; relation: string; reason: string }[];
  history: { changes: { field: string; before: string | null; after: string | null }[] }[];
}
const HOUSEHOLD = 'household { number members { personId name relation person { id } endReason }';
const READ = `query ($id: ID!) { person(id: $id) { version guardians { ordinal relation name phone memberId }
  formerGuardians { name reason by { id } } ${HOUSEHOLD} formerMembers { personId name relation endReason person { id } } }
  formerHouseholds { number relation reason } history { changes { field before after } } } }`;
const read = async (id: string, caller: Caller = callers.nurse) =>
  (await stack.graph<{ person: Read }>('people', caller, READ, { id })).data.person;
/** One act on a file. @returns where and why it was refused, else undefined */
const act = async (name: string, input: Record<string, unknown>, caller: Caller = callers.nurse) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const answer = await stack.graph(
    'people',
    caller,
    `mutation ($c: ID!, $input: ${type}!) { ${name}(commandId: $c, input: $input) { id } }`,
    { c: stack.newId(), input },
  );
  const [error] = answer.errors;
  return error && `${error.extensions.code} ${error.extensions.field ?? ''} ${error.extensions.reason ?? ''}`.trim();
};
let serial = 400;
const file = (name: string, birthDate: string, sex: 'F' | 'M', more: Record<string, unknown> = {}) => {
  serial += 1;
  const documentNumber = idNumber(birthDate, serial, sex);
  return made(stack, { name, birthDate, sex, documentNumber, guardians: [], ...more });
};
const relations = (home: Read['household']) => home?.members.map((m) => [m.name, m.relation]);

describe('guardians after a file was made', () => {
  it('Q-01 J-03 J-04 are added, corrected and ended as edits of the file, by those who may change it', async () => {
    const id = await file('关小苗', '2024-02-02', 'F');
    const mother = { personId: id, expectedVersion: 1, relation: 'mother', name: '关大苗', phone: '138 9700 4411' };
    expect(await act('addGuardian', mother, callers.elsewhere)).toBe('NOT_FOUND');
    expect(await act('addGuardian', mother, callers.inspector)).toBe('FORBIDDEN');
    expect(await act('addGuardian', { ...mother, phone: '12' })).toMatch(/^BAD_INPUT input.phone/);
    expect(await act('addGuardian', { ...mother, name: null })).toBe('BAD_INPUT input.name required');
    expect(await act('addGuardian', mother)).toBeUndefined();
    expect(await act('addGuardian', mother)).toBe('CONFLICT  version');
    expect(await act('addGuardian', { ...mother, expectedVersion: 2 })).toBe('BAD_INPUT input.relation duplicate');
    const number = idNumber('1990-01-01', 7, 'F');
    const correction = { personId: id, expectedVersion: 2, ordinal: 0, name: '关妙', documentNumber: number };
    expect(await act('changeGuardian', { ...correction, ordinal: 5 })).toBe('NOT_FOUND');
    expect(await act('changeGuardian', correction, callers.cdc)).toBeUndefined();
    expect((await read(id)).guardians).toMatchObject([{ relation: 'mother', name: '关妙', phone: '138****4411' }]);
    const end = { personId: id, expectedVersion: 3, ordinal: 0, reason: 'custody_changed' };
    expect(await act('endGuardian', end)).toBeUndefined();

    const after = await read(id);
    expect(after.guardians).toEqual([]);
    expect(after.formerGuardians).toEqual([{ name: '关妙', reason: 'custody_changed', by: { id: 'nurse' } }]);
    const last = 'mother:关妙:138****4411:';
    expect(after.history.map((v) => v.changes[0])).toMatchObject([
      { field: 'guardians', before: expect.stringContaining(last), after: null },
      { field: 'guardians', before: 'mother:关大苗:138****4411:', after: expect.stringContaining(last) },
      { field: 'guardians', before: null, after: 'mother:关大苗:138****4411:' },
    ]);
    expect(JSON.stringify(after)).not.toContain(number);
    expect((await read(id, callers.cdc)).history[2]?.changes[0]?.after).toBe('mother:关*苗:138****4411:');
    await advanceFile(stack, { id, expectedVersion: 4, action: 'cancel', reason: 'other', note: '重复' });
    expect(await act('addGuardian', { ...mother, expectedVersion: 5 })).toBe('CONFLICT action wrong_state');
  });
});

describe('a guardian who lost custody', () => {
  const bind = (personId: string, relation: string, caller: Caller) =>
    stack.graph(
      'people',
      caller,
      'mutation ($c: ID!, $i: BindChildInput!) { bindChild(commandId: $c, input: $i) { id } }',
      {
        c: stack.newId(),
        i: { personId, relation, consent: true },
      },
    );
  const children = async (caller: Caller) =>
    (
      await stack.graph<{ myChildren: { id: string }[] }>('people', caller, '{ myChildren { id } }')
    ).data.myChildren.map((c) => c.id);
  const sql = <R>(text: string, values: unknown[]) => query<R>(stack.services.people.orm.em.fork() as Em, text, values);

  it('J-04 Q-13 reads, books and consents no more: the binding ends with the guardian, she and the other guardians are told; another reason ends none', async () => {
    // One phone in a household: the father's entry has the mother's number.
    const parents = [
      { relation: 'mother', name: '李娜', phone: '13897000001' },
      { relation: 'father', name: '李大苗', phone: '13897000001' },
      { relation: 'other', name: '赵敏', phone: '13897000003' },
    ];
    const id = await file('李小苗', '2024-05-05', 'F', { guardians: parents });
    const grandmother = { personId: id, expectedVersion: 1, relation: 'other', name: '李奶奶', phone: '13897004499' };
    expect(await act('addGuardian', grandmother)).toBeUndefined();
    for (const [relation, caller] of [
      ['mother', callers.mother],
      ['other', callers.stranger],
    ] as const)
      expect((await bind(id, relation, caller)).errors).toEqual([]);
    const end = (ordinal: number, reason: string, expectedVersion: number) =>
      act('endGuardian', { personId: id, expectedVersion, ordinal, reason });
    expect(await end(1, 'other', 2)).toBeUndefined();
    expect([await children(callers.mother), await children(callers.stranger)]).toEqual([[id], [id]]);

    expect(await end(0, 'custody_changed', 3)).toBeUndefined();
    expect([await children(callers.mother), await children(callers.stranger)]).toEqual([[], [id]]);
    const told = await sql<{ payload: MiaobenEvent }>(
      `select payload from outbox where type = 'binding.changed' and payload->>'personId' = $1 order by tx, seq`,
      [id],
    );
    expect(told.at(-1)?.payload).toMatchObject({ accountId: callers.mother.account, bound: false });
    const notices = await sql<{ kind: string; account: string | null; subject: string | null; sealed: string }>(
      `select payload->>'kind' kind, payload->>'accountId' account, payload->>'subjectId' subject, payload->>'sealed' sealed
       from outbox where type = 'notice.requested' and payload->>'kind' like 'guardian\\_%' order by tx, seq`,
      [],
    );
    const said = notices.map(({ sealed, ...n }) => ({ ...n, ...openNotice(stack.services.people.keyring, sealed) }));
    const changed = { kind: 'guardian_changed', subject: id, params: { name: '李*苗', who: '李*' } };
    expect(said).toEqual([
      {
        kind: 'guardian_ended',
        account: callers.mother.account,
        subject: null,
        phone: null,
        params: { name: '李*苗' },
      },
      { ...changed, account: callers.stranger.account, phone: null },
      { ...changed, account: null, phone: '13897004499' },
    ]);
  });

  it('J-01 J-04 stays bound while another entry of a merged file still names her', async () => {
    const twice = [{ relation: 'mother', name: '李娜', phone: '13897000001' }];
    const survivor = await file('李双双', '2024-06-06', 'F', { guardians: twice });
    const merged = await file('李双霜', '2024-06-06', 'F', { guardians: [{ ...twice[0], phone: '13897004455' }] });
    expect((await bind(survivor, 'mother', callers.mother)).errors).toEqual([]);
    const joined = await stack.graph(
      'people',
      callers.nurse,
      `mutation ($c: ID!, $s: ID!, $m: ID!) { mergePersons(commandId: $c, survivorId: $s, mergedId: $m, reason: "重复建档") { id } }`,
      { c: stack.newId(), s: survivor, m: merged },
    );
    expect(joined.errors).toEqual([]);
    const end = async (ordinal: number) => {
      const { version: expectedVersion } = await read(survivor);
      return act('endGuardian', { personId: survivor, expectedVersion, ordinal, reason: 'custody_changed' });
    };
    expect(await end(0)).toBeUndefined();
    expect(await children(callers.mother)).toContain(survivor);
    expect(await end(1)).toBeUndefined();
    expect(await children(callers.mother)).not.toContain(survivor);
  });
});

describe('households', () => {
  it('J-05 numbers a household, lists its members by relation to the head, and lets one be split off with history', async () => {
    const father = await file('户主大', '1988-03-03', 'M', { phone: '13897004422' });
    const child = await file('户小宝', '2023-03-03', 'F');
    const join = { personId: child, withPersonId: father, relation: 'son' };
    expect(await act('joinHousehold', join)).toBe('BAD_INPUT input.relation no_match');
    expect(await act('joinHousehold', { ...join, relation: 'head' })).toBe('BAD_INPUT input.relation duplicate');
    expect(await act('joinHousehold', { ...join, relation: null })).toBe('BAD_INPUT input.relation required');
    expect(await act('joinHousehold', { ...join, relation: 'daughter' }, callers.elsewhere)).toBe('NOT_FOUND');
    expect(await act('joinHousehold', { ...join, relation: 'daughter' })).toBeUndefined();
    const home = (await read(child)).household;
    expect(home?.number).toMatch(/^630121\d{9}$/);
    expect(relations(home)).toEqual([
      ['户主大', 'head'],
      ['户小宝', 'daughter'],
    ]);
    expect(await act('joinHousehold', { personId: child })).toBe('CONFLICT input.personId duplicate');
    expect(await act('leaveHousehold', { personId: father, reason: 'left' })).toBe(
      'CONFLICT input.personId wrong_state',
    );

    const restate = (...stated: [string, string][]) =>
      act('relateHousehold', {
        personId: child,
        relations: stated.map(([personId, relation]) => ({ personId, relation })),
      });
    expect(await restate([father, 'parent'], [child, 'other'])).toBe('BAD_INPUT input.relations duplicate');
    expect(await restate([child, 'head'])).toBe('BAD_INPUT input.relations no_match');
    expect(await restate([father, 'parent'], [child, 'head'])).toBeUndefined();
    expect(await act('leaveHousehold', { personId: father, reason: 'split_off' })).toBeUndefined();
    const [old, own] = [await read(child), await read(father)];
    expect(relations(old.household)).toEqual([['户小宝', 'head']]);
    expect(old.household?.formerMembers?.map((m) => [m.name, m.relation, m.endReason])).toEqual([
      ['户主大', 'parent', 'split_off'],
      ...[
        ['户主大', 'head', 'relation_changed'],
        ['户小宝', 'daughter', 'relation_changed'],
      ],
    ]);
    expect(relations(own.household)).toEqual([['户主大', 'head']]);
    expect(own.household?.number).not.toBe(home?.number);
    expect(own.formerHouseholds.map((h) => [h.number, h.reason])).toEqual([
      [home?.number, 'split_off'],
      [home?.number, 'relation_changed'],
    ]);
  });

  it('J-05 picks a parent from the household: name and numbers come from that file, one mother and one father each', async () => {
    const father = await file('挑父', '1989-04-04', 'M', { phone: '13897004433' });
    const child = await file('挑子', '2022-04-04', 'M');
    const pick = { personId: child, expectedVersion: 1, relation: 'father', memberId: father };
    expect(await act('addGuardian', pick)).toBe('BAD_INPUT input.memberId no_match');
    await act('joinHousehold', { personId: child, withPersonId: father, relation: 'son' });
    expect(await act('addGuardian', pick)).toBeUndefined();
    expect((await read(child)).guardians).toMatchObject([
      { ordinal: 0, relation: 'father', name: '挑父', phone: '138****4433', memberId: father },
    ]);
    expect(await act('addGuardian', { ...pick, expectedVersion: 2 })).toBe('BAD_INPUT input.relation duplicate');
    expect(
      await act('changeGuardian', { personId: child, expectedVersion: 2, ordinal: 0, name: '挑错' }),
    ).toBeUndefined();
    expect((await read(child)).guardians[0]?.memberId).toBeNull();
  });

  it('J-05 J-04 shows a family its household, other members masked; a deleted file leaves both household and family app', async () => {
    const child = await file('亲小', '2023-05-05', 'F', {
      guardians: [{ relation: 'mother', name: '李娜', phone: '13897000001' }],
    });
    const grandmother = await file('亲奶奶', '1960-05-05', 'F');
    await act('joinHousehold', { personId: child, withPersonId: grandmother, relation: 'grandchild' });
    const bound = await stack.graph(
      'people',
      callers.mother,
      'mutation ($c: ID!, $i: BindChildInput!) { bindChild(commandId: $c, input: $i) { id } }',
      { c: stack.newId(), i: { relation: 'mother', consent: true, personId: child } },
    );
    expect(bound.errors).toEqual([]);
    const seen = async (caller: Caller) =>
      (
        await stack.graph<{ person: Pick<Read, 'household'> | null }>(
          'people',
          caller,
          `query ($id: ID!) { person(id: $id) { ${HOUSEHOLD} } } }`,
          { id: child },
        )
      ).data.person;
    expect((await seen(callers.mother))?.household?.members).toMatchObject([
      { name: '亲*奶', relation: 'head', person: null },
      { name: '亲小', relation: 'grandchild', person: { id: child } },
    ]);
    expect((await seen(callers.partner))?.household ?? null).toBeNull();
    expect(await seen(callers.stranger)).toBeNull();
    const mine = async () =>
      (
        await stack.graph<{ myChildren: { id: string }[] }>('people', callers.mother, '{ myChildren { id } }')
      ).data.myChildren.map((c) => c.id);
    expect(await mine()).toEqual([child]);
    await advanceFile(stack, { id: child, expectedVersion: 1, action: 'delete', note: '误建' });
    expect([await mine(), await seen(callers.mother)]).toEqual([[], null]);
    expect(relations((await read(grandmother)).household)).toEqual([['亲奶奶', 'head']]);
    await advanceFile(stack, { id: child, expectedVersion: 2, action: 'undo_delete', note: '核实' });
    expect(await mine()).toEqual([child]);
    await advanceFile(stack, { id: child, expectedVersion: 3, action: 'cancel', reason: 'duplicate', note: '重复' });
    expect(await mine()).toEqual([]);
  });

  it('J-05 a deleted file stands in nobody’s way: relations are stated without it, its place as head goes on', async () => {
    const head = await file('删户主', '1990-06-06', 'M');
    const child = await file('删户子', '2021-06-06', 'M');
    await act('joinHousehold', { personId: child, withPersonId: head, relation: 'son' });
    await advanceFile(stack, { id: head, expectedVersion: 1, action: 'delete', note: '误建' });
    const stated = [{ personId: child, relation: 'head' }];
    expect(await act('relateHousehold', { personId: child, relations: stated })).toBeUndefined();
    await advanceFile(stack, { id: head, expectedVersion: 2, action: 'undo_delete', note: '核实' });
    expect(relations((await read(child)).household)).toEqual([
      ['删户子', 'head'],
      ['删户主', 'other'],
    ]);
    await advanceFile(stack, { id: head, expectedVersion: 3, action: 'delete', note: '误建' });
    expect(await act('leaveHousehold', { personId: child, reason: 'split_off' })).toBe(
      'CONFLICT input.reason wrong_state',
    );
    expect(await act('leaveHousehold', { personId: child, reason: 'left' })).toBeUndefined();
  });

  it('J-05 J-08 the file a duplicate is merged into takes its place in the household, and undoing gives it back', async () => {
    const merge = (survivor: string, merged: string) =>
      stack.graph(
        'people',
        callers.nurse,
        'mutation ($c: ID!, $s: ID!, $m: ID!) { mergePersons(commandId: $c, survivorId: $s, mergedId: $m, reason: "重复", take: []) { id } }',
        { c: stack.newId(), s: survivor, m: merged },
      );
    const unmerge = (merged: string) =>
      stack.graph(
        'people',
        callers.nurse,
        'mutation ($c: ID!, $m: ID!) { unmergePerson(commandId: $c, mergedId: $m) { id } }',
        { c: stack.newId(), m: merged },
      );
    const [head, child] = [await file('并户主', '1991-07-07', 'M'), await file('并户子', '2020-07-07', 'M')];
    const [double, outside] = [await file('户主重', '1991-07-07', 'M'), await file('子在外', '2020-07-07', 'M')];
    await act('joinHousehold', { personId: child, withPersonId: head, relation: 'son' });
    await act('joinHousehold', { personId: double, withPersonId: head, relation: 'other' });
    const before = relations((await read(child)).household);
    // Outside of the household: the place goes along. In it, under a lesser relation: the head stays the head.
    expect((await merge(outside, child)).errors).toEqual([]);
    expect((await merge(double, head)).errors).toEqual([]);
    expect(relations((await read(outside)).household)).toEqual([
      ['户主重', 'head'],
      ['子在外', 'son'],
    ]);
    expect((await read(child)).formerHouseholds.map((h) => h.reason)).toEqual(['merged']);
    expect(await act('leaveHousehold', { personId: outside, reason: 'merged' })).toBe(
      'BAD_INPUT input.reason unknown_code',
    );
    expect((await unmerge(head)).errors).toEqual([]);
    expect((await unmerge(child)).errors).toEqual([]);
    expect(relations((await read(child)).household)?.sort()).toEqual(before?.sort());
    expect((await read(outside)).household).toBeNull();
  });

  it('J-05 J-08 of two mothers a merge brought together either can be corrected', async () => {
    const mother = { relation: 'mother', name: '两姓母', phone: '13897005511' };
    const one = await file('两母一', '2022-08-08', 'F', { guardians: [mother] });
    const other = await file('双亲二', '2022-08-08', 'F', { guardians: [{ ...mother, phone: '13897005522' }] });
    await stack.graph(
      'people',
      callers.nurse,
      'mutation ($c: ID!, $s: ID!, $m: ID!) { mergePersons(commandId: $c, survivorId: $s, mergedId: $m, reason: "重复", take: []) { id } }',
      { c: stack.newId(), s: one, m: other },
    );
    const { version, guardians } = await read(one);
    expect(guardians).toHaveLength(2);
    const correction = { personId: one, expectedVersion: version, ordinal: 1 };
    expect(await act('changeGuardian', { ...correction, phone: '13897005533' })).toBeUndefined();
    expect(
      await act('changeGuardian', { ...correction, expectedVersion: version + 1, relation: 'other' }),
    ).toBeUndefined();
    expect(await act('changeGuardian', { ...correction, expectedVersion: version + 2, relation: 'mother' })).toBe(
      'BAD_INPUT input.relation duplicate',
    );
  });
});
