import type { KeptEntryPartsFragment } from '../../data/generated/devices.ts';
import type { Problem } from '../../data/problem.ts';
import type { Content, PlainEntry } from '../../offline/outbox-content.ts';
import { adoptEntry } from '../../offline/outbox-store.ts';

export type Kept = KeptEntryPartsFragment;

/** An entry kept on the server as it would stand in a journal; null when its content cannot be read. */
export function entryOf(kept: Kept): PlainEntry | null {
  let content: unknown;
  try {
    content = JSON.parse(kept.content);
  } catch {
    return null;
  }
  const { label } = content as { label?: { name?: unknown } };
  if (typeof label?.name !== 'string') return null;
  return {
    seq: 0,
    commandId: kept.id,
    account: kept.account?.id ?? '',
    kind: kept.kind,
    person: kept.personId ?? kept.id,
    state: kept.isBehind ? 'waiting' : 'attention',
    createdAt: Date.parse(kept.enteredAt),
    attempts: 0,
    nextAttemptAt: 0,
    problem: kept.problem && ({ ...kept.problem } as Problem),
    handedOver: false,
    settledAt: null,
    discardReason: null,
    outcome: null,
    content: content as Content,
  } as PlainEntry;
}

/** Entries of one person on one device belong together: the later ones rest on the earlier. Oldest first in each. */
export function chainsOf(entries: readonly Kept[]): Kept[][] {
  const byPerson = Map.groupBy(entries, (e) => `${e.account?.id} ${e.personId ?? e.id} ${e.state}`);
  return [...byPerson.values()].map((chain) =>
    chain.toSorted((a, b) => Date.parse(a.enteredAt) - Date.parse(b.enteredAt)),
  );
}

/** Puts entries into the journal of this device, in order; doing it again changes nothing. */
export async function adoptAll(chain: readonly Kept[]): Promise<void> {
  for (const kept of chain) {
    const entry = entryOf(kept);
    if (entry) await adoptEntry(entry, entry.content);
  }
}
