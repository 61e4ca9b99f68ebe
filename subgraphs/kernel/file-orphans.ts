import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Em, query } from './db.ts';
import { isUuidV7 } from './ids.ts';

/** An address for sending is good for 15 minutes, and a part grows as long as somebody sends: what rested for an hour is left. */
const LEFT_AFTER_MS = 60 * 60_000;
const AT_ONCE = 1_000;

/** Names in `folder` that nobody wrote to for an hour. */
async function rested(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const before = Date.now() - LEFT_AFTER_MS;
  const old: string[] = [];
  for (const name of names) {
    const found = await stat(join(folder, name)).catch(() => null);
    if (found?.isFile() && found.mtimeMs < before) old.push(name);
  }
  return old;
}

/**
 * Removes the parts of uploads whose process died, and whole files whose transaction did not end: nothing will ever read them, and
 * they are somebody's papers. @returns how many
 */
export async function removeOrphans(em: Em, folder: string): Promise<number> {
  const old = await rested(folder);
  const orphans = old.filter((name) => name.endsWith('.part') && isUuidV7(name.slice(0, 36)));
  const whole = old.filter((name) => isUuidV7(name));
  for (let i = 0; i < whole.length; i += AT_ONCE) {
    const ids = whole.slice(i, i + AT_ONCE);
    const known = await query<{ id: string }>(
      em,
      'select id from stored_file where id = any($1::uuid[]) and stored_at is not null',
      [ids],
    );
    const kept = new Set(known.map(({ id }) => id));
    orphans.push(...ids.filter((id) => !kept.has(id)));
  }
  for (const name of orphans) await rm(join(folder, name), { force: true });
  return orphans.length;
}
