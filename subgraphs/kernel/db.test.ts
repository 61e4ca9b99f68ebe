import { startBareStack } from '@miaoben/tests/support/bare-stack';
import type { Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { change, type Em, prepared, query } from './db.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startBareStack(inject('adminUrl'));
});
afterAll(() => stack.stop());

const em = () => stack.services.people.orm.em.fork() as Em;

it('keeps a statement that is to be prepared for its connection, with other values each time, and no other statement', async () => {
  await em().transactional(async (inner) => {
    const own = inner as Em;
    const twice = prepared('select $1::int * 2 as twice');
    for (const n of [1, 2, 3]) expect(await query(own, twice, [n])).toEqual([{ twice: n * 2 }]);
    expect(await query(own, 'select $1::int * 3 as thrice', [1])).toEqual([{ thrice: 3 }]);
    expect(await change(own, prepared('update outbox set type = type where type = $1'), ['none'])).toBe(0);
    const kept = await query<{ statement: string; times: string }>(
      own,
      `select statement, generic_plans + custom_plans as times from pg_prepared_statements
       where statement in ('select $1::int * 2 as twice', 'select $1::int * 3 as thrice')`,
    );
    expect(kept).toEqual([{ statement: 'select $1::int * 2 as twice', times: '3' }]);
  });
});

it('takes an array of any plain values as the driver does, and leaves others to the driver', async () => {
  const texts = ['', 'null', 'NULL', 'a,b', '{x}', '"', '\\', 'say "\\"', ' two ', '苗本', null, 'line\nbreak'];
  const [row] = await query(
    em(),
    'select $1::text[] as a, $2::int[] as b, $3::bool[] as c, $4::text[] as d, $5::date[] as e',
    [texts, [1, -2, null], [true, false, undefined], [], ['2026-12-01', null]],
  );
  expect(row).toMatchObject({ a: texts, b: [1, -2, null], c: [true, false, null], d: [] });
  const at = new Date('2026-12-01T05:06:07.000Z');
  const [others] = await query<{ f: string; g: string; h: string[][] }>(
    em(),
    `select extract(epoch from ($1::timestamptz[])[1])::text as f, encode(($2::bytea[])[1], 'hex') as g, $3::text[] as h`,
    [
      [at],
      [Buffer.from('0aff', 'hex')],
      [
        ['a', 'b'],
        ['c', 'd"'],
      ],
    ],
  );
  expect(Number(others?.f)).toBe(at.getTime() / 1000);
  expect(others).toMatchObject({
    g: '0aff',
    h: [
      ['a', 'b'],
      ['c', 'd"'],
    ],
  });
});
