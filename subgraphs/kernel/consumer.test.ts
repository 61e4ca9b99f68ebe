import type { BindingChanged, MiaobenEvent } from '@miaoben/schema';
import { bindingEvent, startBareStack } from '@miaoben/tests/support/bare-stack';
import type { Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { audit } from './audit.ts';
import { EventConsumer } from './consumer.ts';
import { type Em, query } from './db.ts';
import { newId } from './ids.ts';
import { publish } from './outbox.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startBareStack(inject('adminUrl'));
});
afterAll(() => stack.stop());

const childOf = (event: MiaobenEvent) => (event as BindingChanged).personId;
const tell = (...events: MiaobenEvent[]) =>
  (stack.services.people.orm.em.fork() as Em).transactional((em) => publish(em as Em, events));
const reader = () => stack.services.vaccines.orm.em.fork() as Em;

/** A reader of people's bindings that writes down each event it takes, in its own database. */
function newReader(before: (events: MiaobenEvent[]) => void = () => undefined) {
  const label = newId();
  const { orm, peers, log } = stack.services.vaccines;
  return {
    consumer: new EventConsumer(orm, peers, log, [
      {
        source: 'people',
        types: ['binding.changed'],
        async handle(events, em) {
          for (const event of events) await audit(em, { account: 'reader', role: 'service' }, label, childOf(event));
          before(events);
        },
      },
    ]),
    taken: async () =>
      (
        await query<{ subject: string }>(reader(), 'select subject from audit_line where operation = $1 order by seq', [
          label,
        ])
      ).map((r) => r.subject),
  };
}
/** The cursor is one row per source and types: to begin anew is to remove it, as a rebuild does. */
const forget = () => query(reader(), 'delete from consumer_cursor');
beforeEach(() => newReader().consumer.drain('people'));

it('takes over each event once, in order, and only what is new the next time', async () => {
  const { consumer, taken } = newReader();
  await tell(bindingEvent(1), bindingEvent(2));
  await consumer.drain('people');
  expect(await taken()).toEqual(['child-1', 'child-2']);
  await consumer.drain('people');
  await tell(bindingEvent(3));
  await consumer.drain('people');
  expect(await taken()).toEqual(['child-1', 'child-2', 'child-3']);
});

it('leaves neither rows nor a moved cursor when it breaks in the middle of a batch, and goes on from there', async () => {
  let crash = true;
  const { consumer, taken } = newReader(() => {
    if (crash) throw new Error('crashed after the rows were written');
  });
  await tell(bindingEvent('a'), bindingEvent('b'));
  await expect(consumer.drain('people')).rejects.toThrow('crashed');
  expect(await taken()).toEqual([]);
  crash = false;
  await consumer.drain('people');
  expect(await taken()).toEqual(['child-a', 'child-b']);
});

it('takes each event once when several readers work at the same time', async () => {
  const { consumer, taken } = newReader();
  await tell(...Array.from({ length: 20 }, (_v, i) => bindingEvent(`many-${i}`)));
  await Promise.all(Array.from({ length: 4 }, () => consumer.drain('people')));
  expect(await taken()).toEqual(Array.from({ length: 20 }, (_v, i) => `child-many-${i}`));
});

it('gives the same after a rebuild from zero as it had, over more than one batch', async () => {
  await tell(...Array.from({ length: 2_100 }, (_v, i) => bindingEvent(`bulk-${i}`)));
  await forget();
  const first = newReader();
  await first.consumer.drain('people');
  await forget();
  const again = newReader();
  await again.consumer.drain('people');
  const rows = await again.taken();
  expect(rows.filter((r) => r.startsWith('child-bulk-'))).toHaveLength(2_100);
  expect(rows).toEqual(await first.taken());
});

it('sees in a drain what was committed before it, though an older transaction is still running', async () => {
  const { consumer, taken } = newReader();
  const older = stack.services.people.orm.em.fork() as Em;
  await older.begin();
  await query(older, 'select pg_current_xact_id()');
  await tell(bindingEvent('waiting'));
  setTimeout(() => void older.commit(), 300);
  await consumer.drain('people');
  expect(await taken()).toEqual(['child-waiting']);
});

it('runs by itself and tries again after a failure', async () => {
  let failures = 0;
  const { consumer, taken } = newReader(() => {
    if (failures++ === 0) throw new Error('not now');
  });
  consumer.start();
  try {
    await tell(bindingEvent('later'));
    await expect.poll(taken, { timeout: 15_000 }).toEqual(['child-later']);
    expect(failures).toBe(2);
  } finally {
    await consumer.stop();
  }
});

it('tells who waits that the source does not answer', async () => {
  const alone = new EventConsumer(
    stack.services.vaccines.orm,
    stack.services.vaccines.peers,
    stack.services.vaccines.log,
    [{ source: 'certificates', types: ['dose.changed'], handle: async () => undefined }],
  );
  await expect(alone.drain('certificates')).rejects.toMatchObject({
    extensions: { code: 'UNAVAILABLE', part: 'certificates' },
  });
});
