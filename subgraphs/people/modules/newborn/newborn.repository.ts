import { change, type Em, type Keyring, newId, type PageRequest, query } from '@miaoben/kernel';
import { Parameters } from '@miaoben/kernel/reach';
import type { NewbornState } from './newborn.enums.ts';
import type { ToldNewborn } from './newborn.port.ts';

export interface NewbornRow {
  id: string;
  digest: string;
  sealed: string;
  sex: 'F' | 'M' | 'U';
  birth_date: string;
  /** township of residence as far as it was told, else the division that was asked */
  division: string;
  id_blind: string | null;
  certificate_blind: string | null;
  state: `${NewbornState}`;
  person_id: string | null;
  /** digest of what was told when the file was last brought up to it */
  taken_digest: string | null;
  fetched_at: string;
  version: number;
}
export interface NewbornFilter {
  state?: `${NewbornState}` | null;
  id?: string | null;
}

const SEALED = 'newborn.told';
const COLUMNS = `n.id, n.digest, n.sealed, n.sex, n.birth_date, n.division, n.id_blind, n.certificate_blind, n.state, n.person_id,
  n.taken_digest, n.fetched_at, n.version`;

export const openNewborn = (keyring: Keyring, row: Pick<NewbornRow, 'sealed'>): ToldNewborn =>
  JSON.parse(keyring.open(row.sealed, SEALED));

const within = (divisions: readonly string[], p: Parameters): string =>
  divisions.length === 0
    ? 'false'
    : `(${divisions.map((d) => `(n.division >= ${p.add(d)} and n.division < ${p.add(`${d}:`)})`).join(' or ')})`;

/** Newborns of an area, the youngest first. */
export async function listNewborns(
  em: Em,
  divisions: readonly string[],
  filter: NewbornFilter,
  page: PageRequest,
): Promise<NewbornRow[]> {
  const p = new Parameters();
  const parts = [within(divisions, p)];
  if (filter.state) parts.push(`n.state = ${p.add(filter.state)}`);
  if (filter.id) parts.push(`n.id = ${p.add(filter.id)}`);
  if (page.key) parts.push(`(n.birth_date, n.id) < (${p.add(page.key[0])}::date, ${p.add(page.key[1])}::uuid)`);
  return query<NewbornRow>(
    em,
    `select ${COLUMNS} from newborn n where ${parts.join(' and ')} order by n.birth_date desc, n.id desc limit ${p.add(page.limit)}`,
    p.values,
  );
}

/** Newborns of an area by id, locked in one order. */
export async function lockNewborns(
  em: Em,
  ids: readonly string[],
  divisions: readonly string[],
): Promise<NewbornRow[]> {
  const p = new Parameters();
  return query<NewbornRow>(
    em,
    `select ${COLUMNS} from newborn n where n.id = any(${p.add(ids)}::uuid[]) and ${within(divisions, p)} order by n.id for update`,
    p.values,
  );
}

/** Which of these numbers the maternal-child system told of another newborn too, by blind index. */
export async function sharedNumbers(em: Em, rows: readonly NewbornRow[]): Promise<Set<string>> {
  const found = await query<{ blind: string }>(
    em,
    `select id_blind blind from newborn where id_blind = any($1) group by 1 having count(*) > 1
     union all
     select certificate_blind from newborn where certificate_blind = any($2) group by 1 having count(*) > 1`,
    [rows.flatMap((r) => r.id_blind ?? []), rows.flatMap((r) => r.certificate_blind ?? [])],
  );
  return new Set(found.map((r) => r.blind));
}

export interface FreshNewborn {
  told: ToldNewborn;
  digest: string;
  division: string;
  idBlind: string | null;
  certificateBlind: string | null;
}

/** Stores what was told: the same again changes nothing, a corrected row is the same row. @returns how many are new, how many changed */
export async function putNewborns(
  em: Em,
  keyring: Keyring,
  fresh: readonly FreshNewborn[],
  at: Date,
): Promise<{ fresh: number; changed: number }> {
  if (fresh.length === 0) return { fresh: 0, changed: 0 };
  const rows = await query<{ is_new: boolean }>(
    em,
    `insert into newborn as n (id, source_id, digest, sealed, sex, birth_date, division, id_blind, certificate_blind, state, fetched_at, version)
     select id, source_id, digest, sealed, sex, birth_date, division, id_blind, certificate_blind, 'waiting', $10, 1
     from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::date[], $7::text[], $8::text[], $9::text[])
       as t (id, source_id, digest, sealed, sex, birth_date, division, id_blind, certificate_blind)
     order by source_id
     on conflict (source_id) do update set digest = excluded.digest, sealed = excluded.sealed, sex = excluded.sex,
       birth_date = excluded.birth_date, division = excluded.division, id_blind = excluded.id_blind,
       certificate_blind = excluded.certificate_blind, fetched_at = excluded.fetched_at, version = n.version + 1
     where n.digest <> excluded.digest
     returning version = 1 is_new`,
    [
      fresh.map(() => newId()),
      fresh.map((f) => f.told.id),
      fresh.map((f) => f.digest),
      fresh.map((f) => keyring.seal(JSON.stringify(f.told), SEALED)),
      fresh.map((f) => f.told.sex),
      fresh.map((f) => f.told.birthDate),
      fresh.map((f) => f.division),
      fresh.map((f) => f.idBlind),
      fresh.map((f) => f.certificateBlind),
      at,
    ],
  );
  const made = rows.filter((r) => r.is_new).length;
  return { fresh: made, changed: rows.length - made };
}

/** Writes the state of a newborn after an act. */
export async function writeNewborn(
  em: Em,
  row: Pick<NewbornRow, 'id' | 'state' | 'person_id' | 'taken_digest' | 'version'>,
): Promise<void> {
  await change(em, 'update newborn set state = $2, person_id = $3, taken_digest = $4, version = $5 where id = $1', [
    row.id,
    row.state,
    row.person_id,
    row.taken_digest,
    row.version,
  ]);
}

export async function fetchCursors(
  em: Em,
  divisions: readonly string[],
): Promise<Map<string, { cursor: string; fetched_at: string }>> {
  const rows = await query<{ division: string; cursor: string; fetched_at: string }>(
    em,
    'select division, cursor, fetched_at from newborn_fetch where division = any($1)',
    [divisions],
  );
  return new Map(rows.map((r) => [r.division, r]));
}

export async function putCursor(em: Em, division: string, cursor: string, at: Date): Promise<void> {
  await change(
    em,
    `insert into newborn_fetch (division, cursor, fetched_at) values ($1, $2, $3)
     on conflict (division) do update set cursor = $2, fetched_at = $3`,
    [division, cursor, at],
  );
}

export interface ParentKey {
  name: string;
  phoneBlind: string;
}
const keyOf = (name: string, blind: string) => `${name}\n${blind}`;

/**
 * How many children each parent has: live files that name a mother or father of this name and phone, the same two by which families are
 * bound (J-12: parents' counters). Counted when read, so that a new file, a merge, a death of a link or an ended guardian is in it at once.
 * @param names already spelled by `nameKey`
 */
export async function childrenOfParents(em: Em, parents: readonly ParentKey[]): Promise<number[]> {
  const rows = await query<{ name_key: string; phone_blind: string; children: number }>(
    em,
    `select g.name_key, g.phone_blind, count(distinct g.person_id)::int children
     from guardian g join person p on p.id = g.person_id
     where g.phone_blind = any($1) and g.relation in ('mother', 'father') and p.registration_state <> 'cancelled'
     group by 1, 2`,
    [[...new Set(parents.map((x) => x.phoneBlind))]],
  );
  const counts = new Map(rows.map((r) => [keyOf(r.name_key, r.phone_blind), r.children]));
  return parents.map((x) => counts.get(keyOf(x.name, x.phoneBlind)) ?? 0);
}
