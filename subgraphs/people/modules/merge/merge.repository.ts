import { change, type Em, query } from '@miaoben/kernel';

/** A binding the merge moved. */
export interface MovedBinding {
  readonly account_id: string;
  readonly relation: string;
  readonly way: string;
  readonly consent_at: string;
  readonly bound_at: string;
  /** missing in links made before they were kept */
  readonly name_key?: string | null;
  readonly phone_blind?: string | null;
  /** false: the account was bound to the survivor already, or is held off from the child */
  readonly added: boolean;
  /** bound to the survivor now; missing in links made before bars were kept */
  readonly bound?: boolean;
}
export interface LinkRow {
  merged_id: string;
  version: number;
  survivor_id: string;
  state_before: string;
  bindings: MovedBinding[];
  /** `Taken`, sealed; null: no field of the survivor changed */
  taken_sealed: string | null;
  merged_at: string;
}
export interface MergedRow {
  survivor_id: string;
  id: string;
  name: string;
  merged_at: string;
  reason_sealed: string;
}

/** The link that stands of a file that ended. */
export async function standingLink(em: Em, mergedId: string): Promise<LinkRow | undefined> {
  const [row] = await query<LinkRow>(
    em,
    `select merged_id, version, survivor_id, state_before, bindings, taken_sealed, merged_at from person_link
     where merged_id = $1 and undone_at is null`,
    [mergedId],
  );
  return row;
}

/** Survivors by file, for those that were merged. */
export async function survivorsOf(em: Em, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await query<LinkRow>(
    em,
    'select merged_id, survivor_id from person_link where merged_id = any($1::uuid[]) and undone_at is null',
    [ids],
  );
  return new Map(rows.map((r) => [r.merged_id, r.survivor_id]));
}

/** The files merged into each, the last one first. */
export async function mergedInto(em: Em, survivorIds: readonly string[]): Promise<MergedRow[]> {
  return query<MergedRow>(
    em,
    `select l.survivor_id, l.merged_id as id, p.name, l.merged_at, l.reason_sealed
     from person_link l join person p on p.id = l.merged_id
     where l.survivor_id = any($1::uuid[]) and l.undone_at is null order by l.merged_at desc, l.merged_id`,
    [survivorIds],
  );
}

/** @returns the version of the link, which grows with each merge and each undoing of a file */
export async function insertLink(
  em: Em,
  link: Omit<LinkRow, 'version' | 'merged_at'> & { reasonSealed: string; by: string; at: Date },
): Promise<number> {
  const [row] = await query<{ version: number }>(
    em,
    `insert into person_link (merged_id, version, survivor_id, reason_sealed, merged_by, merged_at, state_before, bindings,
       taken_sealed)
     select $1, coalesce(max(version), 0) + 2, $2, $3, $4, $5, $6, $7, $8 from person_link where merged_id = $1
     returning version`,
    [
      link.merged_id,
      link.survivor_id,
      link.reasonSealed,
      link.by,
      link.at,
      link.state_before,
      JSON.stringify(link.bindings),
      link.taken_sealed,
    ],
  );
  await tellDevices(em, link.merged_id);
  return row!.version;
}

/** Files that stand for a merged one are given to devices again: guardians and the codes that lead to them changed. */
async function tellDevices(em: Em, mergedId: string): Promise<void> {
  await change(
    em,
    `with recursive standing (id) as (
       select survivor_id from person_link where merged_id = $1 and undone_at is null
       union select l.survivor_id from standing s join person_link l on l.merged_id = s.id and l.undone_at is null)
     update person set changed = pg_current_xact_id() where id in (select id from standing)`,
    [mergedId],
  );
}

export async function endLink(em: Em, { merged_id, version }: LinkRow, by: string, at: Date): Promise<void> {
  await tellDevices(em, merged_id);
  await change(em, 'update person_link set undone_by = $3, undone_at = $4 where merged_id = $1 and version = $2', [
    merged_id,
    version,
    by,
    at,
  ]);
}

/** Lets the accounts bound to one file be bound to another instead, but who is held off from that one (a bar). @returns what was moved */
export async function moveBindings(em: Em, from: string, to: string): Promise<MovedBinding[]> {
  return query<MovedBinding>(
    em,
    `with gone as (delete from binding where person_id = $1 returning account_id, relation, way, consent_at, bound_at, name_key, phone_blind),
       come as (insert into binding (account_id, person_id, relation, way, consent_at, bound_at, name_key, phone_blind)
         select account_id, $2, relation, way, consent_at, bound_at, name_key, phone_blind from gone
         where not exists (select 1 from binding_bar x where x.person_id = $2 and x.lifted_at is null
           and (x.account_id = gone.account_id or x.name_key = gone.name_key))
         on conflict do nothing returning account_id)
     select gone.*, come.account_id is not null as added, come.account_id is not null or b.account_id is not null as bound
     from gone left join come using (account_id) left join binding b on b.person_id = $2 and b.account_id = gone.account_id
     order by account_id`,
    [from, to],
  );
}

/**
 * Gives bindings back to the file they were moved from; who unbound the survivor meanwhile stays unbound.
 * @returns the accounts bound again, and whether the survivor loses them
 */
export async function giveBindingsBack(em: Em, link: LinkRow): Promise<{ account_id: string; leaves: boolean }[]> {
  const given: { account_id: string; leaves: boolean }[] = [];
  for (const b of link.bindings) {
    const there = await query(em, 'select 1 from binding where account_id = $1 and person_id = $2', [
      b.account_id,
      link.survivor_id,
    ]);
    if (there.length === 0) continue;
    if (b.added) {
      await change(em, 'delete from binding where account_id = $1 and person_id = $2', [
        b.account_id,
        link.survivor_id,
      ]);
    }
    await change(
      em,
      `insert into binding (account_id, person_id, relation, way, consent_at, bound_at, name_key, phone_blind)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
      [
        b.account_id,
        link.merged_id,
        b.relation,
        b.way,
        b.consent_at,
        b.bound_at,
        b.name_key ?? null,
        b.phone_blind ?? null,
      ],
    );
    given.push({ account_id: b.account_id, leaves: b.added });
  }
  return given;
}

/** Lets the guardians of a merged file stand on the survivor's too, those that are there already left out. */
export async function lendGuardians(em: Em, from: string, to: string): Promise<void> {
  await change(
    em,
    `insert into guardian (person_id, ordinal, relation, name, name_key, document_sealed, phone_sealed, phone_blind, origin_person)
     select $2, last.n + row_number() over (order by g.ordinal), g.relation, g.name, g.name_key, g.document_sealed,
       g.phone_sealed, g.phone_blind, coalesce(g.origin_person, $1)
     from guardian g, (select coalesce(max(ordinal), -1) n from guardian where person_id = $2) last
     where g.person_id = $1 and not exists (
       select 1 from guardian o where o.person_id = $2 and o.name_key = g.name_key
         and o.phone_blind is not distinct from g.phone_blind)`,
    [from, to],
  );
}

/** Lets the health record of a merged file be read under the survivor, where that has none of its own. */
export async function lendHealthRecord(em: Em, from: string, to: string): Promise<void> {
  await change(
    em,
    `insert into health_record_link (person_id, record_sealed, linked_at, linked_by, origin_person)
     select $2, record_sealed, linked_at, linked_by, coalesce(origin_person, $1) from health_record_link where person_id = $1
     on conflict (person_id) do nothing`,
    [from, to],
  );
}

/** Takes the guardians and the health record that came with a merged file, or with those merged into it, from every file that stands for it. */
export async function takeLentBack(em: Em, mergedId: string): Promise<void> {
  for (const table of ['guardian', 'health_record_link']) await takeBack(em, table, mergedId);
}

async function takeBack(em: Em, table: string, mergedId: string): Promise<void> {
  await change(
    em,
    `with recursive origins (id) as (
       select $1::uuid union select l.merged_id from origins o join person_link l on l.survivor_id = o.id and l.undone_at is null),
     standing (id) as (
       select survivor_id from person_link where merged_id = $1 and undone_at is null
       union select l.survivor_id from standing s join person_link l on l.merged_id = s.id and l.undone_at is null)
     delete from ${table} where person_id in (select id from standing) and origin_person in (select id from origins)`,
    [mergedId],
  );
}
