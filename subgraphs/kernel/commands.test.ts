import { bindingEvent, contextOf, startBareStack } from '@miaoben/tests/support/bare-stack';
import type { Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Claims } from './claims.ts';
import { type CommandResult, runCommand } from './commands.ts';
import { type Em, query } from './db.ts';
import { newId } from './ids.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startBareStack(inject('adminUrl'));
});
afterAll(() => stack.stop());

const OPERATION = 'Mutation.bindChild';
const ctx = (caller?: Partial<Claims>) => contextOf(stack.services.people, caller);
const em = () => stack.services.people.orm.em.fork() as Em;

/** A command that leaves all its traces, named by its subject. */
function bind(subject: string, calls: string[] = []) {
  return async (inner: Em): Promise<CommandResult<{ bound: string; at: number }>> => {
    calls.push(subject);
    await query(inner, 'insert into seed_mark (name) values ($1)', [subject]);
    return { outcome: { bound: subject, at: calls.length }, events: [bindingEvent(subject)], subject };
  };
}

/** rows of each table a command writes to */
async function traces(subject: string) {
  const [row] = await query<Record<string, number>>(
    em(),
    `select (select count(*)::int from seed_mark where name = $1) as changes,
       (select count(*)::int from outbox where payload ->> 'personId' = $2) as events,
       (select count(*)::int from audit_line where subject = $1) as lines`,
    [subject, `child-${subject}`],
  );
  return row;
}

describe('a command', () => {
  it('leaves change, event, audit line and outcome together', async () => {
    const id = newId();
    expect(await runCommand(ctx(), OPERATION, id, { child: 1 }, bind(id))).toEqual({ bound: id, at: 1 });
    expect(await traces(id)).toEqual({ changes: 1, events: 1, lines: 1 });
    expect(
      await query(em(), 'select account_id, role, operation, detail from audit_line where subject = $1', [id]),
    ).toEqual([{ account_id: 'nurse', role: 'vaccinator', operation: OPERATION, detail: {} }]);
  });

  it('gives the stored outcome to a replay and does nothing again, whatever the order of the fields', async () => {
    const id = newId();
    const calls: string[] = [];
    const first = await runCommand(ctx(), OPERATION, id, { a: 1, b: { c: 2, d: [3] } }, bind(id, calls));
    const again = await runCommand(ctx(), OPERATION, id, { b: { d: [3], c: 2 }, a: 1 }, bind(id, calls));
    expect(again).toEqual(first);
    expect(calls).toEqual([id]);
    expect(await traces(id)).toEqual({ changes: 1, events: 1, lines: 1 });
  });

  it('stores an outcome of nothing as well', async () => {
    const id = newId();
    const nothing = async () => ({ outcome: null });
    expect(await runCommand(ctx(), OPERATION, id, {}, nothing)).toBeNull();
    expect(await runCommand(ctx(), OPERATION, id, {}, nothing)).toBeNull();
  });

  it('refuses its id for another input, account or operation', async () => {
    const id = newId();
    await runCommand(ctx(), OPERATION, id, { child: 1, on: new Date(0) }, bind(id));
    const refused = { extensions: { code: 'COMMAND_REUSED', field: 'commandId' } };
    await expect(
      runCommand(ctx(), OPERATION, id, { child: 2, on: new Date(0) }, bind(`${id}-2`)),
    ).rejects.toMatchObject(refused);
    await expect(
      runCommand(ctx(), OPERATION, id, { child: 1, on: new Date(1) }, bind(`${id}-2`)),
    ).rejects.toMatchObject(refused);
    await expect(
      runCommand(ctx({ account: 'stranger' }), OPERATION, id, { child: 1, on: new Date(0) }, bind(`${id}-2`)),
    ).rejects.toMatchObject(refused);
    await expect(
      runCommand(ctx(), 'Mutation.unbindChild', id, { child: 1, on: new Date(0) }, bind(`${id}-2`)),
    ).rejects.toMatchObject(refused);
    expect(await traces(`${id}-2`)).toEqual({ changes: 0, events: 0, lines: 0 });
  });

  it('takes effect once when copies of it arrive at the same time', async () => {
    const id = newId();
    const calls: string[] = [];
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => runCommand(ctx(), OPERATION, id, {}, bind(id, calls))),
    );
    expect(outcomes).toEqual(Array.from({ length: 5 }, () => ({ bound: id, at: 1 })));
    expect(calls).toEqual([id]);
    expect(await traces(id)).toEqual({ changes: 1, events: 1, lines: 1 });
  });

  it('stores and publishes nothing when it fails, and may be sent again', async () => {
    const id = newId();
    const failing = async (inner: Em): Promise<CommandResult<string>> => {
      await bind(id)(inner);
      throw new Error('the power went');
    };
    await expect(runCommand(ctx(), OPERATION, id, {}, failing)).rejects.toThrow('the power went');
    expect(await traces(id)).toEqual({ changes: 0, events: 0, lines: 0 });
    expect(await query(em(), 'select 1 from command where id = $1', [id])).toEqual([]);
    expect(await runCommand(ctx(), OPERATION, id, {}, bind(id))).toEqual({ bound: id, at: 1 });
  });

  it.each(['', 'x', '0', '00000000-0000-4000-8000-000000000000', "' or 1=1 --"])('refuses the id %j', async (id) => {
    await expect(runCommand(ctx(), OPERATION, id, {}, bind('never'))).rejects.toMatchObject({
      extensions: { code: 'BAD_INPUT', field: 'commandId', reason: 'format' },
    });
  });
});
