import type { Caller, Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Counterpart } from '../../../../gateway/start/counterparts/counterpart.ts';
import { startHealthRecordsCounterpart } from '../../../../gateway/start/counterparts/health-records.ts';
import { callers, idNumber, made, startPeople } from '../../people.test-kit.ts';

let platform: Counterpart;
let stack: Stack;
beforeAll(async () => {
  platform = await startHealthRecordsCounterpart(0);
  stack = await startPeople(inject('adminUrl'), { healthRecordsUrl: platform.url });
});
afterAll(async () => {
  await stack?.stop();
  await platform?.stop();
});

const act = async (caller: Caller, mutation: string, variables: Record<string, unknown>) => {
  const [error] = (await stack.graph('people', caller, mutation, { c: stack.newId(), ...variables })).errors;
  return error && `${error.extensions.code} ${error.extensions.field ?? ''} ${error.extensions.reason ?? ''}`.trim();
};
const keep = (input: Record<string, unknown>, caller: Caller = callers.mother) =>
  act(caller, 'mutation ($c: ID!, $i: KeepContactInput!) { keepContact(commandId: $c, input: $i) { id } }', {
    i: input,
  });
const bound = async (more: Record<string, unknown>) => {
  const id = await made(stack, { guardians: [{ relation: 'mother', name: '李娜', phone: '13897000001' }], ...more });
  const bind = 'mutation ($c: ID!, $i: BindChildInput!) { bindChild(commandId: $c, input: $i) { id } }';
  expect(await act(callers.mother, bind, { i: { relation: 'mother', consent: true, personId: id } })).toBeUndefined();
  return id;
};
interface Read {
  phone: string | null;
  residence: { code: string };
  familyChangedAt: string | null;
  guardians: { phone: string | null }[];
  details: { emergencyName: string | null };
  history: { role: string; changes: { field: string }[] }[];
  healthRecord: { isReachable: boolean; updatedOn: string | null; allergies: object[] } | null;
}
const READ = `query ($id: ID!) { person(id: $id) { phone residence { code } familyChangedAt guardians { phone } details { emergencyName }
  history { role changes { field } } healthRecord { isReachable updatedOn allergies { substance } } } }`;
const read = async (id: string, caller: Caller = callers.nurse) =>
  (await stack.graph<{ person: Read }>('people', caller, READ, { id })).data.person;

describe('how a family is reached', () => {
  it('Q-15 Q-04 changes phone, residence and emergency contact of a bound child as an edit the clinic sees', async () => {
    const id = await bound({
      name: '联系娃',
      birthDate: '2024-09-01',
      documentNumber: idNumber('2024-09-01', 91, 'M'),
    });
    const first = { personId: id, expectedVersion: 1 };
    expect(await keep({ ...first, phone: '1' })).toMatch(/^BAD_INPUT phone/);
    expect(await keep({ ...first, residence: '630121999' })).toBe('BAD_INPUT residence unknown_code');
    expect(await keep(first, callers.stranger)).toBe('NOT_FOUND');
    expect(await keep(first, callers.nurse)).toBe('FORBIDDEN');
    expect((await read(id)).familyChangedAt).toBeNull();
    const change = { phone: '13897005500', residence: '630121101', residenceAddress: '城关镇解放路 5 号' };
    expect(await keep({ ...first, ...change, emergencyName: '马兰' })).toBeUndefined();
    expect(await keep({ ...first, phone: null })).toBe('CONFLICT  version');
    const seen = await read(id);
    expect(seen).toMatchObject({
      phone: '138****5500',
      residence: { code: '630121101' },
      details: { emergencyName: '马兰' },
      familyChangedAt: expect.any(String),
    });
    expect(seen.history[0]?.role).toBe('guardian');
    expect(seen.history[0]?.changes.map((c) => c.field)).toEqual([
      ...['emergencyName', 'phone', 'residence', 'residenceAddress'],
    ]);
  });

  it('Q-15 puts the phone an account was confirmed with in the place of the old one among the guardians', async () => {
    const id = await bound({
      name: '换号娃',
      birthDate: '2024-09-02',
      documentNumber: idNumber('2024-09-02', 92, 'M'),
    });
    const change = 'mutation ($c: ID!, $i: ChangeGuardianInput!) { changeGuardian(commandId: $c, input: $i) { id } }';
    await act(callers.nurse, change, { i: { personId: id, expectedVersion: 1, ordinal: 0, phone: '13897009999' } });
    expect((await read(id)).guardians[0]?.phone).toBe('138****9999');
    expect(await keep({ personId: id, expectedVersion: 2, ownPhone: true })).toBeUndefined();
    expect((await read(id)).guardians[0]?.phone).toBe('138****0001');
  });
});

describe('the health record of another platform', () => {
  const LINK =
    'mutation ($c: ID!, $id: ID!, $ok: Boolean!) { linkHealthRecord(commandId: $c, personId: $id, consent: $ok) { id } }';
  it('Q-07 is linked by a confirmed guardian who consents, read by clinic and family, and unlinked again', async () => {
    const id = await bound({
      name: '健康娃',
      birthDate: '2024-09-03',
      documentNumber: idNumber('2024-09-03', 93, 'M'),
    });
    expect(await act(callers.mother, LINK, { id, ok: false })).toBe('BAD_INPUT consent consent');
    expect(await act(callers.stranger, LINK, { id, ok: true })).toBe('NOT_FOUND');
    expect((await read(id)).healthRecord).toBeNull();
    expect(await act(callers.mother, LINK, { id, ok: true })).toBeUndefined();
    for (const caller of [callers.nurse, callers.mother])
      expect((await read(id, caller)).healthRecord).toMatchObject({ isReachable: true, updatedOn: '2026-10-15' });
    expect((await read(id, callers.cdc)).healthRecord).toBeNull();
    const unlink = 'mutation ($c: ID!, $id: ID!) { unlinkHealthRecord(commandId: $c, personId: $id) { id } }';
    expect(await act(callers.mother, unlink, { id })).toBeUndefined();
    expect(await act(callers.mother, unlink, { id })).toBe('CONFLICT personId wrong_state');
  });

  it('Q-07 J-08 goes with its file into a merge and back out of it; who unlinks the child meanwhile unlinks both', async () => {
    const birthDate = '2024-09-08';
    const file = (name: string, n: number) => ({ name, birthDate, documentNumber: idNumber(birthDate, n, 'M') });
    const linked = await bound(file('并档娃', 101));
    const survivor = await made(stack, file('并档宝', 102));
    expect(await act(callers.mother, LINK, { id: linked, ok: true })).toBeUndefined();
    const merge =
      'mutation ($c: ID!, $s: ID!, $m: ID!) { mergePersons(commandId: $c, survivorId: $s, mergedId: $m, reason: "重复建档") { id } }';
    const undo = 'mutation ($c: ID!, $m: ID!) { unmergePerson(commandId: $c, mergedId: $m) { id } }';
    const records = async () =>
      Promise.all([survivor, linked].map(async (id) => (await read(id, callers.nurse)).healthRecord !== null));

    expect(await act(callers.nurse, merge, { s: survivor, m: linked })).toBeUndefined();
    expect((await records())[0]).toBe(true);
    expect(await act(callers.nurse, undo, { m: linked })).toBeUndefined();
    expect(await records()).toEqual([false, true]);

    expect(await act(callers.nurse, merge, { s: survivor, m: linked })).toBeUndefined();
    const unlink = 'mutation ($c: ID!, $id: ID!) { unlinkHealthRecord(commandId: $c, personId: $id) { id } }';
    expect(await act(callers.mother, unlink, { id: survivor })).toBeUndefined();
    expect(await act(callers.nurse, undo, { m: linked })).toBeUndefined();
    expect(await records()).toEqual([false, false]);
  });

  it('Q-07 says so where the platform has no record, the child no number, or the platform does not answer', async () => {
    const none = await bound({
      name: '无档娃',
      documentType: 'RESIDENT_ID',
      documentNumber: numberEndingIn9(),
      birthDate: '2024-09-04',
    });
    expect(await act(callers.mother, LINK, { id: none, ok: true })).toBe('BAD_INPUT personId no_match');
    const bare = await bound({ name: '无证娃', documentNumber: null, birthDate: '2024-09-05' });
    expect(await act(callers.mother, LINK, { id: bare, ok: true })).toBe('BAD_INPUT documentNumber required');
    const id = await bound({
      name: '断联娃',
      birthDate: '2024-09-06',
      documentNumber: idNumber('2024-09-06', 96, 'M'),
    });
    const command = stack.newId();
    const link = () => stack.graph('people', callers.mother, LINK, { c: command, id, ok: true });
    expect((await link()).errors).toEqual([]);
    await platform.stop();
    expect((await link()).errors).toEqual([]);
    expect((await read(id)).healthRecord).toEqual({ isReachable: false, updatedOn: null, allergies: [] });
    expect(await act(callers.mother, LINK, { id, ok: true })).toBe('UNAVAILABLE');
    const correct =
      'mutation ($c: ID!, $id: ID!, $to: PersonChangesInput!) { changePerson(commandId: $c, id: $id, expectedVersion: 1, changes: $to) { id } }';
    const right = { documentType: 'RESIDENT_ID', documentNumber: idNumber('2024-09-06', 97, 'M') };
    expect(await act(callers.nurse, correct, { id, to: right })).toBeUndefined();
    expect((await read(id)).healthRecord).toBeNull();
  });

  function numberEndingIn9(): string {
    for (let serial = 100; ; serial += 1) {
      const number = idNumber('2024-09-04', serial, 'M');
      if (number.endsWith('9')) return number;
    }
  }
});
