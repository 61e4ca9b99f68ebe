import type { EventType, SubgraphName } from '@miaoben/schema';
import type { Client } from 'pg';

export interface Drained {
  reader: SubgraphName;
  source: SubgraphName;
  events: number;
  seconds: number;
}

/** Who keeps copies of what (the subscriptions of the subgraphs). */
const READERS: { reader: SubgraphName; source: SubgraphName; types: EventType[] }[] = [
  { reader: 'vaccines', source: 'people', types: ['person.changed', 'binding.changed'] },
  { reader: 'certificates', source: 'people', types: ['person.changed', 'binding.changed'] },
  { reader: 'certificates', source: 'vaccines', types: ['coverage.changed'] },
  { reader: 'statistics', source: 'people', types: ['person.changed'] },
  { reader: 'statistics', source: 'vaccines', types: ['coverage.changed'] },
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
  { reader, source, types }: (typeof READERS)[number],
  behind: boolean,
): Promise<number> {
  if (!behind) {
    const all = await clients[source].query<{ n: number }>(
      'select count(*)::int as n from outbox where type = any($1)',
      [types],
    );
    return all.rows[0]!.n;
  }
  const cursor = await clients[reader].query<{ tx: string; seq: string }>(
    'select tx::text, seq::text from consumer_cursor where source = $1',
    [`${source}:${types.join(',')}`],
  );
  const { tx, seq } = cursor.rows[0] ?? { tx: '0', seq: '0' };
  const next = await clients[source].query(
    'select 1 from outbox where (tx, seq) > ($1::xid8, $2::bigint) and type = any($3) limit 1',
    [tx, seq, types],
  );
  return next.rows.length;
}
