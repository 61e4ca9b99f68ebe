import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StartFailure } from './failure.ts';
import { lockFolder } from './folder-lock.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'miaoben-lock-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = () => join(folder, 'running.json');
const leave = (holder: object | string) =>
  writeFile(file(), typeof holder === 'string' ? holder : JSON.stringify({ host: hostname(), began: null, ...holder }));
const taken = async () => {
  const lock = await lockFolder(folder);
  const { pid } = JSON.parse(await readFile(file(), 'utf8')) as { pid: number };
  await lock.stop();
  expect(await readdir(folder)).toEqual([]);
  return pid;
};

describe('a data folder', () => {
  it('is refused while a product runs on it, with the process that does, and free when that one is gone', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await once(other, 'spawn');
    await leave({ pid: other.pid });
    const refused = await lockFolder(folder).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StartFailure);
    expect((refused as Error).message).toContain(`already (process ${other.pid})`);
    expect(JSON.parse(await readFile(file(), 'utf8'))).toMatchObject({ pid: other.pid });
    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(await taken()).toBe(process.pid);
  });

  it('is taken over from a lock that was cut off, from another machine, or of a number that another process has now', async () => {
    await leave('');
    expect(await taken()).toBe(process.pid);
    await leave({ pid: process.ppid, host: 'a machine that is not this one' });
    expect(await taken()).toBe(process.pid);
    if (process.platform === 'linux') {
      await leave({ pid: process.ppid, began: '1' });
      expect(await taken()).toBe(process.pid);
    }
  });

  it('is let go of by its holder only', async () => {
    const lock = await lockFolder(folder);
    await leave({ pid: process.ppid });
    await lock.stop();
    expect(JSON.parse(await readFile(file(), 'utf8'))).toMatchObject({ pid: process.ppid });
    await rm(file());
  });
});
