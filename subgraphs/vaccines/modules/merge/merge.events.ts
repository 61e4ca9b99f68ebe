import { change, type Em, isUuidV7, query } from '@miaoben/kernel';
import type { PersonMerged } from '@miaoben/schema';
import { healthFactsOf, toldFacts } from '../health/health-fact.repository.ts';
import { storeFacts } from '../person/subject.repository.ts';

/**
 * The file that stands for another one, through any number of merges; the file itself when it was not merged. A circle cannot come to
 * be: people merges no file that is cancelled.
 */
export async function standsFor(em: Em, personId: string): Promise<string> {
  if (!isUuidV7(personId)) return personId;
  const [row] = await query<{ id: string }>(
    em,
    `with recursive way (id, depth) as (
       select $1::uuid, 0
       union all
       select l.survivor_id, way.depth + 1 from way join person_link l on l.merged_id = way.id
       where l.survivor_id is not null and way.depth < 20)
     select id from way order by depth desc limit 1`,
    [personId],
  );
  return row!.id;
}

/** The links a file has with others, each way. One statement for any number. */
export async function linksOf(em: Em, ids: readonly string[]): Promise<{ merged_id: string; survivor_id: string }[]> {
  return query(
    em,
    `select merged_id, survivor_id from person_link
     where survivor_id is not null and (merged_id = any($1::uuid[]) or survivor_id = any($1::uuid[])) order by merged_id`,
    [ids],
  );
}

/** A file and all that were merged into it, one after the other. */
async function joinedInto(em: Em, personId: string): Promise<string[]> {
  const rows = await query<{ id: string }>(
    em,
    `with recursive files (id, depth) as (
       select $1::uuid, 0
       union all
       select l.merged_id, files.depth + 1 from files join person_link l on l.survivor_id = files.id where files.depth < 20)
     select distinct id from files`,
    [personId],
  );
  return rows.map((r) => r.id);
}

/** What the engine is told follows the facts that moved: a contraindication known of one file holds for the one that stands for it. */
async function moveEntries(em: Em, from: string, to: string, origins: readonly string[]): Promise<void> {
  for (const table of [
    'health_fact',
    'not_given',
    'paper_printing',
    'visit',
    'screening',
    'aefi_case',
    'consent',
    'dose_note',
    'group_declaration',
  ]) {
    await change(
      em,
      `update ${table} set person_id = $2, origin_person = nullif(coalesce(origin_person, person_id), $2::uuid)
       where person_id = $1 and coalesce(origin_person, person_id) = any($3::uuid[])`,
      [from, to, origins],
    );
  }
  const facts = Map.groupBy(await healthFactsOf(em, [from, to]), (f) => f.person_id);
  for (const id of [from, to]) await storeFacts(em, id, toldFacts(facts.get(id) ?? []));
}

/**
 * Lets the doses, health facts, reasons of not given, printings, adverse events and consents of a merged file, and of those merged into it before, stand with the file that
 * stands for it now; undone, they go back.
 * The files are locked by the caller. @returns the files whose record changed
 */
async function moveRecord(em: Em, merged: string, from: string, to: string): Promise<string[]> {
  const origins = await joinedInto(em, merged);
  const moved = await query<{ dose_id: string }>(
    em,
    `update dose d set person_id = t.person_id, birth_date = t.birth_date, division = t.division,
       origin_person = nullif(coalesce(d.origin_person, d.person_id), t.person_id)
     from subject f, subject t
     where f.person_id = $1 and t.person_id = $2 and d.person_id = f.person_id and d.birth_date = f.birth_date
       and coalesce(d.origin_person, d.person_id) = any($3::uuid[])
     returning d.dose_id`,
    [from, to, origins],
  );
  await change(em, 'update observation set person_id = $2 where person_id = $1 and dose_id = any($3::uuid[])', [
    from,
    to,
    moved.map((m) => m.dose_id),
  ]);
  await moveEntries(em, from, to, origins);
  return [from, to];
}

/** Takes over merges and their undoing; an older one never replaces a newer one. @returns the files whose record changed */
export async function applyMerges(em: Em, events: readonly PersonMerged[]): Promise<string[]> {
  const touched: string[] = [];
  for (const { personId, survivorId, version } of events) {
    const [known] = await query<{ version: number }>(em, 'select version from person_link where merged_id = $1', [
      personId,
    ]);
    if (known && known.version >= version) continue;
    const from = await standsFor(em, personId);
    await change(
      em,
      `insert into person_link (merged_id, survivor_id, version) values ($1, $2, $3)
       on conflict (merged_id) do update set survivor_id = excluded.survivor_id, version = excluded.version`,
      [personId, survivorId, version],
    );
    const to = await standsFor(em, personId);
    await query(em, 'select 1 from subject where person_id = any($1::uuid[]) order by person_id for update', [
      [from, to],
    ]);
    if (from !== to) touched.push(...(await moveRecord(em, personId, from, to)));
  }
  return [...new Set(touched)];
}
