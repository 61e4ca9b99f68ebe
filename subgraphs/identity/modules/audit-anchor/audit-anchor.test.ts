import { brokenAnchors, type Em, newId, query, sealAuditLines } from '@miaoben/kernel';
import { type Stack, startStack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { start } from '../../server.ts';
import { anchorHeads, anchorsOf } from './audit-anchor.ts';

let stack: Stack;
let em: Em;
beforeAll(async () => {
  stack = await startStack(inject('adminUrl'), { identity: start });
  em = stack.services.identity.orm.em.fork() as Em;
});
afterAll(() => stack.stop());

it('finds a chain that was cut short and sealed again', async () => {
  const line = () =>
    query(em, `insert into audit_line (account_id, role, operation) values ($1, 'cdc', 'Query.x')`, [newId()]);
  await line();
  await sealAuditLines(em);
  await anchorHeads(stack.services.identity);
  const anchors = await anchorsOf(em, 'identity');
  expect(anchors).toHaveLength(1);
  expect(await brokenAnchors(em, anchors)).toEqual([]);
  // What an intruder with the owner's rights would do: the chain alone fits again afterwards, the anchor does not.
  await query(em, `update audit_batch set hash = repeat('0', 64) where id = $1`, [anchors[0]!.batch]);
  expect(await brokenAnchors(em, anchors)).toEqual([anchors[0]!.batch]);
});
