import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { StartFailure } from './failure.ts';

/** Who holds a data folder. */
interface Holder {
  pid: number;
  host: string;
  /** when the process began, by the system's clock ticks: a process of the same number after a restart is another one */
  began: string | null;
}

const FILE = 'running.json';
/** A start that meets others' stale locks this often meets something else. */
const TRIES = 5;

/** When a process began, as Linux tells it; null where nothing tells. */
function beginningOf(pid: number): string | null {
  try {
    // The name of the program may hold spaces and brackets: the fields begin after its last bracket.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function isAlive({ pid, host, began }: Holder): boolean {
  // Of another machine's processes nothing is known here; the database's own lock is what stands then.
  if (host !== hostname() || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = beginningOf(pid);
  return began === null || now === null || now === began;
}

function holderOf(text: string): Holder | null {
  try {
    const { pid, host, began } = JSON.parse(text) as Partial<Holder>;
    return typeof pid === 'number' && pid > 0 && typeof host === 'string' ? { pid, host, began: began ?? null } : null;
  } catch {
    return null;
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/**
 * Takes a data folder for this product: two on one folder would share its database, its files and its keys. A lock whose process is
 * gone is taken over.
 * @returns lets the folder go
 * @throws StartFailure while another product runs on it
 */
export async function lockFolder(dataDir: string): Promise<{ stop(): Promise<void> }> {
  const file = join(dataDir, FILE);
  const own = JSON.stringify({ pid: process.pid, host: hostname(), began: beginningOf(process.pid) });
  const draft = join(dataDir, `${FILE}.${randomUUID()}`);
  await writeFile(draft, own);
  try {
    for (let i = 0; i < TRIES; i += 1) {
      try {
        // Whole or not at all: nobody reads a lock that is being written.
        await link(draft, file);
        return { stop: () => letGo(file, own) };
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
      const found = await readFile(file, 'utf8').catch(() => null);
      if (found === null) continue;
      const holder = holderOf(found);
      if (holder && isAlive(holder))
        throw new StartFailure(
          `The product is running on this data folder already (process ${holder.pid}): stop it first, or set MIAOBEN_DATA to another folder.`,
        );
      await setAside(file, found);
    }
    throw new StartFailure(
      'Other starts are going on on this data folder: wait for them, or set MIAOBEN_DATA to another folder.',
    );
  } finally {
    await rm(draft, { force: true });
  }
}

/** Takes a stale lock away; one that another start has put there meanwhile is put back. */
async function setAside(file: string, stale: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const taken = await readFile(aside, 'utf8');
  if (taken !== stale) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

async function letGo(file: string, own: string): Promise<void> {
  const found = await readFile(file, 'utf8').catch(() => null);
  if (found === own) await rm(file, { force: true });
}
