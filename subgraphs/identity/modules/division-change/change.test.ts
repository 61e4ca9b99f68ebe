import { query } from '@miaoben/kernel';
import {
  ACCOUNTS,
  CLINIC,
  ELSEWHERE,
  type IdentityWorld,
  startIdentityWorld,
} from '@miaoben/tests/support/identity-world';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

let world: IdentityWorld;
beforeAll(async () => {
  world = await startIdentityWorld(inject('adminUrl'));
});
afterAll(() => world.stop());

const CITY: Caller = { role: 'cdc', account: ACCOUNTS.system_admin, divisions: ['6301'] };
const COUNTY: Caller = { role: 'cdc', account: ACCOUNTS.colleague, divisions: ['630121'] };
const MERGE = { kind: 'merge', from: '630121100', to: '630121101' };
const ask = <T>(document: string, variables: object, caller = CITY) =>
  world.stack.graph<T>('identity', caller, document, variables as Record<string, unknown>);
const order = (changes: object[], caller = CITY, id = world.stack.newId()) =>
  ask<{ changeDivisions: { id: string } }>(
    'mutation($c: ID!, $input: DivisionOrderInput!) { changeDivisions(commandId: $c, input: $input) { id } }',
    { c: world.stack.newId(), input: { id, changes, reason: '青政函〔2026〕1号' } },
    caller,
  );
const undo = (id: string, caller = CITY) =>
  ask<{ undoDivisionOrder: { undoneAt: string } }>(
    'mutation($c: ID!, $id: ID!) { undoDivisionOrder(commandId: $c, id: $id) { undoneAt undoneBy { id } } }',
    { c: world.stack.newId(), id },
    caller,
  );
const state = async () => ({
  divisions: (
    await query<{ d: string }>(
      world.em(),
      "select code || ' ' || full_name d from division where length(code) = 9 order by code",
    )
  ).map((r) => r.d),
  clinic: (
    await query<{ c: string }>(world.em(), 'select division_code c from organisation where id = $1', [CLINIC])
  )[0]?.c,
});

describe('changes of divisions', () => {
  it('J-09 previews a merge, makes it with its units and accounts in one order, tells it, and takes it back', async () => {
    await query(world.em(), "update account set divisions = '{630121100}' where id = $1", [ACCOUNTS.vaccinator]);
    const before = await state();
    const { data } = await ask<{ divisionPreview: object }>(
      'query($changes: [DivisionChangeInput!]!) { divisionPreview(changes: $changes) { successions { from name to isPart } divisions ended units accounts } }',
      { changes: [MERGE] },
    );
    expect(data.divisionPreview).toEqual({
      successions: [
        { from: '630121100', name: '青海省西宁市大通回族土族自治县桥头镇', to: '630121101', isPart: false },
      ],
      ...{ divisions: 0, ended: 1, units: 1, accounts: 6 },
    });
    expect(await state()).toEqual(before);

    const id = world.stack.newId();
    const [made, again] = await Promise.all([order([MERGE], CITY, id), order([MERGE], CITY, id)]);
    expect([made.errors, again.errors]).toEqual([[], []]);
    expect([made.data.changeDivisions.id, again.data.changeDivisions.id]).toEqual([id, id]);
    const other = [{ kind: 'rename', from: '630121101', name: '新城关镇' }];
    expect((await order(other, CITY, id)).errors[0]?.extensions).toEqual({
      ...{ code: 'CONFLICT', field: 'input.id', reason: 'duplicate' },
    });
    expect(await state()).toEqual({
      divisions: ['630121101 青海省西宁市大通回族土族自治县城关镇'],
      clinic: '630121101',
    });
    const events = await query<{ type: string; payload: Record<string, unknown> }>(
      world.em(),
      'select type, payload from outbox order by tx desc, seq desc limit 2',
    );
    expect(events.map((e) => e.type).sort()).toEqual(['divisions.changed', 'organisation.changed']);
    expect(events.find((e) => e.type === 'divisions.changed')?.payload).toMatchObject({
      ...{ isUndone: false, removed: ['630121100'], by: ACCOUNTS.system_admin },
      successions: [{ from: '630121100', to: '630121101', only: null }],
    });
    const accountOf = async () =>
      (
        await query<{ divisions: string[] }>(world.em(), 'select divisions from account where id = $1', [
          ACCOUNTS.vaccinator,
        ])
      )[0];
    expect(await accountOf()).toEqual({ divisions: ['630121101'] });

    const back = await undo(made.data.changeDivisions.id);
    expect(back.errors).toEqual([]);
    expect(await state()).toEqual(before);
    expect(await accountOf()).toEqual({ divisions: ['630121100'] });
    expect((await undo(made.data.changeDivisions.id)).errors[0]?.extensions).toMatchObject({ reason: 'wrong_state' });
    const { data: listed } = await ask<{ divisionOrders: object[] }>(
      '{ divisionOrders { changes { kind from to } reason by { displayName } undoneBy { displayName } undoneAt } }',
      {},
      COUNTY,
    );
    expect(listed.divisionOrders).toMatchObject([
      { changes: [MERGE], reason: '青政函〔2026〕1号', by: { displayName: '系统管理员' } },
    ]);
  });

  it('J-09 moves a county into a new city of the national list with its townships, units and accounts, merges one, and takes it all back', async () => {
    const PROVINCE: Caller = { ...CITY, divisions: ['63'] };
    const before = await state();
    const areas = async () =>
      query<{ id: string; divisions: string[] }>(
        world.em(),
        'select id::text, divisions from account where cardinality(divisions) > 0 order by id',
      );
    const areasBefore = await areas();
    const list = [
      { kind: 'add', to: '6305', name: '海东市' },
      { kind: 'move', from: '630121', to: '630502', name: '大通区' },
      { kind: 'merge', from: '630122', to: '630502' },
      { kind: 'rename', from: '6301', name: '西宁新市' },
    ];
    // The city may not give a county away, nor make another city.
    expect((await order(list, CITY)).errors[0]?.extensions.code).toBe('FORBIDDEN');
    const made = await order(list, PROVINCE);
    expect(made.errors).toEqual([]);
    expect(await state()).toEqual({
      divisions: ['630502100 青海省海东市大通区桥头镇', '630502101 青海省海东市大通区城关镇'],
      clinic: '630502100',
    });
    const placeOf = async (id: string) =>
      (await query<{ c: string }>(world.em(), 'select division_code c from organisation where id = $1', [id]))[0]?.c;
    expect(await placeOf(ELSEWHERE)).toBe('630502');
    const after = new Map((await areas()).map(({ id, divisions }) => [id, divisions]));
    expect([after.get(ACCOUNTS.colleague), after.get(ACCOUNTS.stranger)]).toEqual([['630502'], ['630502']]);
    const levels = await query<{ l: string }>(
      world.em(),
      "select code || ' ' || full_name || ' ' || level || ' ' || parent_code l from division where length(code) in (4, 6) order by code",
    );
    expect(levels.map(({ l }) => l)).toEqual([
      '6301 青海省西宁新市 prefecture 63',
      '6305 青海省海东市 prefecture 63',
      '630502 青海省海东市大通区 county 6305',
    ]);
    expect((await undo(made.data.changeDivisions.id, PROVINCE)).errors).toEqual([]);
    expect([await state(), await areas(), await placeOf(ELSEWHERE)]).toEqual([before, areasBefore, '630122']);
  });

  it('J-09 keeps to the area of who orders, and does not undo what was changed since', async () => {
    const across = { kind: 'move', from: '630121100', to: '630122100' };
    expect((await order([across], COUNTY)).errors[0]?.extensions.code).toBe('FORBIDDEN');
    const moved = await order([across]);
    expect(moved.errors).toEqual([]);
    expect((await state()).clinic).toBe('630122100');
    const renamed = await order([{ kind: 'rename', from: '630122100', name: '新桥头镇' }]);
    expect(renamed.errors).toEqual([]);
    expect((await undo(moved.data.changeDivisions.id)).errors[0]?.extensions).toMatchObject({ reason: 'wrong_state' });
    expect((await undo(renamed.data.changeDivisions.id)).errors).toEqual([]);
    expect((await undo(moved.data.changeDivisions.id)).errors).toEqual([]);
    expect((await state()).clinic).toBe('630121100');
  });
});
