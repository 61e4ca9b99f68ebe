import type { EventType, SubgraphName } from '@miaoben/schema';
import type { Client } from 'pg';

export interface Drained {
  reader: SubgraphName;
  source: SubgraphName;
  events: number;
  seconds: number;
}

/** Who keeps copies of what. What each subscribes to is read from its cursors, whose keys name it. */
const READERS: readonly { reader: SubgraphName; source: SubgraphName; type: EventType }[] = [
  { reader: 'vaccines', source: 'people', type: 'person.changed' },
  { reader: 'certificates', source: 'people', type: 'person.changed' },
  { reader: 'certificates', source: 'vaccines', type: 'coverage.changed' },
  { reader: 'statistics', source: 'people', type: 'person.changed' },
  { reader: 'statistics', source: 'vaccines', type: 'coverage.changed' },
];
const LOOK_MS = 250;

/** Waits until every copy and the rollups hold what the sources have written. */
export async function untilDrained(
  clients: Record<SubgraphName, Client>,
  limitMs: number,
  progress: (text: string) => void,
): Promise<Drained[]> {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const drained: Drained[] = [];
  const waiting = new Set(READERS);
  let told = 0;
  while (waiting.size > 0) {
    for (const each of waiting) {
      const left = await eventsLeft(clients, each, true);
      if (left > 0) continue;
      const events = await eventsLeft(clients, each, false);
      drained.push({ reader: each.reader, source: each.source, events, seconds: seconds() });
      waiting.delete(each);
    }
    if (seconds() * 1000 > limitMs) throw new Error(`events were not taken over within ${limitMs / 1000} s`);
    if (waiting.size > 0 && seconds() - told > 10) {
      told = seconds();
      progress(`  waiting for ${[...waiting].map((w) => `${w.reader} ← ${w.source}`).join(', ')}`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  const deltas = 'select exists (select from coverage_delta) as left';
  while ((await clients.statistics.query<{ left: boolean }>(deltas)).rows[0]!.left)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  return drained;
}

/** @param behind true: 1 when an event waits behind the reader's cursor, else 0; false: number of events of all time */
async function eventsLeft(
  clients: Record<SubgraphName, Client>,
  { reader, source, type }: (typeof READERS)[number],
  behind: boolean,
): Promise<number> {
  if (!behind) {
    const all = await clients[source].query<{ n: number }>('select count(*)::int as n from outbox where type = $1', [
      type,
    ]);
    return all.rows[0]!.n;
  }
  // A reader that has taken nothing yet has no cursor.
  const cursor = await clients[reader].query<{ tx: string; seq: string; types: string[] }>(
    `select tx::text, seq::text, types from consumer_cursor, string_to_array(split_part(source, ':', 2), ',') types
     where split_part(source, ':', 1) = $1 and $2 = any(types)`,
    [source, type],
  );
  const { tx, seq, types } = cursor.rows[0] ?? { tx: '0', seq: '0', types: [type] };
  const next = await clients[source].query(
    'select 1 from outbox where (tx, seq) > ($1::xid8, $2::bigint) and type = any($3) limit 1',
    [tx, seq, types],
  );
  return next.rows.length;
}
