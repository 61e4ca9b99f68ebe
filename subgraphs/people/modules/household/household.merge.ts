import { change, type Em, query } from '@miaoben/kernel';
import { closeEmpty, endStay, insertMember, lockHouseholds, membersNow } from './household.repository.ts';
import type { Relation } from './household.rules.ts';

interface Act {
  by: string;
  /** when the files were merged: by it the way back is found */
  at: Date;
}

/** The file a duplicate is merged into takes its place in the household, unless it lives in another one. */
export async function takePlace(em: Em, mergedId: string, survivorId: string, { by, at }: Act): Promise<void> {
  const homes = await lockHouseholds(em, [mergedId, survivorId]);
  const home = homes.get(mergedId);
  if (!home) return;
  const relation = (await membersNow(em, home)).find((m) => m.personId === mergedId)?.relation ?? 'other';
  await endStay(em, home, mergedId, 'merged', by, at);
  const own = homes.get(survivorId);
  if (own === home && relation === 'head') await endStay(em, home, survivorId, 'relation_changed', by, at);
  if (own === undefined || (own === home && relation === 'head'))
    await insertMember(em, home, { personId: survivorId, relation }, by, at);
  await closeEmpty(em, home, at);
}

/** How somebody lived in a household until a moment. */
async function relationUntil(
  em: Em,
  personId: string,
  at: Date,
): Promise<{ home: string; relation: Relation } | undefined> {
  const [row] = await query<{ household_id: string; relation: Relation }>(
    em,
    'select household_id, relation from household_member where person_id = $1 and ended_at = $2',
    [personId, at],
  );
  return row && { home: row.household_id, relation: row.relation };
}

/**
 * A file that stands again lives where it lived, and the one it had been merged into as it did before. What was changed in the
 * household since stays.
 * @param since when they were merged
 */
export async function givePlaceBack(
  em: Em,
  { mergedId, survivorId, since }: { mergedId: string; survivorId: string; since: Date },
  { by, at }: Act,
): Promise<void> {
  const before = await relationUntil(em, mergedId, since);
  if (!before) return;
  await query(em, 'select 1 from household where id = $1 for update', [before.home]);
  const [taken] = await query(
    em,
    `select 1 from household_member where person_id = $1 and household_id = $2 and joined_at = $3 and ended_at is null`,
    [survivorId, before.home, since],
  );
  if (taken) {
    await endStay(em, before.home, survivorId, 'merged', by, at);
    const own = await relationUntil(em, survivorId, since);
    if (own) await insertMember(em, own.home, { personId: survivorId, relation: own.relation }, by, at);
  }
  const isHeaded = (await membersNow(em, before.home)).some((m) => m.relation === 'head');
  const relation = before.relation === 'head' && isHeaded ? 'other' : before.relation;
  await insertMember(em, before.home, { personId: mergedId, relation }, by, at);
  await change(em, 'update household set closed_at = null where id = $1', [before.home]);
}
