import type { EventType, MiaobenEvent, SubgraphName } from '@miaoben/schema';
import { type Em, type Orm, query } from './db.ts';
import type { Logger } from './log.ts';
import type { EventCursor } from './outbox.ts';
import type { PeerClient } from './peers.ts';

export interface Subscription {
  source: SubgraphName;
  types: EventType[];
  /** Applies a batch in order, inside the transaction that moves the cursor: each event takes effect once. */
  handle: (events: MiaobenEvent[], em: Em) => Promise<void>;
}

const IDLE_MS = 500;
const FAULT_MS = 2_000;
const BATCH = 1_000;
const START: EventCursor = { tx: '0', seq: '0' };

/** Keeps this subgraph's copies in step with the outboxes of the others. */
export class EventConsumer {
  #stopping = false;
  #loops: Promise<void>[] = [];
  #wake = new Set<() => void>();
  /** one drain at a time per source, shared by those who wait for it */
  #draining = new Map<SubgraphName, Promise<void>>();

  readonly #orm: Orm;
  readonly #peers: PeerClient;
  readonly #log: Logger;
  readonly #subscriptions: Subscription[];

  constructor(orm: Orm, peers: PeerClient, log: Logger, subscriptions: Subscription[]) {
    this.#orm = orm;
    this.#peers = peers;
    this.#log = log;
    this.#subscriptions = subscriptions;
  }

  start(): void {
    this.#loops = this.#subscriptions.map((s) => this.#run(s));
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    for (const wake of this.#wake) wake();
    await Promise.all(this.#loops);
  }

  /** Applies what the source has committed by now, so that a reader sees what was just written elsewhere. @throws UNAVAILABLE when it does not answer */
  async drain(source: SubgraphName): Promise<void> {
    const running = this.#draining.get(source);
    // A drain under way may have read before the caller's event was there: wait for it, then look once more.
    if (running) await running.catch(() => undefined);
    const again = this.#draining.get(source) ?? this.#drainNow(source);
    await again;
  }

  #drainNow(source: SubgraphName): Promise<void> {
    const work = (async () => {
      for (const s of this.#subscriptions) {
        if (s.source !== source) continue;
        while ((await this.#step(s, true)) === BATCH);
      }
    })().finally(() => this.#draining.delete(source));
    this.#draining.set(source, work);
    return work;
  }

  async #run(subscription: Subscription): Promise<void> {
    while (!this.#stopping) {
      let pause = IDLE_MS;
      try {
        if ((await this.#step(subscription, false)) === BATCH) pause = 0;
      } catch (error) {
        if (!this.#stopping)
          this.#log.warn(
            { source: subscription.source, reason: (error as Error).message },
            'events could not be taken over',
          );
        pause = FAULT_MS;
      }
      if (pause > 0 && !this.#stopping) await this.#sleep(pause);
    }
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#wake.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#wake.add(wake);
    });
  }

  /**
   * @param settled waits at the source for events that are committed but held back
   * @returns the number of events taken over, or BATCH when there may be more
   */
  async #step(s: Subscription, settled: boolean): Promise<number> {
    const key = `${s.source}:${s.types.join(',')}`;
    const em = this.#orm.em.fork() as Em;
    const read = 'select tx::text, seq from consumer_cursor where source = $1';
    // Asked outside a transaction: an open one here would hold back the events of every subgraph on this server.
    const [cursor = START] = await query<EventCursor>(em, read, [key]);
    const events = await this.#peers.events(s.source, cursor, s.types, BATCH, settled);
    const last = events.at(-1);
    if (!last) return 0;
    return em.transactional(async (inner) => {
      const tx = inner as Em;
      await query(
        tx,
        'insert into consumer_cursor (source, tx, seq) values ($1, $2::xid8, $3) on conflict do nothing',
        [key, START.tx, START.seq],
      );
      const [now] = await query<EventCursor>(tx, `${read} for update`, [key]);
      // Another reader took the same batch meanwhile; there may be more behind it.
      if (now!.tx !== cursor.tx || now!.seq !== cursor.seq) return BATCH;
      await s.handle(
        events.map((e) => e.event),
        tx,
      );
      await query(tx, 'update consumer_cursor set tx = $2::xid8, seq = $3, at = now() where source = $1', [
        key,
        last.tx,
        last.seq,
      ]);
      return events.length;
    });
  }
}
