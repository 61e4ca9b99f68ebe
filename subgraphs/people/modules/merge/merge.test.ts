import { personCode } from '@miaoben/identifiers';
import { type Em, query } from '@miaoben/kernel';
import type { PersonMerged } from '@miaoben/schema';
import type { Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { callers, idNumber, made, startPeople } from '../../people.test-kit.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startPeople(inject('adminUrl'));
});
afterAll(() => stack.stop());

const MERGE = `mutation ($c: ID!, $s: ID!, $m: ID!, $r: String!, $t: [MergeField!]!) {
  mergePersons(commandId: $c, survivorId: $s, mergedId: $m, reason: $r, take: $t) { id registrationState } }`;
const UNDO =
  'mutation ($c: ID!, $m: ID!) { unmergePerson(commandId: $c, mergedId: $m) { id registrationState mergedInto } }';
const merge = (
  s: string,
  m: string,
  r = '同一儿童重复建档',
  caller: Parameters<Stack['graph']>[1] = callers.nurse,
  t: string[] = [],
) => stack.graph('people', caller, MERGE, { c: stack.newId(), s, m, r, t });
const undo = (m: string, caller: Parameters<Stack['graph']>[1] = callers.nurse) =>
  stack.graph<{ unmergePerson: { registrationState: string; mergedInto: string | null } }>('people', caller, UNDO, {
    c: stack.newId(),
    m,
  });
const sql = <R>(text: string, values: unknown[] = []) =>
  query<R>(stack.services.people.orm.em.fork() as Em, text, values);
let serial = 40;
/** Names so unlike each other that no file is held for another's. */
const NAMES = [
  '赵国强',
  '钱丽华',
  '孙海波',
  '李春燕',
  '周文斌',
  '吴桂英',
  '郑志伟',
  '冯秀珍',
  '陈建军',
  '褚玉兰',
  '卫东升',
  '蒋晓梅',
  '沈宏亮',
  '韩秀芳',
  '杨天佑',
  '朱凤霞',
  '秦立新',
  '尤雪莹',
  '许长江',
  '何金梅',
  '吕子昂',
  '施云飞',
  '张巧玲',
];
const nextName = () => NAMES.shift() ?? '';
const twoFiles = async (): Promise<[string, string]> => {
  serial += 2;
  const [a, b] = [serial, serial + 1];
  return [
    await made(stack, { name: nextName(), documentNumber: idNumber('2024-03-01', a, 'M'), guardians: [] }),
    await made(stack, { name: nextName(), documentNumber: idNumber('2024-03-01', b, 'M'), guardians: [] }),
  ];
};
const bind = (account: string, person: string) =>
  sql(
    `insert into binding (account_id, person_id, relation, way, consent_at) values ($1, $2, 'mother', 'data', '2026-01-02')`,
    [account, person],
  );
/** Everything of files that a merge may touch, without what only counts changes. */
const stateOf = async (ids: readonly string[]) => [
  await sql(
    `select id, name, document_blind, registration_state, residence, managing_org_id, conditions, barcode from person
     where id = any($1::uuid[]) order by id`,
    [ids],
  ),
  await sql(
    `select account_id, person_id, relation, way, consent_at, bound_at from binding where person_id = any($1::uuid[])
     order by 1, 2`,
    [ids],
  ),
];

describe('two files of one child', () => {
  it('H-01 are found by either code, which lead to the one that stands, over two merges and back; a misread code is told', async () => {
    const [first, second] = await twoFiles();
    const [third] = await twoFiles();
    const found = (text: string) =>
      stack.graph<{ searchPersons: { nodes: { id: string }[] } }>(
        'people',
        callers.nurse,
        'query ($text: String!) { searchPersons(text: $text) { nodes { id } } }',
        { text },
      );
    const ids = async (text: string) => (await found(text)).data.searchPersons.nodes.map((n) => n.id);
    const barcodeOf = async (id: string) =>
      (await sql<{ barcode: string }>('select barcode from person where id = $1', [id]))[0]?.barcode ?? '';
    const packed = async (since: string | null) => {
      const { data } = await stack.graph<{ personPack: { rows: string[]; position: string } }>(
        'people',
        callers.nurse,
        `query ($since: String) { personPack(division: "630121", first: 500, since: $since) { rows position } }`,
        { since },
      );
      const rows = data.personPack.rows.map((row) => JSON.parse(row) as { id: string; formerBarcodes?: string[] });
      return { position: data.personPack.position, rows: new Map(rows.map((r) => [r.id, r.formerBarcodes])) };
    };
    const old = await barcodeOf(first);
    const { position } = await packed(null);
    expect(await ids(personCode(old))).toEqual([first]);
    await merge(second, first);
    await merge(third, second);
    for (const text of [personCode(old), personCode(old).toLowerCase(), old, personCode(await barcodeOf(second))])
      expect(await ids(text)).toEqual([third]);
    // A transaction of another database of this server holds changes back for as long as it runs.
    const former = [old, await barcodeOf(second)].sort();
    await expect.poll(async () => (await packed(position)).rows.get(third)).toEqual(former);
    const since = await packed(position);
    await undo(second);
    expect(await ids(personCode(old))).toEqual([second]);
    await expect.poll(async () => (await packed(since.position)).rows.get(second)).toEqual([old]);
    expect((await packed(since.position)).rows.get(third)).toBeUndefined();

    const misread = `${personCode(old).slice(0, -2)}${(Number(old.at(-1)) + 1) % 10}${personCode(old).at(-1)}`;
    expect((await found(misread)).errors[0]?.extensions).toEqual({
      code: 'BAD_INPUT',
      field: 'text',
      reason: 'check_digit',
    });
    expect(await ids(personCode('630121202699999999'))).toEqual([]);
    // Who may not read the file gets nothing for its code.
    const stranger = await stack.graph(
      'people',
      callers.mother,
      'query ($text: String!) { searchPersons(text: $text) { nodes { id } } }',
      { text: personCode(old) },
    );
    expect(stranger.errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('J-01 are joined: one ends and points to the other, its families follow, the others are told', async () => {
    const [survivor, merged] = await twoFiles();
    await bind('mother-of-both', survivor);
    await bind('mother-of-both', merged);
    await bind('father', merged);
    expect((await merge(survivor, merged)).errors).toEqual([]);
    const [row] = await sql<{ registration_state: string }>('select registration_state from person where id = $1', [
      merged,
    ]);
    expect(row?.registration_state).toBe('cancelled');
    const read = await stack.graph<{ person: { mergedInto: string | null } }>(
      'people',
      callers.nurse,
      'query ($id: ID!) { person(id: $id) { mergedInto } }',
      { id: merged },
    );
    expect(read.data.person.mergedInto).toBe(survivor);
    const bound = await sql<{ account_id: string }>(
      'select account_id from binding where person_id = $1 order by account_id',
      [survivor],
    );
    expect(bound.map((b) => b.account_id)).toEqual(['father', 'mother-of-both']);
    expect(await sql('select 1 from binding where person_id = $1', [merged])).toEqual([]);
    const events = await sql<{ payload: PersonMerged }>(
      `select payload from outbox where type = 'person.merged' and payload->>'personId' = $1 order by seq`,
      [merged],
    );
    expect(events.map((e) => e.payload)).toEqual([
      { type: 'person.merged', personId: merged, survivorId: survivor, version: 2 },
    ]);
    const told = await sql<{ payload: { accountId: string; personId: string; bound: boolean } }>(
      `select payload from outbox where type = 'binding.changed' and payload->>'personId' = any($1::text[]) order by seq`,
      [[survivor, merged]],
    );
    expect(told.map((t) => `${t.payload.accountId} ${t.payload.personId === survivor} ${t.payload.bound}`)).toEqual([
      'father false false',
      'father true true',
      'mother-of-both false false',
      'mother-of-both true true',
    ]);
  });

  it('merge then undoing gives the same files and families, twice over', async () => {
    const [survivor, merged] = await twoFiles();
    await bind('a', survivor);
    await bind('a', merged);
    await bind('b', merged);
    const before = await stateOf([survivor, merged]);
    for (let round = 0; round < 2; round += 1) {
      expect((await merge(survivor, merged)).errors).toEqual([]);
      expect(await stateOf([survivor, merged])).not.toEqual(before);
      const undone = await undo(merged);
      expect(undone.data.unmergePerson).toMatchObject({ registrationState: 'active', mergedInto: null });
      expect(await stateOf([survivor, merged])).toEqual(before);
    }
    const versions = await sql<{ payload: PersonMerged }>(
      `select payload from outbox where type = 'person.merged' and payload->>'personId' = $1 order by seq`,
      [merged],
    );
    expect(versions.map((v) => v.payload.version)).toEqual([2, 3, 4, 5]);
  });

  it('who unbound the child meanwhile stays unbound; a document taken meanwhile stops the undoing', async () => {
    const [survivor, merged] = await twoFiles();
    await bind('c', merged);
    await merge(survivor, merged);
    await sql(`delete from binding where account_id = 'c'`);
    await made(stack, { name: nextName(), documentNumber: idNumber('2024-03-01', serial + 1, 'M'), guardians: [] });
    expect((await undo(merged)).errors[0]?.extensions).toMatchObject({ code: 'CONFLICT', reason: 'duplicate' });
    const [again, other] = await twoFiles();
    await bind('d', other);
    await merge(again, other);
    await sql(`delete from binding where account_id = 'd'`);
    expect((await undo(other)).errors).toEqual([]);
    expect(await sql(`select 1 from binding where account_id = 'd'`)).toEqual([]);
  });

  it('need words, a reach over both, two different files that stand', async () => {
    const [survivor, merged] = await twoFiles();
    expect((await merge(survivor, merged, ' ')).errors[0]?.extensions).toMatchObject({
      field: 'reason',
      reason: 'required',
    });
    expect((await merge(survivor, survivor)).errors[0]?.extensions.reason).toBe('duplicate');
    expect((await merge(survivor, merged, '重复', callers.elsewhere)).errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await merge(survivor, stack.newId())).errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await merge(survivor, merged, '重复', callers.mother)).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await undo(merged)).errors[0]?.extensions).toMatchObject({ code: 'CONFLICT', reason: 'wrong_state' });
    await merge(survivor, merged);
    expect((await merge(survivor, merged)).errors[0]?.extensions).toMatchObject({ reason: 'wrong_state' });
    expect((await merge(merged, survivor)).errors[0]?.extensions).toMatchObject({ reason: 'wrong_state' });
  });

  it('J-08 fields of the merged file are taken by choice, guardians and health states of both stand, undoing takes back just that', async () => {
    serial += 2;
    const number = idNumber('2024-03-01', serial, 'M');
    const mother = { relation: 'mother', name: '马桂兰', phone: '13897001001' };
    const survivor = await made(stack, {
      name: nextName(),
      documentNumber: null,
      phone: null,
      guardians: [mother],
      conditions: ['C03'],
    });
    const merged = await made(stack, {
      name: nextName(),
      documentNumber: number,
      phone: '13897001002',
      guardians: [mother, { relation: 'father', name: '马生福', phone: '13897001002' }],
      conditions: ['C05'],
      notDuplicateOf: [survivor],
    });
    const PERSON = `query ($id: ID!) { person(id: $id) { name documentNumber phone conditions guardians { name relation }
      mergedFiles { id name reason mergedAt } } }`;
    const read = async (id: string) =>
      (
        await stack.graph<{
          person: {
            name: string;
            documentNumber: string | null;
            phone: string | null;
            conditions: string[];
            guardians: { name: string }[];
            mergedFiles: { id: string; reason: string }[];
          };
        }>('people', callers.nurse, PERSON, { id })
      ).data.person;
    const apart = [await read(survivor), await read(merged)];
    expect((await merge(survivor, merged, '同一儿童', callers.nurse, ['document', 'phone'])).errors).toEqual([]);
    const joined = await read(survivor);
    expect(joined).toMatchObject({
      name: apart[0]?.name,
      documentNumber: apart[1]?.documentNumber,
      phone: apart[1]?.phone,
      conditions: ['C03', 'C05'],
      mergedFiles: [{ id: merged, reason: '同一儿童' }],
    });
    expect(joined.guardians.map((g) => g.name)).toEqual([mother.name, '马生福']);
    const told = await sql<{ payload: { documentBlind: string | null; conditions: string[] } }>(
      `select payload from outbox where type = 'person.changed' and payload->>'personId' = $1 order by seq desc limit 1`,
      [survivor],
    );
    expect(told[0]?.payload).toMatchObject({ documentBlind: expect.any(String), conditions: ['C03', 'C05'] });
    // Corrected since: that stays.
    await sql(`update person set conditions = array['C03', 'C05', 'C07'] where id = $1`, [survivor]);
    expect((await undo(merged)).errors).toEqual([]);
    expect(await read(survivor)).toEqual({ ...apart[0], conditions: ['C03', 'C07'] });
    expect(await read(merged)).toEqual(apart[1]);
  });

  it('J-08 guardians that came through two merges leave every file with the first of them', async () => {
    const [last, middle] = await twoFiles();
    serial += 1;
    const first = await made(stack, {
      name: nextName(),
      documentNumber: null,
      guardians: [{ relation: 'mother', name: '韩秀英', phone: '13897001003' }],
    });
    const guardians = () =>
      sql<{ person_id: string }>('select person_id from guardian where person_id = any($1::uuid[])', [[last, middle]]);
    await merge(middle, first);
    await merge(last, middle);
    expect((await guardians()).map((g) => g.person_id).sort()).toEqual([last, middle].sort());
    expect((await undo(first)).errors).toEqual([]);
    expect(await guardians()).toEqual([]);
    expect((await undo(middle)).errors).toEqual([]);
    expect(await guardians()).toEqual([]);
  });

  it('J-08 a number taken with a birth date it does not carry is refused, nothing is merged', async () => {
    serial += 2;
    const survivor = await made(stack, {
      name: nextName(),
      documentNumber: null,
      birthDate: '2024-03-02',
      guardians: [],
    });
    const merged = await made(stack, {
      name: nextName(),
      documentNumber: idNumber('2024-03-01', serial, 'M'),
      guardians: [],
    });
    const { errors } = await merge(survivor, merged, '同一儿童', callers.nurse, ['document']);
    expect(errors[0]?.extensions).toMatchObject({
      code: 'BAD_INPUT',
      field: 'documentNumber',
      reason: 'birth_date_differs_from_id',
    });
    expect(
      (await sql<{ n: number }>('select count(*)::int n from person_link where merged_id = $1', [merged]))[0]?.n,
    ).toBe(0);
    expect((await merge(survivor, merged, '同一儿童', callers.nurse, ['document', 'birthDate'])).errors).toEqual([]);
  });
});
