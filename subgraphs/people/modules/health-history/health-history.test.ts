import type { Caller, Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { callers, idNumber, made, startPeople, TODAY } from '../../people.test-kit.ts';
import { checkedEntry } from './health-history.rules.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startPeople(inject('adminUrl'));
});
afterAll(() => stack?.stop());

const act = (name: string, input: Record<string, unknown>, caller: Caller = callers.nurse) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  return stack.graph(
    'people',
    caller,
    `mutation ($c: ID!, $input: ${type}!) { ${name}(commandId: $c, input: $input) { id } }`,
    { c: stack.newId(), input },
  );
};
interface Blocks {
  healthHistory: { kind: string; code: string; note: string | null; withdrawnReason: string | null }[];
  operations: { operation: string; role: string; by: { id: string } }[];
  moves: { direction: string; state: string; reason: string }[];
  history: { version: number; changes: { field: string }[] }[];
  guardians: { name: string }[];
  conditions: string[];
}
const blocks = async (id: string, caller: Caller = callers.nurse) =>
  (
    await stack.graph<{ person: Blocks }>(
      'people',
      caller,
      `query ($id: ID!) { person(id: $id) { healthHistory { kind code note withdrawnReason } operations { operation role by { id } }
        moves { direction state reason } history { version changes { field } } guardians { name } conditions } }`,
      { id },
    )
  ).data.person;

describe('the blocks of a file', () => {
  it('S-26 keeps contraindications, diseases and allergies, each entry to be withdrawn with a reason, and logs who did what', async () => {
    const id = await made(stack, {
      ...{ name: '史过敏', birthDate: '2024-08-08', documentNumber: idNumber('2024-08-08', 81, 'M') },
      conditions: ['HBSAG_POS_MOTHER'],
    });
    const entry = stack.newId();
    const measles = { personId: id, kind: 'infection', code: 'measles', since: '2026-05-01' };
    const refused = (await act('recordHealthEntry', { ...measles, id: stack.newId() }, callers.elsewhere)).errors[0];
    expect(refused?.extensions.code).toBe('NOT_FOUND');
    expect((await act('recordHealthEntry', { ...measles, id: entry })).errors).toEqual([]);
    expect((await act('recordHealthEntry', { ...measles, id: entry })).errors[0]?.extensions).toMatchObject({
      field: 'input.id',
      reason: 'duplicate',
    });
    const egg = {
      id: stack.newId(),
      personId: id,
      kind: 'allergy',
      code: 'egg',
      since: '2026-06-01',
      note: '全身荨麻疹',
    };
    expect((await act('recordHealthEntry', egg, callers.cdc)).errors).toEqual([]);
    const withdrawal = { personId: id, id: entry, reason: '误录' };
    expect((await act('withdrawHealthEntry', withdrawal)).errors).toEqual([]);
    expect((await act('withdrawHealthEntry', withdrawal)).errors[0]?.extensions.reason).toBe('already_voided');
    const seen = await blocks(id, callers.inspector);
    expect(seen.healthHistory).toEqual([
      { kind: 'allergy', code: 'egg', note: '全身荨麻疹', withdrawnReason: null },
      { kind: 'infection', code: 'measles', note: null, withdrawnReason: '误录' },
    ]);
    expect(seen.operations.map((o) => [o.operation, o.role])).toEqual([
      ['withdrawHealthEntry', 'vaccinator'],
      ['recordHealthEntry', 'cdc'],
      ['recordHealthEntry', 'vaccinator'],
      ['createPerson', 'vaccinator'],
    ]);
    expect((await blocks(id, callers.partner)).healthHistory).toEqual([]);
  });

  it('J-04 leaves a block out for the account it is hidden from, and keeps the others', async () => {
    const id = await made(stack, {
      ...{ name: '藏一块', birthDate: '2024-08-09', documentNumber: idNumber('2024-08-09', 82, 'M') },
      conditions: ['HBSAG_POS_MOTHER'],
    });
    for (const [kind, code] of [
      ['infection', 'mumps'],
      ['allergy', 'milk'],
    ])
      await act('recordHealthEntry', { id: stack.newId(), personId: id, kind, code, since: '2026-05-01' });
    const all = await blocks(id, callers.cdc);
    expect([all.healthHistory.length, all.operations.length, all.guardians.length, all.conditions.length]).toEqual([
      ...[2, 3, 1, 1],
    ]);
    const part = await blocks(id, {
      ...callers.cdc,
      hidden: ['allergies', 'log', 'family', 'contraindications'],
    });
    expect(part.healthHistory.map((e) => e.code)).toEqual(['mumps']);
    expect([part.operations, part.guardians, part.conditions, part.history]).toEqual([[], [], [], []]);
    await act('endGuardian', { personId: id, expectedVersion: 1, ordinal: 0, reason: 'other' });
    const { errors } = await stack.graph(
      'people',
      callers.nurse,
      'mutation ($c: ID!, $id: ID!, $to: PersonChangesInput!) { changePerson(commandId: $c, id: $id, expectedVersion: 2, changes: $to) { id } }',
      { c: stack.newId(), id, to: { conditions: [], residenceAddress: '桥头镇新街1号' } },
    );
    expect(errors).toEqual([]);
    const fields = async (hidden?: ('family' | 'contraindications')[]) =>
      (await blocks(id, { ...callers.cdc, hidden })).history.map((v) => v.changes.map((c) => c.field));
    expect((await fields()).map((all) => all.toSorted())).toEqual([['conditions', 'residenceAddress'], ['guardians']]);
    expect(await fields(['family', 'contraindications'])).toEqual([['residenceAddress']]);
  });

  it('S-26 an entry that came with a merged file is withdrawn on the file it stands on', async () => {
    const file = (serial: number, name: string) =>
      made(stack, { name, birthDate: '2024-08-10', documentNumber: idNumber('2024-08-10', serial, 'M') });
    const [survivor, merged] = [await file(83, '并留存'), await file(84, '另一档')];
    const id = stack.newId();
    await act('recordHealthEntry', { id, personId: merged, kind: 'infection', code: 'mumps', since: '2026-05-01' });
    const { errors } = await stack.graph(
      'people',
      callers.nurse,
      'mutation ($c: ID!, $s: ID!, $m: ID!) { mergePersons(commandId: $c, survivorId: $s, mergedId: $m, reason: "重复", take: []) { id } }',
      { c: stack.newId(), s: survivor, m: merged },
    );
    expect(errors).toEqual([]);
    expect((await blocks(survivor)).healthHistory).toHaveLength(1);
    expect((await act('withdrawHealthEntry', { id, personId: survivor, reason: '误录' })).errors).toEqual([]);
    expect((await blocks(survivor)).healthHistory[0]?.withdrawnReason).toBe('误录');
  });
});

describe('what an entry of the health history must say', () => {
  const born = '2024-01-01';
  const check = (typed: Partial<Parameters<typeof checkedEntry>[0]>) => {
    try {
      return checkedEntry({ kind: 'allergy', code: 'egg', since: '2026-01-01', ...typed }, born, TODAY);
    } catch (error) {
      const { field, reason } = (error as { extensions: { field: string; reason: string } }).extensions;
      return `${field} ${reason}`;
    }
  };
  it('S-26 a code of its kind, a day in the life, words where the code says too little, an end for what is deferred', () => {
    expect(check({})).toMatchObject({ code: 'egg', note: null, until: null });
    expect(check({ kind: 'infection' })).toBe('input.code unknown_code');
    expect(check({ since: '2023-12-31' })).toBe('input.since date_before_birth');
    expect(check({ since: '2026-11-22' })).toBe('input.since date_in_future');
    expect(check({ code: 'medicine' })).toBe('input.note required');
    const deferred = { kind: 'contraindication', code: 'deferred', note: '发热' } as const;
    expect(check(deferred)).toBe('input.until required');
    expect(check({ ...deferred, until: '2026-01-01' })).toBe('input.until out_of_range');
    expect(check({ ...deferred, until: '2026-02-01' })).toMatchObject({ until: '2026-02-01', note: '发热' });
  });
});
