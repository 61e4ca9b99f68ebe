import {
  type Entry,
  hurried,
  type JournalEntry,
  nextEntry,
  nextWake,
  type Refusal,
  type Reply,
  sending,
  settled,
} from './journal.ts';

/** Where the journal lies. A change is on disk when its promise is fulfilled, and nothing of it when it fails. */
export interface JournalStore<E extends Entry> {
  all(): Promise<E[]>;
  /** Changes one entry in one transaction; `change` sees it as it is now. @returns the entry after it, null when it is gone */
  change(seq: number, change: (entry: E) => E): Promise<E | null>;
}

/** What flushing needs of the world. */
export interface FlushPorts<E extends Entry> {
  readonly account: string;
  readonly store: JournalStore<E>;
  /** Files that belong to a step go before it, under ids of their own: a step is not sent until its files are acknowledged. */
  sendFiles?(entry: E): Promise<Reply<NonNullable<E['problem']>>>;
  /** Sends one step and waits for the answer; never throws: no answer is the refusal `OFFLINE`. */
  send(entry: E, all: readonly E[]): Promise<Reply<NonNullable<E['problem']>>>;
  /** ms since 1970 by this device's clock */
  now(): number;
  /** 0 to 1 */
  random(): number;
  /** the server answered */
  heard?(): void;
}

export interface Pause {
  /** When to look again (ms since 1970); null when nothing waits for the clock. */
  until: number | null;
  /** The server could not be reached or would not answer: the other entries need not try in vain. */
  isCutOff: boolean;
}

const isTaken = <P extends Refusal>(reply: Reply<P>): reply is Extract<Reply<P>, { ok: true }> => reply.ok;

/** Sends what may be sent, one entry after the other, each person's in order. Call it from one place at a time. */
export async function flush<E extends JournalEntry<unknown>>(
  ports: FlushPorts<E>,
  signal?: AbortSignal,
): Promise<Pause> {
  const { account, store, now, random } = ports;
  while (!signal?.aborted) {
    const entries = await store.all();
    const next = nextEntry(entries, account, now());
    if (!next) return { until: nextWake(entries, account), isCutOff: false };
    const marked = await store.change(next.seq, (entry) =>
      entry.commandId === next.commandId && (entry.state === 'waiting' || entry.state === 'sending')
        ? sending(entry)
        : entry,
    );
    if (marked?.state !== 'sending') continue;
    const files = await ports.sendFiles?.(marked);
    const reply = files && !isTaken(files) ? files : await ports.send(marked, entries);
    if (reply.ok || reply.problem.code !== 'OFFLINE') ports.heard?.();
    const after = await store.change(next.seq, (entry) =>
      entry.state === 'sending' && entry.commandId === marked.commandId
        ? settled(entry, reply, now(), random())
        : entry,
    );
    if (after?.state === 'waiting') return { until: after.nextAttemptAt, isCutOff: true };
    // The server is there: what failed for want of it need not wait any longer.
    if (reply.ok) await hurryAll(ports);
  }
  return { until: null, isCutOff: false };
}

/** Lets everything that waits be tried now. */
export async function hurryAll<E extends Entry>({
  account,
  store,
}: Pick<FlushPorts<E>, 'account' | 'store'>): Promise<void> {
  for (const { seq, account: holder, state, nextAttemptAt } of await store.all()) {
    if (holder === account && state === 'waiting' && nextAttemptAt > 0)
      await store.change(seq, (entry) => hurried(entry));
  }
}
