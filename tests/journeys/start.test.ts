import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { signIn } from '../support/client.ts';
import { interruptedAt, ProductFailed, removeData, startProduct } from '../support/product.ts';

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await removeData(folder);
});

describe('the start command', () => {
  it('Q-166 is ready within its limit the first time, in one line', async () => {
    const line = inject('product');
    expect(line.ready).toBe(true);
    expect(line.seconds).toBeLessThanOrEqual(120);
    expect(inject('productOutput').trim().split('\n')).toHaveLength(1);
    expect(line.accounts.map((a) => a.role)).toEqual(
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
    await signIn(line, 'vaccinator');
  });

  it('Q-166 begins anew when it was interrupted while the demo county was loading, and later is ready within its limit and keeps its data', {
    timeout: 300_000,
  }, async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'miaoben-data-'));
    folders.push(dataDir);
    expect(await interruptedAt('1000 files', dataDir)).toContain('1000 files');
    const anew = await startProduct({ MIAOBEN_DATA: dataDir });
    expect(anew.progress()).toContain('beginning anew');
    await signIn(anew.line, 'vaccinator');
    const stopped = await anew.interrupt();
    expect(stopped.seconds).toBeLessThan(20);
    expect(existsSync(`${dataDir}/postgres/postmaster.pid`)).toBe(false);

    const later = await startProduct({ MIAOBEN_DATA: dataDir });
    expect(later.line.seconds).toBeLessThanOrEqual(20);
    await signIn(later.line, 'vaccinator');
    expect((await later.interrupt()).seconds).toBeLessThan(20);
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
