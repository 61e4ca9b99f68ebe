import { change, type Em, publish, query, type Services, type Subscription } from '@miaoben/kernel';
import type { BindingChanged, PersonChanged } from '@miaoben/schema';
import { toldCasesOf } from '../aefi/aefi.events.ts';
import { catalogueOn } from '../catalogue/catalogue.ts';
import { moveDoses } from '../dose/dose.repository.ts';
import { recomputePersons } from '../due/recompute.ts';
import { applyMerges } from '../merge/merge.events.ts';
import { applyVisitors } from '../visitor/visitor.events.ts';

/** The last state of each key of a batch. */
const latest = <T>(events: readonly T[], key: (event: T) => string): T[] => [
  ...new Map(events.map((e) => [key(e), e])).values(),
];

/**
 * Takes over the state of persons unless a newer one is there already, and moves the rows of those whose birth date
 * was corrected or who moved. @returns the ids that changed
 */
export async function applyPersons(em: Em, events: readonly PersonChanged[]): Promise<string[]> {
  const persons = latest(
    [...events].sort((a, b) => a.version - b.version),
    (e) => e.personId,
  );
  const before = new Map(
    (
      await query<{ person_id: string; birth_date: string; division: string; version: number }>(
        em,
        `select person_id, birth_date, division, version from subject
         where person_id = any($1::uuid[]) order by person_id for update`,
        [persons.map((e) => e.personId)],
      )
    ).map((row) => [row.person_id, row]),
  );
  const changed = persons.filter((e) => (before.get(e.personId)?.version ?? 0) < e.version);
  if (changed.length === 0) return [];
  await upsertSubjects(em, changed);
  const moves = changed.flatMap((e) => {
    const old = before.get(e.personId);
    if (!old || (old.birth_date === e.birthDate && old.division === e.divisionCode)) return [];
    return [{ personId: e.personId, from: old.birth_date, to: e.birthDate, division: e.divisionCode }];
  });
  await moveDoses(em, moves);
  return changed.map((e) => e.personId);
}

/** Day of the last forecast of somebody who has had none: the daily refresh finds who was left. */
const NEVER = '1900-01-01';

/** Writes the copies with one statement; an older version never replaces a newer one. */
async function upsertSubjects(em: Em, persons: readonly PersonChanged[]): Promise<void> {
  await change(
    em,
    `insert into subject (person_id, birth_date, sex, division, managing_org_id, registration_state, conditions,
       birth_weight_g, document_blind, name_blind, version, forecast_on)
     select person_id, birth_date, sex, division, managing_org_id, registration_state,
       array(select jsonb_array_elements_text(conditions)), birth_weight_g, document_blind, name_blind, version,
       date '${NEVER}'
     from unnest($1::uuid[], $2::date[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::jsonb[], $8::int[],
       $9::text[], $10::text[], $11::int[])
       as n (person_id, birth_date, sex, division, managing_org_id, registration_state, conditions,
         birth_weight_g, document_blind, name_blind, version)
     order by person_id
     on conflict (person_id) do update set birth_date = excluded.birth_date, sex = excluded.sex,
       division = excluded.division, managing_org_id = excluded.managing_org_id,
       registration_state = excluded.registration_state, conditions = excluded.conditions,
       birth_weight_g = excluded.birth_weight_g, document_blind = excluded.document_blind,
       name_blind = excluded.name_blind, version = excluded.version,
       changed = excluded.changed
     where subject.version < excluded.version`,
    [
      persons.map((e) => e.personId),
      persons.map((e) => e.birthDate),
      persons.map((e) => e.sex),
      persons.map((e) => e.divisionCode),
      persons.map((e) => e.managingOrgId),
      persons.map((e) => e.registrationState),
      persons.map((e) => JSON.stringify(e.conditions)),
      persons.map((e) => e.birthWeightG),
      persons.map((e) => e.documentBlind),
      persons.map((e) => e.nameBlind),
      persons.map((e) => e.version),
    ],
  );
}

/** Takes over which accounts are bound to which files. */
export async function applyBindings(em: Em, events: readonly BindingChanged[]): Promise<void> {
  const bindings = latest(events, (e) => `${e.accountId} ${e.personId}`);
  const columns = (bound: boolean) => {
    const some = bindings.filter((e) => e.bound === bound);
    return [some.map((e) => e.accountId), some.map((e) => e.personId)];
  };
  await change(
    em,
    `insert into binding (account_id, person_id) select * from unnest($1::text[], $2::uuid[])
     on conflict do nothing`,
    columns(true),
  );
  await change(
    em,
    `delete from binding where (account_id, person_id) in (select * from unnest($1::text[], $2::uuid[]))`,
    columns(false),
  );
}

/** What vaccines takes over from people. */
export function peopleSubscription(services: Omit<Services, 'consumer'>): Subscription {
  return {
    source: 'people',
    types: ['person.changed', 'binding.changed', 'person.merged', 'visitor.taken'],
    async handle(events, em) {
      const persons = events.filter((e) => e.type === 'person.changed');
      const bindings = events.filter((e) => e.type === 'binding.changed');
      if (bindings.length > 0) await applyBindings(em, bindings);
      const merges = events.filter((e) => e.type === 'person.merged');
      const visitors = events.filter((e) => e.type === 'visitor.taken');
      const known = await applyPersons(em, persons);
      const visited = await applyVisitors(em, services, visitors);
      const changed = [...new Set([...known, ...visited, ...(await applyMerges(em, merges))])];
      if (changed.length === 0) return;
      const today = services.clock.today();
      const catalogue = await catalogueOn(services.orm, today);
      await publish(em, await recomputePersons(em, catalogue, changed, today));
      await publish(em, await toldCasesOf(em, changed));
    },
  };
}
