import type { EventType, MiaobenEvent } from '@miaoben/schema';
import { type Em, query } from './db.ts';

/** Position in another subgraph's outbox. */
export interface EventCursor {
  tx: string;
  seq: string;
}
export interface StoredEvent extends EventCursor {
  at: string;
  event: MiaobenEvent;
}

/** Writes events in the caller's transaction. */
export async function publish(em: Em, events: readonly MiaobenEvent[]): Promise<void> {
  if (events.length === 0) return;
  // One JSON array, not an array of JSON texts: nearly twice as fast, for nothing is escaped twice.
  await query(
    em,
    `insert into outbox (type, payload) select e ->> 'type', e from jsonb_array_elements($1::jsonb) with ordinality t (e, n)
     order by n`,
    [JSON.stringify(events)],
  );
}

/**
 * Events after a cursor, in an order that no later commit can get in front of: only transactions below the oldest running one.
 */
export async function readEvents(
  em: Em,
  after: EventCursor,
  types: readonly EventType[],
  limit: number,
): Promise<StoredEvent[]> {
  const rows = await query<{ tx: string; seq: string; at: string; payload: MiaobenEvent }>(
    em,
    `select tx::text, seq, at, payload from outbox
     where (tx, seq) > ($1::xid8, $2::bigint) and tx < pg_snapshot_xmin(pg_current_snapshot()) and type = any($3)
     order by tx, seq limit $4`,
    [after.tx, after.seq, types, limit],
  );
  return rows.map((r) => ({ tx: r.tx, seq: r.seq, at: new Date(r.at).toISOString(), event: r.payload }));
}
