import { change, type Em, query } from '@miaoben/kernel';
import type { BindingChanged, PersonChanged } from '@miaoben/schema';
import { type Reach, withinReach } from '../../scope.ts';

/** Own copy of a person's file (受种者档案), as far as certificates need it. */
export interface HolderRow {
  person_id: string;
  birth_date: string;
  sex: 'F' | 'M' | 'U';
  division: string;
  managing_org_id: string;
  registration_state: string;
  document_blind: string | null;
  name_blind: string;
  /** see `openIdentity` of the kernel */
  sealed: string;
  version: number;
}

/** Files that stand for nobody any more: no certificate, no match. */
export const CLOSED_STATES = ['dead', 'cancelled'];

const last = <T>(items: readonly T[], key: (item: T) => string): T[] => [
  ...new Map(items.map((i) => [key(i), i])).values(),
];

/** Holders inside the reach, those of other areas or accounts left out. */
export async function findHolders(em: Em, personIds: readonly string[], reach: Reach): Promise<HolderRow[]> {
  const { sql, parameters } = withinReach('h', reach, 2);
  return query<HolderRow>(em, `select h.* from holder h where h.person_id = any($1::uuid[]) and ${sql}`, [
    personIds,
    ...parameters,
  ]);
}

/** The same rows, locked in the order of their ids to the end of the transaction: one writer per holder at a time. */
export async function lockHolders(em: Em, personIds: readonly string[]): Promise<HolderRow[]> {
  return query<HolderRow>(
    em,
    'select * from holder where person_id = any($1::uuid[]) order by person_id for no key update',
    [personIds],
  );
}

/** Open files with one of these document numbers or names with birth date, for matching a class list. */
export async function holdersByIndex(
  em: Em,
  documents: readonly string[],
  names: readonly string[],
): Promise<HolderRow[]> {
  return query<HolderRow>(
    em,
    `select * from holder where registration_state <> all($3::text[])
       and (document_blind = any($1::text[]) or name_blind = any($2::text[]))`,
    [documents, names, CLOSED_STATES],
  );
}

/** Takes over persons unless a newer state is there. @returns the rows as they were before, of those that changed */
export async function putHolders(em: Em, events: readonly PersonChanged[]): Promise<Map<string, HolderRow | null>> {
  const persons = last(
    [...events].sort((a, b) => a.version - b.version),
    (e) => e.personId,
  );
  const before = new Map(
    (
      await lockHolders(
        em,
        persons.map((e) => e.personId),
      )
    ).map((row) => [row.person_id, row]),
  );
  const changed = persons.filter((e) => (before.get(e.personId)?.version ?? 0) < e.version);
  await change(
    em,
    `insert into holder (person_id, birth_date, sex, division, managing_org_id, registration_state, document_blind,
       name_blind, sealed, version)
     select * from unnest($1::uuid[], $2::date[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[],
       $8::text[], $9::text[], $10::int[]) as n (person_id) order by n.person_id
     on conflict (person_id) do update set birth_date = excluded.birth_date, sex = excluded.sex,
       division = excluded.division, managing_org_id = excluded.managing_org_id,
       registration_state = excluded.registration_state, document_blind = excluded.document_blind,
       name_blind = excluded.name_blind, sealed = excluded.sealed, version = excluded.version
     where holder.version < excluded.version`,
    [
      changed.map((e) => e.personId),
      changed.map((e) => e.birthDate),
      changed.map((e) => e.sex),
      changed.map((e) => e.divisionCode),
      changed.map((e) => e.managingOrgId),
      changed.map((e) => e.registrationState),
      changed.map((e) => e.documentBlind),
      changed.map((e) => e.nameBlind),
      changed.map((e) => e.sealed),
      changed.map((e) => e.version),
    ],
  );
  return new Map(changed.map((e) => [e.personId, before.get(e.personId) ?? null]));
}

/** Takes over which accounts are bound to which files. */
export async function putBindings(em: Em, events: readonly BindingChanged[]): Promise<void> {
  const bindings = last(events, (e) => `${e.accountId} ${e.personId}`);
  const columns = (bound: boolean) => {
    const some = bindings.filter((e) => e.bound === bound);
    return [some.map((e) => e.accountId), some.map((e) => e.personId)];
  };
  await change(
    em,
    'insert into binding select * from unnest($1::text[], $2::uuid[]) on conflict do nothing',
    columns(true),
  );
  await change(
    em,
    'delete from binding where (account_id, person_id) in (select * from unnest($1::text[], $2::uuid[]))',
    columns(false),
  );
}
