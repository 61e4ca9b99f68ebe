import { type Em, query } from '@miaoben/kernel';
import type { Caller, Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { callers, idNumber, made, startPeople } from '../../people.test-kit.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startPeople(inject('adminUrl'));
});
afterAll(() => stack.stop());

const HOME_PHONE = '13897000001';
const MOTHER = { relation: 'mother', name: '李娜', phone: HOME_PHONE };
const FATHER = { relation: 'father', name: '李大苗', phone: HOME_PHONE };

interface Read {
  version: number;
  guardians: { ordinal: number; name: string }[];
  formerGuardians: { id: string; name: string; barred: boolean }[];
}
const sql = <R>(text: string, values: unknown[] = []) =>
  query<R>(stack.services.people.orm.em.fork() as Em, text, values);
async function run(caller: Caller, document: string, variables: Record<string, unknown> = {}): Promise<string> {
  const { errors } = await stack.graph('people', caller, document, { c: stack.newId(), ...variables });
  const extensions = errors[0]?.extensions;
  return extensions
    ? [extensions.code, extensions.field, extensions.reason].filter((part) => part !== undefined).join(' ')
    : 'done';
}
const read = async (id: string, caller: Caller = callers.nurse) =>
  (
    await stack.graph<{ person: Read }>(
      'people',
      caller,
      `query ($id: ID!) { person(id: $id) { version guardians { ordinal name } formerGuardians { id name barred } } }`,
      { id },
    )
  ).data.person;
const children = async (caller: Caller) =>
  (await stack.graph<{ myChildren: { id: string }[] }>('people', caller, '{ myChildren { id } }')).data.myChildren.map(
    (c) => c.id,
  );

let serial = 300;
async function kid(name: string, guardians: readonly object[]) {
  serial += 1;
  // A day of its own: two files of one child are not taken for duplicates when they are made.
  const birthDate = `2024-03-${String((serial % 28) + 1).padStart(2, '0')}`;
  const documentNumber = idNumber(birthDate, serial, 'F');
  const id = await made(stack, { name, birthDate, sex: 'F', documentNumber, guardians });
  return { id, data: { name, birthDate, documentNumber } };
}
/** Binds by what a household knows of the child: name, birth date, number. */
const bind = (input: object, caller: Caller = callers.mother) =>
  run(caller, 'mutation ($c: ID!, $i: BindChildInput!) { bindChild(commandId: $c, input: $i) { id } }', {
    i: { relation: 'mother', consent: true, ...input },
  });
async function end(personId: string, name: string, reason = 'custody_changed'): Promise<string> {
  const { version, guardians } = await read(personId);
  const ordinal = guardians.find((g) => g.name === name)?.ordinal;
  return run(
    callers.nurse,
    'mutation ($c: ID!, $i: EndGuardianInput!) { endGuardian(commandId: $c, input: $i) { id } }',
    { i: { personId, expectedVersion: version, ordinal, reason } },
  );
}
const lift = (personId: string, formerGuardianId: string, caller: Caller = callers.nurse) =>
  run(
    caller,
    'mutation ($c: ID!, $p: ID!, $f: ID!) { liftBindingBar(commandId: $c, personId: $p, formerGuardianId: $f) { id } }',
    { p: personId, f: formerGuardianId },
  );
const merge = (survivor: string, merged: string) =>
  run(
    callers.nurse,
    'mutation ($c: ID!, $s: ID!, $m: ID!) { mergePersons(commandId: $c, survivorId: $s, mergedId: $m, reason: "重复建档") { id } }',
    { s: survivor, m: merged },
  );
const unmerge = (merged: string) =>
  run(callers.nurse, 'mutation ($c: ID!, $m: ID!) { unmergePerson(commandId: $c, mergedId: $m) { id } }', {
    m: merged,
  });

const BARRED = 'BAD_INPUT input custody_ended';

describe('Q-13 Q-85 who lost custody cannot bind the child again', () => {
  it('by the phone and the data of the household, until the clinic lifts it; others are not held off', async () => {
    const { id, data } = await kid('栏小苗', [
      MOTHER,
      FATHER,
      { relation: 'other', name: '赵敏', phone: '13897000003' },
    ]);
    expect(await bind({ personId: id })).toBe('done');
    expect(await end(id, MOTHER.name)).toBe('done');
    expect(await children(callers.mother)).toEqual([]);
    // The father's entry has her phone: it would let her in.
    expect(await bind(data)).toBe(BARRED);
    // Wrong data learn nothing from the bar.
    expect(await bind({ ...data, name: '别的名字' })).toBe('BAD_INPUT input no_match');
    expect(await bind({ personId: id, relation: 'other' }, callers.stranger)).toBe('done');

    const [former] = (await read(id)).formerGuardians;
    expect(former).toMatchObject({ name: MOTHER.name, barred: true });
    expect(await lift(id, former!.id, callers.elsewhere)).toBe('NOT_FOUND');
    expect(await lift(id, former!.id, callers.inspector)).toBe('FORBIDDEN');
    expect(await lift(id, former!.id, callers.mother)).toBe('FORBIDDEN');
    expect(await lift(id, stack.newId())).toBe('CONFLICT formerGuardianId already_decided');
    expect(await lift(id, former!.id)).toBe('done');
    expect(await lift(id, former!.id)).toBe('CONFLICT formerGuardianId already_decided');
    expect((await read(id)).formerGuardians).toMatchObject([{ barred: false }]);
    const told = await sql(
      `select payload->>'accountId' account, payload->>'subjectId' subject from outbox
       where type = 'notice.requested' and payload->>'kind' = 'binding_allowed'`,
    );
    expect(told).toEqual([{ account: callers.mother.account, subject: null }]);
    expect(await children(callers.mother)).toEqual([]);
    expect(await bind(data)).toBe('done');
  });

  it('also who had not bound it yet, also after her entry was added anew; another reason holds nobody off', async () => {
    const { id, data } = await kid('栏二苗', [MOTHER, FATHER]);
    expect(await end(id, MOTHER.name)).toBe('done');
    expect(await bind(data)).toBe(BARRED);
    const { version } = await read(id);
    const added = await run(
      callers.nurse,
      'mutation ($c: ID!, $i: AddGuardianInput!) { addGuardian(commandId: $c, input: $i) { id } }',
      { i: { personId: id, expectedVersion: version, ...MOTHER } },
    );
    expect(added).toBe('done');
    expect(await bind({ personId: id })).toBe(BARRED);

    const other = await kid('栏三苗', [MOTHER, FATHER]);
    expect(await end(other.id, MOTHER.name, 'entered_by_mistake')).toBe('done');
    expect((await read(other.id)).formerGuardians).toMatchObject([{ barred: false }]);
    expect(await bind(other.data)).toBe('done');
  });

  it('nor through a merged file: a bar of it holds for the child, and a binding of it does not come along', async () => {
    const [one, two] = [await kid('栏四苗', [MOTHER, FATHER]), await kid('栏四苗', [FATHER])];
    expect(await bind(two.data)).toBe('done');
    expect(await end(one.id, MOTHER.name)).toBe('done');
    expect(await merge(one.id, two.id)).toBe('done');
    expect(await children(callers.mother)).not.toContain(one.id);
    const [three, four] = [await kid('栏五苗', [FATHER]), await kid('栏五苗', [MOTHER, FATHER])];
    expect(await end(four.id, MOTHER.name)).toBe('done');
    expect(await merge(three.id, four.id)).toBe('done');
    expect(await bind(three.data)).toBe(BARRED);
    // The clinic sees it at the file that stands, and lifts it there.
    const [former] = (await read(three.id)).formerGuardians;
    expect(former).toMatchObject({ name: MOTHER.name, barred: true });
    expect(await lift(three.id, former!.id)).toBe('done');
    expect(await bind(three.data)).toBe('done');
  });
});

describe('Q-13 J-03 a guardian ends in the files that were merged, too', () => {
  const names = async (id: string) => (await read(id)).guardians.map((g) => g.name).sort();

  it('so that a parted file does not bring her back, nor lets her in', async () => {
    const aunt = { relation: 'other', name: '李姑姑', phone: '13897004466' };
    const [one, two] = [await kid('并小苗', [MOTHER, FATHER]), await kid('并小苗', [MOTHER, FATHER, aunt])];
    expect(await merge(one.id, two.id)).toBe('done');
    const before = (await read(two.id)).version;
    expect(await end(one.id, MOTHER.name)).toBe('done');
    expect(await end(one.id, aunt.name, 'other')).toBe('done');
    expect((await read(two.id)).version).toBe(before + 2);
    expect(await unmerge(two.id)).toBe('done');
    expect(await names(two.id)).toEqual([FATHER.name]);
    expect((await read(two.id)).formerGuardians.map((f) => [f.name, f.barred])).toEqual([
      [aunt.name, false],
      [MOTHER.name, true],
    ]);
    expect(await bind(two.data)).toBe(BARRED);
    expect(await bind(one.data)).toBe(BARRED);
  });

  it('but keeps there the entry of her that still stands', async () => {
    const [one, two] = [await kid('并二苗', [MOTHER]), await kid('并二苗', [{ ...MOTHER, phone: '13897004477' }])];
    expect(await merge(one.id, two.id)).toBe('done');
    expect(await end(one.id, MOTHER.name, 'entered_by_mistake')).toBe('done');
    expect(await unmerge(two.id)).toBe('done');
    expect(await names(two.id)).toEqual([MOTHER.name]);
  });
});
