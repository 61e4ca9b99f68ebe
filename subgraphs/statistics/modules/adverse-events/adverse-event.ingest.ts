import type { Em, Subscription } from '@miaoben/kernel';
import type { AefiChanged, MiaobenEvent } from '@miaoben/schema';
import { noteCounted, putCases } from './adverse-event.repository.ts';

/** Takes over the last state of each case of a batch, in the transaction of its cursor; an older one never replaces a newer one. */
export async function takeAdverseEvents(events: readonly MiaobenEvent[], em: Em): Promise<void> {
  const latest = new Map<string, AefiChanged>();
  for (const event of events) {
    if (event.type !== 'aefi.changed') continue;
    if (event.version >= (latest.get(event.caseId)?.version ?? 0)) latest.set(event.caseId, event);
  }
  if (latest.size === 0) return;
  await putCases(em, [...latest.values()]);
  await noteCounted(em);
}

export const adverseEventSubscription: Subscription = {
  source: 'vaccines',
  types: ['aefi.changed'],
  handle: takeAdverseEvents,
};
