import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** CPU seconds that processes have used, all threads, from the kernel's scheduler; 0 on systems that do not tell (not Linux). */
export function cpuSeconds(pids: Readonly<Record<string, number>>): number {
  let total = 0;
  for (const pid of Object.values(pids)) {
    if (!existsSync(`/proc/${pid}/task`)) continue;
    for (const task of readdirSync(`/proc/${pid}/task`))
      total += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]) / 1e9;
  }
  return total;
}
