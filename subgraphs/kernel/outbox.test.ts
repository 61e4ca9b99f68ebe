import { bindingEvent, startBareStack } from '@miaoben/tests/support/bare-stack';
import type { Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type Em, query } from './db.ts';
import { type EventCursor, publish, readEvents } from './outbox.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startBareStack(inject('adminUrl'));
});
afterAll(() => stack.stop());

const em = () => stack.services.people.orm.em.fork() as Em;
const START: EventCursor = { tx: '0', seq: '0' };
const TYPES = ['binding.changed'] as const;

/** Reads with a cursor until `count` events have come: other tests' transactions on the server may hold them back for a moment. */
async function readAll(cursor: EventCursor, count: number, limit = 100): Promise<string[]> {
  const seen: string[] = [];
  let at = cursor;
  for (const until = Date.now() + 20_000; seen.length < count && Date.now() < until; ) {
    const events = await readEvents(em(), at, TYPES, limit);
    for (const { event } of events) seen.push((event as { personId: string }).personId);
    at = events.at(-1) ?? at;
    if (events.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return seen;
}

it('loses no event of a transaction that began earlier and committed later', async () => {
  const slow = em();
  await slow.begin();
  await publish(slow, [bindingEvent('slow')]);
  const quick = em();
  await quick.transactional((e) => publish(e as Em, [bindingEvent('quick')]));

  // The quick one is committed, but a cursor behind it would step over the slow one.
  expect(await readEvents(em(), START, TYPES, 100)).toEqual([]);
  await slow.commit();
  expect(await readAll(START, 2)).toEqual(['child-slow', 'child-quick']);
});

it('reads in pages without gaps or repetition, in the order of writing, and only the types asked for', async () => {
  const before = (await readEvents(em(), START, TYPES, 100)).at(-1) ?? START;
  for (let batch = 0; batch < 5; batch++) {
    await em().transactional((e) =>
      publish(e as Em, [
        ...Array.from({ length: 7 }, (_v, i) => bindingEvent(batch * 7 + i)),
        { type: 'organisation.changed', organisationId: 'o', code: '', name: '', kind: '', divisionCode: '' },
      ]),
    );
  }
  expect(await readAll(before, 35, 4)).toEqual(Array.from({ length: 35 }, (_v, i) => `child-${i}`));
});

it('writes nothing for a transaction that is rolled back', async () => {
  const before = (await readEvents(em(), START, TYPES, 1_000)).at(-1) ?? START;
  const undone = em();
  await undone.begin();
  await publish(undone, [bindingEvent('undone')]);
  await undone.rollback();
  await em().transactional((e) => publish(e as Em, [bindingEvent('after')]));
  expect(await readAll(before, 1)).toEqual(['child-after']);
});

it('reads transaction 10 after transaction 9', async () => {
  const written = em();
  const past = bindingEvent('past');
  await query(
    written,
    `insert into outbox (tx, type, payload)
     select n::text::xid8, 'organisation.changed', $1::jsonb || jsonb_build_object('personId', n::text)
     from generate_series(9, 11) n`,
    [JSON.stringify(past)],
  );
  const events = await readEvents(em(), START, ['organisation.changed'], 2);
  expect(events.map((e) => e.tx)).toEqual(['9', '10']);
  expect((await readEvents(em(), events[1]!, ['organisation.changed'], 1)).map((e) => e.tx)).toEqual(['11']);
});
