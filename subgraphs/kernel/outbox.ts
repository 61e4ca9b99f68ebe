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
  await query(em, 'insert into outbox (type, payload) select * from unnest($1::text[], $2::jsonb[])', [
    events.map((e) => e.type),
    events.map((e) => JSON.stringify(e)),
  ]);
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
