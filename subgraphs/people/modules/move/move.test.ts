import { type Em, query } from '@miaoben/kernel';
import type { Caller, Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { CLINIC, callers, idNumber, made, OTHER_CLINIC, sheetAt, startPeople } from '../../people.test-kit.ts';
import { lapseMoves } from './move.deadline.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startPeople(inject('adminUrl'));
});
afterAll(() => stack.stop());

const PARTS = 'id state direction version actions name steps { number action from to reason by { id } unit { id } }';
interface Move {
  id: string;
  state: string;
  direction: string;
  version: number;
  actions: string[];
  name: string;
  steps: { number: number; action: string; from: string | null; to: string; reason: string | null }[];
}
const { nurse, elsewhere, cdc } = callers;
const sql = <R>(text: string, values: unknown[] = []) =>
  query<R>(stack.services.people.orm.em.fork() as Em, text, values);
const run = async (caller: Caller, text: string, variables: Record<string, unknown>) => {
  const answer = await stack.graph<Record<string, Move>>('people', caller, text, { c: stack.newId(), ...variables });
  return { move: Object.values(answer.data ?? {})[0]!, fault: answer.errors[0]?.extensions };
};
const out = (personId: string, more = {}, caller: Caller = nurse) =>
  run(caller, `mutation($c: ID!, $i: MoveOutInput!) { startMoveOut(commandId: $c, input: $i) { ${PARTS} } }`, {
    i: { personId, toDivision: '630123100', toUnit: OTHER_CLINIC, reason: '搬家', ...more },
  });
const into = (name: string, number: string, more = {}, caller: Caller = elsewhere) =>
  run(caller, `mutation($c: ID!, $i: MoveInInput!) { startMoveIn(commandId: $c, input: $i) { ${PARTS} } }`, {
    i: { name, number, toDivision: '630123100', reason: '孩子已在本地居住', ...more },
  });
const act = (caller: Caller, move: Pick<Move, 'id' | 'version'>, action: string, more = {}) =>
  run(caller, `mutation($c: ID!, $i: AdvanceMoveInput!) { advanceMove(commandId: $c, input: $i) { ${PARTS} } }`, {
    i: { id: move.id, expectedVersion: move.version, action, ...more },
  });
const list = async (caller: Caller, filter: Record<string, unknown>) =>
  (
    await stack.graph<{ moves: { nodes: Move[] } }>(
      'people',
      caller,
      `query($f: MoveFilterInput) { moves(filter: $f) { nodes { ${PARTS} } } }`,
      { f: filter },
    )
  ).data.moves.nodes;
const fileOf = async (id: string) =>
  (
    await sql<{ managing_org_id: string; residence: string; registration_state: string }>(
      'select managing_org_id, residence, registration_state from person where id = $1',
      [id],
    )
  )[0];
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
];
let serial = 100;
const file = async () => {
  serial += 1;
  const name = NAMES.shift()!;
  const number = idNumber('2024-03-01', serial, 'M');
  return { name, number, id: await made(stack, { name, documentNumber: number, guardians: [] }) };
};

describe('moves inside the province', () => {
  it('S-43 J-11 hands a file over: waiting, received, given back with the words why; one unit has it at each moment', async () => {
    const { id, name } = await file();
    const { move } = await out(id, { address: '城关镇西大街1号', contact: '李娜', phone: '13897000001' });
    expect(move).toMatchObject({ state: 'waiting', actions: ['withdraw'], name });
    expect(await fileOf(id)).toMatchObject({ managing_org_id: CLINIC });
    const [waiting] = await list(elsewhere, { mine: true });
    expect(waiting).toMatchObject({ id: move.id, name, actions: ['receive', 'refuse'] });
    expect(await list(nurse, { mine: true, personId: id })).toEqual([]);

    const received = (await act(elsewhere, waiting!, 'receive')).move;
    expect(received).toMatchObject({ state: 'received', actions: ['give_back'] });
    expect(await fileOf(id)).toMatchObject({ managing_org_id: OTHER_CLINIC, residence: '630123100' });
    const [event] = await sql<{ payload: Record<string, unknown> }>(
      `select payload from outbox where type = 'person.changed' and payload->>'personId' = $1 order by tx desc, seq desc limit 1`,
      [id],
    );
    expect(event?.payload).toMatchObject({ managingOrgId: OTHER_CLINIC, divisionCode: '630123100' });

    expect((await act(elsewhere, received, 'give_back')).fault).toMatchObject({
      field: 'input.reason',
      reason: 'required',
    });
    const back = (await act(elsewhere, received, 'give_back', { reason: '家长仍住原址' })).move;
    expect(back).toMatchObject({ state: 'refused', actions: ['reopen'] });
    expect(await fileOf(id)).toMatchObject({ managing_org_id: CLINIC, residence: '630121100' });
    expect(back.steps.map((s) => [s.action, s.to, s.reason])).toEqual([
      ['start', 'waiting', '搬家'],
      ['receive', 'received', null],
      ['give_back', 'refused', '家长仍住原址'],
    ]);
  });

  it('S-43 refuses with a reason, reopens, withdraws, begins again; old versions and wrong states are told', async () => {
    const { id } = await file();
    const { move } = await out(id);
    const refused = (await act(elsewhere, move, 'refuse', { reason: '不在辖区' })).move;
    expect(refused.state).toBe('refused');
    expect((await act(elsewhere, move, 'receive')).fault).toMatchObject({ code: 'CONFLICT', reason: 'version' });
    expect((await act(elsewhere, refused, 'receive')).fault).toMatchObject({ code: 'CONFLICT', reason: 'wrong_state' });
    const reopened = (await act(elsewhere, refused, 'reopen')).move;
    expect(reopened.state).toBe('waiting');
    const withdrawn = (await act(nurse, reopened, 'withdraw')).move;
    expect(withdrawn).toMatchObject({ state: 'withdrawn', actions: ['reopen'] });
    const again = (await out(id)).move;
    expect(again.state).toBe('waiting');
    // Only one move of a file can be under way.
    expect((await out(id)).fault).toMatchObject({ code: 'CONFLICT', reason: 'duplicate' });
    expect((await act(nurse, withdrawn, 'reopen')).fault).toMatchObject({ code: 'CONFLICT', reason: 'duplicate' });
  });

  it('S-43 nobody changes the managing clinic past a move that is under way; when it has ended they may', async () => {
    const { id } = await file();
    const { move } = await out(id);
    const change = async (changes: Record<string, unknown>) => {
      const [row] = await sql<{ version: number }>('select version from person where id = $1', [id]);
      return (
        await run(
          nurse,
          `mutation($c: ID!, $id: ID!, $v: Int!, $i: PersonChangesInput!) {
            changePerson(commandId: $c, id: $id, expectedVersion: $v, changes: $i) { id } }`,
          { id, v: row?.version, i: changes },
        )
      ).fault;
    };
    expect(await change({ managingClinic: OTHER_CLINIC })).toEqual({
      code: 'CONFLICT',
      field: 'changes.managingClinic',
      reason: 'move_under_way',
    });
    expect(await change({ managingClinic: CLINIC, residenceAddress: '新址' })).toBeUndefined();
    expect(await fileOf(id)).toMatchObject({ managing_org_id: CLINIC });
    await act(nurse, move, 'withdraw');
    expect(await change({ managingClinic: OTHER_CLINIC })).toBeUndefined();
    expect(await fileOf(id)).toMatchObject({ managing_org_id: OTHER_CLINIC });
  });

  it('J-11 lets each party do its own steps only; strangers learn nothing', async () => {
    const { id } = await file();
    const { move } = await out(id);
    expect((await act(nurse, move, 'receive')).fault).toMatchObject({ code: 'FORBIDDEN' });
    expect((await act(elsewhere, move, 'withdraw')).fault).toMatchObject({ code: 'FORBIDDEN' });
    // Disease control looks on: tasks are done at township level and below.
    expect((await act(cdc, move, 'receive')).fault).toMatchObject({ code: 'FORBIDDEN' });
    expect((await list(cdc, { personId: id }))[0]).toMatchObject({ name: '李*燕', actions: [] });
    const stranger = { ...nurse, organisation: stack.newId() };
    expect((await act(stranger, move, 'receive')).fault).toEqual({ code: 'NOT_FOUND' });
    expect((await act(nurse, { id: stack.newId(), version: 1 }, 'receive')).fault).toEqual({ code: 'NOT_FOUND' });
    for (const caller of [callers.inspector, callers.partner, callers.mother, callers.admin])
      expect((await act(caller, move, 'receive')).fault).toMatchObject({ code: 'FORBIDDEN' });
    expect((await out(id, {}, elsewhere)).fault).toEqual({ code: 'NOT_FOUND' });
    expect((await out(id, {}, { ...nurse, organisation: OTHER_CLINIC })).fault).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('J-11 without a named clinic waits for disease control of the receiving area to name one', async () => {
    const { id } = await file();
    const { move } = await out(id, { toUnit: null });
    expect(move).toMatchObject({ state: 'initiated', actions: ['assign', 'withdraw'] });
    const [seen] = await list(cdc, { mine: true });
    expect(seen).toMatchObject({ id: move.id, actions: ['assign'] });
    expect((await act(cdc, move, 'assign')).fault).toMatchObject({ field: 'input.toUnit', reason: 'required' });
    expect((await act(cdc, move, 'assign', { toUnit: CLINIC })).fault).toMatchObject({ field: 'input.toUnit' });
    const assigned = (await act(cdc, move, 'assign', { toUnit: OTHER_CLINIC })).move;
    expect(assigned.state).toBe('waiting');
    expect((await act(elsewhere, assigned, 'receive')).move.state).toBe('received');
  });

  it('J-11 moves in: no such person, own already, then asked for, agreed to, refused', async () => {
    const { id, name, number } = await file();
    const find = async (n: string, no: string, caller: Caller = elsewhere) =>
      (
        await stack.graph<{ movableFile: unknown }>(
          'people',
          caller,
          'query($n: String!, $no: String!) { movableFile(name: $n, number: $no) { maskedName isOwn isMoving managingClinic { id } } }',
          { n, no },
        )
      ).data.movableFile;
    expect(await find('别的人', number)).toBeNull();
    expect(await find(name, idNumber('2024-03-01', 499, 'M'))).toBeNull();
    expect(await find(name, number, nurse)).toMatchObject({ isOwn: true });
    expect(await find(name, number)).toEqual({
      maskedName: `${name[0]}*${name[2]}`,
      isOwn: false,
      isMoving: false,
      managingClinic: { id: CLINIC },
    });
    expect((await into('别的人', number)).fault).toEqual({ code: 'NOT_FOUND' });
    expect((await into(name, number, {}, { ...nurse, divisions: ['6301'] })).fault).toMatchObject({
      reason: 'wrong_state',
    });
    expect((await into(name, number, { toDivision: '630121100' })).fault).toMatchObject({ code: 'FORBIDDEN' });
    const { move } = await into(name, number);
    expect(move).toMatchObject({ state: 'initiated', direction: 'in', actions: ['withdraw'] });
    expect(await find(name, number)).toMatchObject({ isMoving: true });
    const refused = (await act(nurse, move, 'refuse', { reason: '仍在本地接种' })).move;
    const reopened = (await act(nurse, refused, 'reopen')).move;
    const received = (await act(nurse, reopened, 'agree')).move;
    expect(received.state).toBe('received');
    expect(await fileOf(id)).toMatchObject({ managing_org_id: OTHER_CLINIC, residence: '630123100' });
  });

  it('S-43 silence ends a move: what was sent comes back, what was asked for is given; once, and after a restart too', async () => {
    const [sent, asked, gone] = [await file(), await file(), await file()];
    const moves = [(await out(sent.id)).move, (await into(asked.name, asked.number)).move, (await out(gone.id)).move];
    await sql(`update file_move set answer_by = '2026-11-20' where id = any($1::uuid[])`, [moves.map((m) => m.id)]);
    // Its file was closed by another way meanwhile.
    await sql(`update person set registration_state = 'dead' where id = $1`, [gone.id]);
    expect(await lapseMoves(stack.services.people)).toBe(3);
    expect(await lapseMoves(stack.services.people)).toBe(0);
    const states = await sql<{ state: string }>('select state from file_move where id = any($1::uuid[]) order by id', [
      moves.map((m) => m.id),
    ]);
    expect(states.map((s) => s.state)).toEqual(['withdrawn', 'received', 'withdrawn']);
    expect(await fileOf(sent.id)).toMatchObject({ managing_org_id: CLINIC });
    expect(await fileOf(asked.id)).toMatchObject({ managing_org_id: OTHER_CLINIC });
    const [step] = (await list(nurse, { personId: sent.id }))[0]!.steps.slice(-1);
    expect(step).toMatchObject({ action: 'lapse', by: null });
  });

  it('J-11 keeps four histories and hands the list out as .xlsx, names masked', async () => {
    const directions = async (caller: Caller, history: string) =>
      new Set((await list(caller, { history })).map((m) => m.direction));
    expect(await directions(nurse, 'remote_out')).toEqual(new Set(['out', 'in']));
    expect(await directions(elsewhere, 'remote_in')).toEqual(new Set(['out', 'in']));
    expect(await list(nurse, { history: 'remote_in' })).toEqual([]);
    expect(await list(nurse, { history: 'local_out' })).toEqual([]);
    const { data } = await stack.graph<{ movesExportUrl: string }>('people', nurse, '{ movesExportUrl }');
    const [head, ...rows] = await sheetAt(stack, data.movesExportUrl);
    expect(head?.slice(0, 5)).toEqual(['姓名', '性别', '出生日期', '类型', '状态']);
    expect(rows).toContainEqual(expect.arrayContaining(['赵*强', '男', '2024-03-01', '迁出', '拒接收', '搬家']));
    expect(rows.length).toBe((await list(nurse, {})).length);
  });
});
