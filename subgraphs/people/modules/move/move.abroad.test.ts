import { type Em, query } from '@miaoben/kernel';
import type { Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Counterpart } from '../../../../gateway/start/counterparts/counterpart.ts';
import { startProvincesCounterpart } from '../../../../gateway/start/counterparts/provinces.ts';
import { callers, idNumber, made, startPeople } from '../../people.test-kit.ts';
import { exchangeStep } from './move.abroad.ts';

let stack: Stack;
let elsewhere: Counterpart;
beforeAll(async () => {
  // Steps are taken by the test alone: the server itself knows no way to other provinces until then.
  stack = await startPeople(inject('adminUrl'));
});
afterAll(() => stack.stop());
beforeEach(async () => {
  elsewhere = await startProvincesCounterpart(0);
  stack.services.people.config.provincesUrl = elsewhere.url;
  return () => elsewhere.stop();
});

const sql = <R>(text: string, values: unknown[] = []) =>
  query<R>(stack.services.people.orm.em.fork() as Em, text, values);
interface Move {
  id: string;
  state: string;
  version: number;
  actions: string[];
  steps: { action: string; to: string; reason: string | null; by: { id: string } | null }[];
}
const PARTS = 'id state version actions steps { action to reason by { id } }';
const run = async (text: string, variables: Record<string, unknown>) => {
  const answer = await stack.graph<Record<string, Move>>('people', callers.nurse, text, {
    c: stack.newId(),
    ...variables,
  });
  return { move: Object.values(answer.data ?? {})[0]!, fault: answer.errors[0]?.extensions };
};
const out = (personId: string, toDivision = '11') =>
  run(`mutation($c: ID!, $i: MoveOutInput!) { startMoveOut(commandId: $c, input: $i) { ${PARTS} } }`, {
    i: { personId, toDivision, reason: '随父母到外省' },
  });
const act = (move: Move, action: string, more = {}) =>
  run(`mutation($c: ID!, $i: AdvanceMoveInput!) { advanceMove(commandId: $c, input: $i) { ${PARTS} } }`, {
    i: { id: move.id, expectedVersion: move.version, action, ...more },
  });
const moveOf = async (id: string) => {
  const { data } = await stack.graph<{ moves: { nodes: Move[] } }>(
    'people',
    callers.nurse,
    `{ moves(first: 100) { nodes { ${PARTS} } } }`,
  );
  return data.moves.nodes.find((m) => m.id === id)!;
};
const stateOf = async (id: string) =>
  (await sql<{ registration_state: string }>('select registration_state from person where id = $1', [id]))[0]
    ?.registration_state;
/** Takes one move a step further, as if its wait were over. */
const step = async ({ id }: Pick<Move, 'id'>) => {
  await sql(
    `update file_move set exchange_at = now() + case when id = $1 then interval '-1 hour' else '1 hour' end where direction = 'abroad'`,
    [id],
  );
  return exchangeStep(stack.services.people);
};
const answer = (id: string, word: 'receive' | 'refuse') =>
  fetch(`${elsewhere.url}/transfers/${id}/${word}`, { method: 'POST', redirect: 'manual' });
const there = async (id: string) => (await fetch(`${elsewhere.url}/transfers/${id}`)).json();
let serial = 400;
const file = () => {
  serial += 1;
  const name = `赵${'春夏秋冬东西南北'[serial % 8]}${'梅兰竹菊松柏'[serial % 6]}`;
  return made(stack, { name, documentNumber: idNumber('2024-03-01', serial, 'M'), guardians: [] });
};
/** A move that the other side has. */
const sent = async () => {
  const id = await file();
  const { move } = await out(id);
  await step(move);
  return { id, move: await moveOf(move.id) };
};

describe('moves to another province', () => {
  it('S-43 are sent, answered there, and close the file here as moved out', async () => {
    const id = await file();
    const { move } = await out(id);
    expect(move).toMatchObject({ state: 'initiated', actions: ['withdraw'] });
    expect(await step(move)).toBe(true);
    expect(await there(move.id)).toEqual({ state: 'waiting' });
    // From here on only the other side ends it.
    expect(await moveOf(move.id)).toMatchObject({ state: 'waiting', actions: [] });
    await step(move);
    expect((await moveOf(move.id)).state).toBe('waiting');
    expect(await stateOf(id)).toBe('active');
    await answer(move.id, 'receive');
    await step(move);
    const received = await moveOf(move.id);
    expect(received).toMatchObject({ state: 'received', actions: ['give_back'] });
    expect(received.steps.map((s) => [s.action, s.to, s.by?.id ?? null])).toEqual([
      ['start', 'initiated', 'nurse'],
      ['send', 'waiting', null],
      ['receive', 'received', null],
    ]);
    expect(await stateOf(id)).toBe('moved_out');
    const [event] = await sql<{ state: string }>(
      `select payload->>'registrationState' state from outbox where type = 'person.changed' and payload->>'personId' = $1
       order by (payload->>'version')::int desc limit 1`,
      [id],
    );
    expect(event?.state).toBe('moved_out');
    // The child came back.
    await act(received, 'give_back', { reason: '家长改变计划' });
    expect(await stateOf(id)).toBe('active');
    expect(await step(move)).toBe(false);
  });

  it('S-43 are refused with the other side’s words, and sent again', async () => {
    const { move } = await sent();
    await answer(move.id, 'refuse');
    await step(move);
    const refused = await moveOf(move.id);
    expect(refused).toMatchObject({ state: 'refused', actions: ['assign', 'withdraw'] });
    expect(refused.steps.at(-1)).toMatchObject({ action: 'refuse', reason: '未查到该儿童在本省居住' });
    const again = (await act(refused, 'assign')).move;
    expect(again.state).toBe('initiated');
    await step(move);
    await answer(move.id, 'receive');
    await step(move);
    expect((await moveOf(move.id)).state).toBe('received');
  });

  it('S-43 wait for a platform that is away, and arrive once', async () => {
    const id = await file();
    const { move } = await out(id);
    const { url } = elsewhere;
    await elsewhere.stop();
    await step(move);
    const [row] = await sql<{ exchange_error: string; later: boolean }>(
      'select exchange_error, exchange_at > now() later from file_move where id = $1',
      [move.id],
    );
    expect(row).toEqual({ exchange_error: 'no answer', later: true });
    elsewhere = await startProvincesCounterpart(Number(new URL(url).port));
    await step(move);
    expect(await there(move.id)).toEqual({ state: 'waiting' });
    // Sent twice, because the receipt was lost: the other side has it once.
    await sql('update file_move set exchange_receipt = null where id = $1', [move.id]);
    await step(move);
    await answer(move.id, 'receive');
    await step(move);
    expect((await moveOf(move.id)).state).toBe('received');
  });

  it('S-43 end by themselves when nobody answers in time: taken back there first', async () => {
    const [lost, late] = [await sent(), await sent()];
    await sql(`update file_move set answer_by = '2026-11-20' where id = any($1::uuid[])`, [
      [lost.move.id, late.move.id],
    ]);
    // This one is received in the last moment.
    await answer(late.move.id, 'receive');
    await step(lost.move);
    await step(late.move);
    expect(await moveOf(lost.move.id)).toMatchObject({ state: 'withdrawn', actions: [] });
    expect(await there(lost.move.id)).toEqual({ state: 'cancelled' });
    expect(await stateOf(lost.id)).toBe('active');
    expect((await moveOf(late.move.id)).state).toBe('received');
    expect(await stateOf(late.id)).toBe('moved_out');
  });

  it('S-43 are withdrawn before they are sent, and end with a file that is closed', async () => {
    const [first, second] = [await file(), await file()];
    const withdrawn = (await act((await out(first)).move, 'withdraw')).move;
    expect(withdrawn.state).toBe('withdrawn');
    const { move } = await out(second);
    await sql(`update person set registration_state = 'dead' where id = $1`, [second]);
    await step(move);
    expect((await moveOf(move.id)).steps.at(-1)).toMatchObject({ action: 'void', to: 'withdrawn' });
    expect(await step(move)).toBe(false);
    expect((await fetch(`${elsewhere.url}/transfers/${withdrawn.id}`)).status).toBe(404);
  });

  it('S-43 begin only where there is a way, to a province there is, and not to the own one', async () => {
    const id = await file();
    expect((await out(id, '63')).fault).toMatchObject({ field: 'input.toDivision', reason: 'out_of_range' });
    expect((await out(id, '99')).fault).toMatchObject({ field: 'input.toDivision', reason: 'unknown_code' });
    stack.services.people.config.provincesUrl = '';
    expect((await out(id)).fault).toMatchObject({ code: 'UNAVAILABLE' });
  });
});
