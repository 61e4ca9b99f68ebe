import { openQuietDatabase, startBareStack } from '@miaoben/tests/support/bare-stack';
import type { Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { audit } from './audit.ts';
import { sealAuditLines, verifyAuditChain } from './audit-chain.ts';
import { query } from './db.ts';

let stack: Stack;
let database: Awaited<ReturnType<typeof openQuietDatabase>>;
beforeAll(async () => {
  stack = await startBareStack(inject('adminUrl'));
  // No server seals here: the batches are those of the test.
  database = await openQuietDatabase(stack, 'certificates');
  for (let batch = 0; batch < 3; batch++) {
    for (let line = 0; line < 3; line++) {
      await audit(database.em(), { account: 'nurse', role: 'vaccinator' }, 'Query.person', `child-${batch}-${line}`, {
        reason: '查询',
      });
    }
    await sealAuditLines(database.em());
  }
});
afterAll(async () => {
  await database.close();
  await stack.stop();
});

const verify = () => verifyAuditChain(database.em());

/** What a database administrator could do; undone after the question. */
async function afterTampering(...statements: string[]): Promise<string | undefined> {
  const em = database.ownerEm();
  await em.begin();
  try {
    for (const statement of statements) expect(await query(em, `${statement} returning 1`)).not.toEqual([]);
    return await verifyAuditChain(em);
  } finally {
    await em.rollback();
  }
}

describe('the chain of the audit', () => {
  it('fits as long as nobody touches it', async () => {
    expect(await verify()).toBeUndefined();
    expect(await query(database.em(), 'select lines from audit_batch order by id')).toEqual([
      { lines: 3 },
      { lines: 3 },
      { lines: 3 },
    ]);
    expect(await sealAuditLines(database.em())).toBeUndefined();
  });

  it.each([
    ['account', `account_id = 'somebody else'`],
    ['role', `role = 'cdc'`],
    ['operation', `operation = 'Query.products'`],
    ['subject', `subject = 'another child'`],
    ['absence of a subject', 'subject = null'],
    ['detail', `detail = '{}'`],
    ['time, by a microsecond', `at = at + interval '1 microsecond'`],
  ])('shows that a line got another %s', async (_what, change) => {
    expect(await afterTampering(`update audit_line set ${change} where subject = 'child-1-1'`)).toBe('2');
  });

  it('shows that a line was removed, added, or moved to another batch', async () => {
    expect(await afterTampering(`delete from audit_line where subject = 'child-2-2'`)).toBe('3');
    expect(
      await afterTampering(
        `insert into audit_line (account_id, role, operation, batch) values ('nurse', 'vaccinator', 'Query.person', 2)`,
      ),
    ).toBe('2');
    expect(await afterTampering(`update audit_line set batch = 2 where subject = 'child-0-2'`)).toBe('1');
  });

  it('shows that a batch was removed with its lines, at the start or in the middle', async () => {
    for (const [removed, broken] of [
      [1, '2'],
      [2, '3'],
    ]) {
      expect(
        await afterTampering(
          `delete from audit_line where batch = ${removed}`,
          `delete from audit_batch where id = ${removed}`,
        ),
      ).toBe(broken);
    }
  });

  it('reports the hash that an anchor keeps: a last batch that was removed is missing there', async () => {
    await audit(database.em(), { account: 'nurse', role: 'vaccinator' }, 'Query.person', 'last');
    const head = await sealAuditLines(database.em());
    const [stored] = await query<{ hash: string }>(
      database.em(),
      'select hash from audit_batch order by id desc limit 1',
    );
    expect(head).toEqual({ batch: '4', hash: stored!.hash });
  });

  it('lets the application add lines and seal them, never remove them', async () => {
    for (const statement of [
      'delete from audit_line',
      'delete from audit_batch',
      'delete from command',
      'truncate audit_line',
    ]) {
      await expect(query(database.em(), statement)).rejects.toThrow(/permission denied/);
    }
    await expect(query(database.em(), 'drop table audit_line')).rejects.toThrow(/must be owner/);
    await expect(query(database.em(), 'alter table audit_line add column x int')).rejects.toThrow(/must be owner/);
  });

  it('seals each line once when two sealers work at the same time', async () => {
    for (let line = 0; line < 5; line++) await audit(database.em(), { account: 'a', role: 'cdc' }, 'Query.person');
    const heads = await Promise.all([sealAuditLines(database.em()), sealAuditLines(database.em())]);
    expect(heads.filter((h) => h !== undefined)).toHaveLength(1);
    expect(await verify()).toBeUndefined();
  });
});
