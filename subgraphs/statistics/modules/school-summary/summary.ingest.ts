import type { Em, Subscription } from '@miaoben/kernel';
import type { MiaobenEvent, PupilChecked } from '@miaoben/schema';
import { addToCells, lockPupils, noteCounted, putOrganisations, putPupils } from './summary.repository.ts';
import { SummaryDeltas } from './summary.rules.ts';

/** Takes over a batch of pupils' states in the transaction of its cursor: the states, and what they change in the summary. */
export async function takePupils(events: readonly MiaobenEvent[], em: Em): Promise<void> {
  const pupils = events.filter((e) => e.type === 'pupil.checked');
  if (pupils.length === 0) return;
  const before = await lockPupils(em, [...new Set(pupils.map((e) => e.rowId))]);
  const after = new Map<string, PupilChecked>();
  for (const event of pupils) {
    const known = after.get(event.rowId) ?? before.get(event.rowId);
    // An event that is handled again must not bring an older state back.
    if (!known || event.version > known.version) after.set(event.rowId, event);
  }
  const deltas = new SummaryDeltas();
  for (const [rowId, state] of after) deltas.change(before.get(rowId), state);
  await putPupils(em, [...after.values()]);
  await addToCells(em, deltas.list());
  await noteCounted(em);
}

/** What the summary is fed by: pupils' rows of certificates, and the directory of identity. */
export const summarySubscriptions: readonly Subscription[] = [
  { source: 'certificates', types: ['pupil.checked'], handle: takePupils },
  {
    source: 'identity',
    types: ['organisation.changed'],
    handle: (events, em) =>
      putOrganisations(
        em,
        events.filter((e) => e.type === 'organisation.changed'),
      ),
  },
];
