import type { DivisionsChanged } from '@miaoben/schema';
import { change, type Em } from './db.ts';

/**
 * Settings of divisions follow a change of divisions (J-09): those of a township that gets another code stand under the new one, a
 * township split off starts with those it had, and one that goes into another takes over what holds there. Undone, all stand where
 * they did, with what was set meanwhile.
 * @param table with a text column `division` as its key
 */
export async function followSettings(em: Em, table: string, event: DivisionsChanged): Promise<void> {
  const { successions, names, removed, isUndone } = event;
  if (isUndone) {
    for (const { from, to, only } of successions.toReversed())
      if (only === null && removed.includes(to)) await move(em, table, to, from);
    await change(em, `delete from ${table} where division = any($1)`, [removed]);
    return;
  }
  // A division that things are merged into stands already, under its own settings.
  const fresh = new Set(names.map(({ code }) => code));
  for (const { from, to, only } of successions) {
    if (!fresh.has(to)) continue;
    if (only === null) await move(em, table, from, to);
    else await copy(em, table, from, to);
  }
}

/** Where something was set under the new code too, that stands. */
async function move(em: Em, table: string, from: string, to: string): Promise<void> {
  await change(
    em,
    `update ${table} s set division = $2 where s.division = $1 and not exists (select 1 from ${table} o where o.division = $2)`,
    [from, to],
  );
}

async function copy(em: Em, table: string, from: string, to: string): Promise<void> {
  await change(
    em,
    `insert into ${table} select (jsonb_populate_record(s, jsonb_build_object('division', $2::text))).* from ${table} s
     where s.division = $1 on conflict (division) do nothing`,
    [from, to],
  );
}
