import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (pid: number, file: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').replaceAll('\0', ' ');
  } catch {
    // It ended while we were looking, or is a kernel thread.
    return '';
  }
};

/** Without /proc the processes of a product cannot be told apart from others. */
export const processesAreVisible = existsSync('/proc/self/environ');

/** What only processes of one deployment carry in their command line or environment. */
function marks(dataDir: string): string[] {
  const deployment = join(dataDir, 'deployment.json');
  if (!existsSync(deployment)) return [dataDir];
  return [dataDir, (JSON.parse(readFileSync(deployment, 'utf8')) as { routerSecret: string }).routerSecret];
}

/** Processes that work on a data folder: the launcher, its servers and PostgreSQL. @returns pid and command line */
export function processesOf(dataDir: string): { pid: number; command: string }[] {
  const signs = marks(dataDir);
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid)
    .map((pid) => ({ pid, command: read(pid, 'cmdline') }))
    .filter(({ pid, command }) => {
      const text = command && `${command} ${read(pid, 'environ')}`;
      return signs.some((sign) => text.includes(sign));
    });
}

export const processOf = (dataDir: string, part: string): number | undefined =>
  processesOf(dataDir).find((p) => p.command.includes(part))?.pid;
