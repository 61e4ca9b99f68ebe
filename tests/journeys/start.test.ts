import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { signIn } from '../support/client.ts';
import { ProductFailed, removeData, startProduct } from '../support/product.ts';

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await removeData(folder);
});

describe('the start command', () => {
  it('Q-166 is ready within its limits, first and later, and keeps its data', { timeout: 300_000 }, async () => {
    const first = await startProduct();
    folders.push(first.dataDir);
    expect(first.line.ready).toBe(true);
    expect(first.line.seconds).toBeLessThanOrEqual(120);
    expect(first.output().trim().split('\n')).toHaveLength(1);
    expect(first.line.accounts.map((a) => a.role)).toEqual(
      expect.arrayContaining([
        'guardian',
        'vaccinator',
        'inspector',
        'school_checker',
        'cdc',
        'partner',
        'employer',
        'system_admin',
        'security_admin',
        'audit_admin',
      ]),
    );
    await signIn(first.line, 'vaccinator');
    const stopped = await first.interrupt();
    expect(stopped.seconds).toBeLessThan(20);
    expect(existsSync(`${first.dataDir}/postgres/postmaster.pid`)).toBe(false);

    const second = await startProduct({ MIAOBEN_DATA: first.dataDir });
    expect(second.line.seconds).toBeLessThanOrEqual(20);
    await signIn(second.line, 'vaccinator');
    expect((await second.interrupt()).seconds).toBeLessThan(20);
  });

  it('says in one sentence that its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const failed = await startProduct({ PORT: String(port) }).catch((error: unknown) => error as ProductFailed);
    other.close();
    expect(failed).toBeInstanceOf(ProductFailed);
    expect((failed as ProductFailed).code).not.toBe(0);
    expect((failed as ProductFailed).said).toContain(`Port ${port} is taken`);
    expect((failed as ProductFailed).said).not.toMatch(/\bat .*:\d+:\d+/);
  });

  it('says in one sentence that the database does not answer', async () => {
    const failed = (await startProduct({ DATABASE_URL: 'postgres://nobody:x@127.0.0.1:1/postgres' }).catch(
      (error: unknown) => error,
    )) as ProductFailed;
    expect(failed).toBeInstanceOf(ProductFailed);
    expect(failed.said).toContain('The database server of DATABASE_URL does not answer');
    expect(failed.said).not.toMatch(/\bat .*:\d+:\d+/);
  });
});
