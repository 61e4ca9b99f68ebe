import { type Em, query, type Subscription } from '@miaoben/kernel';
import type { MiaobenEvent } from '@miaoben/schema';
import { CellSums } from './cells.rules.ts';
import { type CountedEvent, type Fact, factOf, partsOf } from './certificate-parts.rules.ts';
import {
  addToCells,
  lockFacts,
  noteCounted,
  putFacts,
  putParts,
  takeParts,
} from './certificate-statistics.repository.ts';

const TYPES = ['certificate.changed', 'application.changed', 'credential.used', 'pupil.checked'] as const;

const isCounted = (event: MiaobenEvent): event is CountedEvent => (TYPES as readonly string[]).includes(event.type);
const keyOf = ({ kind, id }: Pick<Fact, 'kind' | 'id'>): string => `${kind} ${id}`;

/** Takes over a batch in the transaction of its cursor: the states, what they are counted under, and the kept sums. */
export async function takeCertificates(events: readonly MiaobenEvent[], em: Em): Promise<void> {
  const facts = events.filter(isCounted).map(factOf);
  if (facts.length === 0) return;
  // Two batches of one source never run at a time, but a rebuild may: one at a time.
  await query(em, 'select pg_advisory_xact_lock(7302)');
  const held = await lockFacts(em, facts);
  const latest = new Map<string, Fact>();
  for (const fact of facts) {
    const key = keyOf(fact);
    const known = latest.get(key)?.version ?? held.get(key) ?? 0;
    // An event that is handled again must not bring an older state back.
    if (fact.version > known) latest.set(key, fact);
  }
  const changed = [...latest.values()];
  if (changed.length > 0) {
    const sums = new CellSums();
    for (const part of await takeParts(em, changed)) sums.add(part, -1);
    const parts = changed.flatMap(({ kind, id, event }) => partsOf(event).map((part) => ({ ...part, kind, id })));
    for (const part of parts) sums.add(part, 1);
    await putFacts(em, changed);
    await putParts(em, parts);
    await addToCells(em, sums.list());
  }
  await noteCounted(em);
}

export const certificateSubscription: Subscription = {
  source: 'certificates',
  types: [...TYPES],
  handle: takeCertificates,
};
