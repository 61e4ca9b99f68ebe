import { type Em, query } from '@miaoben/kernel';
import type { Caller, Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { callers, idNumber, OTHER_CLINIC, startPeople } from '../../people.test-kit.ts';
import { checkAll, oldFile, takeOver } from './quality.test-kit.ts';
import { qualityStep } from './quality.worker.ts';

let stack: Stack;
const ids: Record<string, string> = {};
beforeAll(async () => {
  stack = await startPeople(inject('adminUrl'));
  const files = {
    boy: oldFile(stack, { sex: 'F', documentNumber: idNumber('2024-03-01', 1, 'M') }),
    girl: oldFile(stack, { sex: 'M', documentNumber: idNumber('2024-03-01', 2, 'F') }),
    third: oldFile(stack, { sex: 'F', documentNumber: idNumber('2024-03-01', 3, 'M') }),
    elsewhere: oldFile(stack, {
      sex: 'F',
      documentNumber: idNumber('2024-03-01', 4, 'M'),
      residence: '630123100',
      managingOrgId: OTHER_CLINIC,
    }),
    hidden: oldFile(stack, { name: '张\u200b小明' }),
    strange: oldFile(stack, { name: '张#明' }),
    unknown: oldFile(stack, { name: '未知', sex: 'U' }),
  };
  for (const [key, { id }] of Object.entries(files)) ids[key] = id;
  await takeOver(stack, Object.values(files));
  await checkAll(stack);
});
afterAll(() => stack.stop());

const BATCH = 'id state total ready refused written skipped restored kept undoUntil';
interface Batch {
  id: string;
  state: string;
}
const act = async (name: string, variables: Record<string, string>, caller: Caller = callers.nurse) => {
  const declared = Object.keys(variables).map((v) => `$${v}: ID!`);
  const passed = Object.keys(variables).map((v) => `${v}: $${v}`);
  return stack.graph<Record<string, Batch>>(
    'people',
    caller,
    `mutation($commandId: ID!, ${declared}) { ${name}(commandId: $commandId, ${passed}) { ${BATCH} } }`,
    { commandId: stack.newId(), ...variables },
  );
};
const read = async (id: string, caller: Caller = callers.nurse) =>
  stack.graph<{ qualityRepair: Batch }>('people', caller, `query($id: ID!) { qualityRepair(id: $id) { ${BATCH} } }`, {
    id,
  });
/** The batch once the background is through with it. */
async function settled(id: string, caller: Caller = callers.nurse): Promise<Batch> {
  for (;;) {
    const { data } = await read(id, caller);
    if (!['preparing', 'running', 'undoing'].includes(data.qualityRepair.state)) return data.qualityRepair;
    await qualityStep(stack.services.people);
  }
}
async function prepared(rule: string, caller: Caller = callers.nurse): Promise<Batch> {
  const { data, errors } = await act('prepareRepair', { rule }, caller);
  expect(errors).toEqual([]);
  return settled(data.prepareRepair!.id, caller);
}
async function did(name: 'runRepair' | 'undoRepair', id: string, caller: Caller = callers.nurse): Promise<Batch> {
  expect((await act(name, { id }, caller)).errors).toEqual([]);
  return settled(id, caller);
}
interface RepairFile {
  id: string;
  state: string;
  reason: string | null;
  changes: { field: string; before: string | null; after: string | null }[];
}
const filesOf = async (id: string, caller: Caller = callers.nurse) => {
  const { data, errors } = await stack.graph<{ qualityRepairFiles: { nodes: RepairFile[] } }>(
    'people',
    caller,
    'query($id: ID!) { qualityRepairFiles(id: $id) { nodes { id state reason changes { field before after } } } }',
    { id },
  );
  expect(errors).toEqual([]);
  return new Map(data.qualityRepairFiles.nodes.map((n) => [n.id, n]));
};
const em = () => stack.services.people.orm.em.fork() as Em;
const sexOf = async (id: string) =>
  (await query<{ sex: string }>(em(), 'select sex from person where id = $1', [id]))[0]?.sex;

describe('repairs of many files at once', () => {
  it('S-41 J-08 derives the sex from the ID number: previewed, written with history, put back but for what changed since', async () => {
    const batch = await prepared('sex_differs');
    expect(batch).toMatchObject({ state: 'ready', total: 3, ready: 3, refused: 0, undoUntil: null });
    expect((await filesOf(batch.id)).get(ids.boy!)).toMatchObject({
      state: 'ready',
      changes: [{ field: 'sex', before: 'F', after: 'M' }],
    });
    expect(await sexOf(ids.boy!)).toBe('F');
    expect((await act('undoRepair', { id: batch.id })).errors[0]?.extensions).toMatchObject({ reason: 'wrong_state' });
    // Somebody corrects one of them between preview and run.
    await query(em(), `update person set sex = 'F' where id = $1`, [ids.girl]);

    const run = await did('runRepair', batch.id);
    expect(run).toMatchObject({ state: 'done', written: 2, skipped: 1 });
    expect([await sexOf(ids.boy!), await sexOf(ids.third!), await sexOf(ids.elsewhere!)]).toEqual(['M', 'M', 'F']);
    const kept = await query<{ account_id: string; changed: string[] }>(
      em(),
      'select account_id, changed from person_version where person_id = $1',
      [ids.boy],
    );
    expect(kept).toEqual([{ account_id: 'nurse', changed: ['sex'] }]);
    await checkAll(stack);
    // Written past the platform, so the check has not seen it yet: nothing is proposed, and nothing can be run.
    const again = await prepared('sex_differs');
    expect(again).toMatchObject({ total: 1, ready: 0, refused: 1 });
    expect((await filesOf(again.id)).get(ids.girl!)).toMatchObject({ state: 'refused', reason: 'gone' });
    expect((await act('runRepair', { id: again.id })).errors[0]?.extensions).toMatchObject({ reason: 'wrong_state' });

    await query(em(), `update person set sex = 'U' where id = $1`, [ids.third]);
    const undone = await did('undoRepair', batch.id);
    expect(undone).toMatchObject({ state: 'undone', restored: 1, kept: 1, undoUntil: null });
    expect([await sexOf(ids.boy!), await sexOf(ids.third!)]).toEqual(['F', 'U']);
    const files = await filesOf(batch.id);
    expect(files.get(ids.third!)).toMatchObject({ state: 'kept', reason: 'changed' });
    expect(files.get(ids.girl!)).toMatchObject({ state: 'skipped', reason: 'changed' });
  });

  it('S-41 names the files that cannot be put right, and why', async () => {
    const batch = await prepared('name_special');
    expect(batch).toMatchObject({ ready: 1, refused: 1 });
    const files = await filesOf(batch.id);
    expect(files.get(ids.hidden!)).toMatchObject({
      state: 'ready',
      changes: [{ field: 'name', before: '张\u200b小明', after: '张小明' }],
    });
    expect(files.get(ids.strange!)).toMatchObject({ state: 'refused', reason: 'name_unreadable', changes: [] });
    const sex = await prepared('sex_unknown');
    expect((await filesOf(sex.id)).get(ids.unknown!)).toMatchObject({ reason: 'document_says_nothing' });
  });

  it('S-41 keeps to the own clinic or area, masks for disease control, and ends the undoing after a day', async () => {
    const batch = await prepared('sex_differs', callers.elsewhere);
    expect(batch).toMatchObject({ total: 1, ready: 1 });
    expect((await read(batch.id)).errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await act('prepareRepair', { rule: 'empty_card' })).errors[0]?.extensions).toMatchObject({ field: 'rule' });
    await did('runRepair', batch.id, callers.elsewhere);
    const { clock } = stack.services.people;
    const later = vi.spyOn(clock, 'instant').mockReturnValue(new Date(clock.instant().getTime() + 25 * 3_600_000));
    const late = await act('undoRepair', { id: batch.id }, callers.elsewhere);
    later.mockRestore();
    expect(late.errors[0]?.extensions).toMatchObject({ code: 'CONFLICT', reason: 'expired' });

    const seen = await filesOf((await prepared('name_special', callers.cdc)).id, callers.cdc);
    expect(seen.get(ids.hidden!)?.changes[0]?.after).toBe('张*明');
  });
});
