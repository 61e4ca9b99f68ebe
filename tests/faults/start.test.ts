import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { send } from '../support/client.ts';
import { processesAreVisible, processesOf, processOf } from '../support/processes.ts';
import {
  interruptedAt,
  ProductFailed,
  type ReadyLine,
  type RunningProduct,
  removeData,
  startProduct,
} from '../support/product.ts';

const asRoot = process.getuid?.() === 0;
const folders: string[] = [];
const running: RunningProduct[] = [];

/** Started product that is ended with its processes, whatever the test did to it. */
async function start(environment: Record<string, string>, args: string[] = []): Promise<RunningProduct> {
  const product = await startProduct(environment, args);
  running.push(product);
  return product;
}
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'miaoben-fault-'));
  folders.push(folder);
  return folder;
}
afterEach(async () => {
  for (const product of running.splice(0)) {
    if (product.child.exitCode === null && product.child.signalCode === null) await product.interrupt();
  }
});
afterAll(async () => {
  for (const folder of folders) {
    for (const { pid } of processesAreVisible ? processesOf(folder) : []) process.kill(pid, 'SIGKILL');
    await removeData(folder);
  }
});

const status = async (line: ReadyLine) =>
  (await send(line, undefined, { query: '{ serviceStatus { version } }' })).data?.serviceStatus ?? null;
const parts = async (line: ReadyLine) =>
  ((await (await fetch(new URL('/health/ready', line.pwa))).json()) as { parts: Record<string, boolean> }).parts;
const failureOf = async (environment: Record<string, string>): Promise<ProductFailed> => {
  const failed = await startProduct(environment).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(ProductFailed);
  return failed as ProductFailed;
};
const STACK_TRACE = /\bat .*:\d+:\d+/;

// One folder through one story: each start is dear.
describe.runIf(processesAreVisible)('in split mode', () => {
  let dataDir: string;
  let product: RunningProduct;

  it('a server that is killed comes back by itself, the others answer meanwhile', { timeout: 300_000 }, async () => {
    dataDir = await newFolder();
    product = await startProduct({ MIAOBEN_DATA: dataDir, MIAOBEN_DEMO: 'off' }, ['--split']);
    for (const name of ['identity', 'people', 'vaccines', 'certificates', 'statistics'])
      expect(processOf(dataDir, `subgraphs/${name}/main.ts`), name).toBeGreaterThan(0);

    process.kill(processOf(dataDir, 'subgraphs/people/main.ts')!, 'SIGKILL');
    expect((await parts(product.line)).people).toBe(false);
    expect(await status(product.line)).not.toBeNull();
    await expect.poll(async () => (await parts(product.line)).people, { timeout: 60_000 }).toBe(true);

    process.kill(processOf(dataDir, 'gateway/main.ts')!, 'SIGKILL');
    await expect.poll(() => status(product.line).catch(() => null), { timeout: 60_000 }).not.toBeNull();
  });

  it('no server outlives a launcher that is killed, the next start goes on with the data, and a stop leaves nothing', {
    timeout: 300_000,
  }, async () => {
    process.kill(processOf(dataDir, 'gateway/start/start.ts')!, 'SIGKILL');
    // Only the database stays: the next start takes it over.
    await expect
      .poll(() => processesOf(dataDir).filter((p) => !p.command.includes('postgres')), { timeout: 60_000 })
      .toEqual([]);
    expect(processOf(dataDir, 'bin/postgres')).toBeGreaterThan(0);
    expect(product.child.exitCode).not.toBe(0);

    const next = await start({ MIAOBEN_DATA: dataDir, MIAOBEN_DEMO: 'off' }, ['--split']);
    expect(await status(next.line)).not.toBeNull();
    const lock = join(dataDir, 'postgres', 'postmaster.pid');
    const text = await readFile(lock, 'utf8');
    expect((await next.interrupt()).seconds).toBeLessThan(20);
    expect(processesOf(dataDir)).toEqual([]);
    // As a machine that went down leaves it: after its restart another program, here this one, has the number of the server.
    await writeFile(lock, text.replace(/^\d+/, String(process.pid)));
  });

  it('a start is not fooled by the lock file of a machine that went down', { timeout: 120_000 }, async () => {
    const second = await start({ MIAOBEN_DATA: dataDir, MIAOBEN_DEMO: 'off' });
    expect(await status(second.line)).not.toBeNull();
    // Two on one folder would share its database: the second says so and leaves the first alone.
    const { said } = await failureOf({ MIAOBEN_DATA: dataDir, MIAOBEN_DEMO: 'off' });
    expect(said).toMatch(/running on this data folder already \(process \d+\)/);
    expect(await status(second.line)).not.toBeNull();
  });
});

describe('a start', () => {
  it.runIf(processesAreVisible)(
    'that is interrupted half-way leaves no process behind',
    { timeout: 120_000 },
    async () => {
      for (const sign of ['Starting PostgreSQL', 'Migrating', 'Starting the servers']) {
        const dataDir = await newFolder();
        const said = await interruptedAt(sign, dataDir, { MIAOBEN_DEMO: 'off' });
        expect(said).toContain(sign);
        expect(said).not.toMatch(STACK_TRACE);
        await expect.poll(() => processesOf(dataDir), { timeout: 10_000 }).toEqual([]);
      }
    },
  );

  it.runIf(asRoot)('works in a folder that is closed to the user of the database', { timeout: 120_000 }, async () => {
    const parent = await newFolder();
    await chmod(parent, 0o700);
    const dataDir = join(parent, 'data');
    await mkdir(dataDir);
    const product = await start({ MIAOBEN_DATA: dataDir, MIAOBEN_DEMO: 'off' });
    expect(await status(product.line)).not.toBeNull();
    await product.interrupt();
    const again = await start({ MIAOBEN_DATA: dataDir, MIAOBEN_DEMO: 'off' });
    expect(await status(again.line)).not.toBeNull();
    const command = processesOf(dataDir)
      .concat(processesOf('/var/lib/miaoben'))
      .find((p) => p.command.includes('bin/postgres'));
    await again.interrupt();
    const cluster = /-D (\/var\/lib\/miaoben\/\w+)\/postgres /.exec(command?.command ?? '')?.[1];
    expect(cluster).toBeDefined();
    await rm(cluster!, { recursive: true, force: true });
  });

  it('says in one sentence that the data folder cannot be written', async () => {
    const file = join(await newFolder(), 'file');
    await writeFile(file, '');
    for (const dataDir of [file, join(file, 'data')]) {
      const failed = await failureOf({ MIAOBEN_DATA: dataDir });
      expect(failed.code).toBe(1);
      expect(failed.said).toContain('The data folder cannot be written');
      expect(failed.said).not.toMatch(STACK_TRACE);
    }
  });
});

/** A small disk of our own, where mounting is allowed. */
async function smallDisk(megabytes: number): Promise<string | undefined> {
  const folder = await newFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    return undefined;
  }
}

describe('a full disk', () => {
  it.each([8, 90])(
    'of %d MB is told in one sentence, and nothing is left running',
    { timeout: 120_000 },
    async (size) => {
      const dataDir = await smallDisk(size);
      if (!dataDir) return console.log('skipped: no disk of a given size can be mounted here');
      try {
        const failed = await failureOf({ MIAOBEN_DATA: dataDir });
        expect(failed.said).toMatch(/[Dd]isk .*full/);
        expect(failed.said).not.toMatch(STACK_TRACE);
        expect(processesOf(dataDir)).toEqual([]);
      } finally {
        execFileSync('umount', ['-l', dataDir]);
      }
    },
  );
});
