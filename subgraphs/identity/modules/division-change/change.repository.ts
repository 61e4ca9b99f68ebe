import { type Em, query } from '@miaoben/kernel';
import type { DivisionsChanged } from '@miaoben/schema';
import type { DivisionChange, Place } from './change.rules.ts';

/** A row as an order found it and left it; null where there was or is none. */
interface Written<T> {
  readonly before: T | null;
  readonly after: T | null;
}
export interface UnitPlace {
  readonly id: string;
  readonly division_code: string;
}
export interface AccountPlace {
  readonly id: string;
  readonly division_code: string | null;
  readonly divisions: readonly string[];
}
export interface WrittenRows {
  readonly places: readonly Written<Place>[];
  readonly units: readonly Written<UnitPlace>[];
  readonly accounts: readonly Written<AccountPlace>[];
}
export interface OrderRow {
  id: string;
  areas: string[];
  changes: DivisionChange[];
  written: WrittenRows;
  event: DivisionsChanged;
  reason: string;
  ordered_by: string;
  ordered_at: string;
  undone_by: string | null;
  undone_at: string | null;
}

/** One order at a time, to the end of the transaction. */
export const lockDivisions = (em: Em) => query(em, `select pg_advisory_xact_lock(hashtext('division-order'))`);

const likeAny = (codes: readonly string[]) => codes.map((code) => `${code}%`);

/** Divisions at and below some codes, with those above them. */
export const placesIn = (em: Em, roots: readonly string[], above: readonly string[]): Promise<Place[]> =>
  query<Place>(
    em,
    `select code, name, full_name, level, parent_code from division where code like any($1) or code = any($2) order by code`,
    [likeAny(roots), above],
  );
export const unitsIn = (em: Em, codes: readonly string[]): Promise<UnitPlace[]> =>
  query<UnitPlace>(em, 'select id::text, division_code from organisation where division_code = any($1) order by id', [
    codes,
  ]);
export const accountsIn = (em: Em, codes: readonly string[]): Promise<AccountPlace[]> =>
  query<AccountPlace>(
    em,
    'select id::text, division_code, divisions from account where division_code = any($1) or divisions && $1 order by id',
    [codes],
  );

/** In one statement: a merged city writes thousands, and the key of the parent is looked at when all stand. */
export const putPlaces = (em: Em, places: readonly Place[]) =>
  query(
    em,
    `insert into division (code, name, full_name, level, parent_code)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
     on conflict (code) do update set name = excluded.name, full_name = excluded.full_name, level = excluded.level,
       parent_code = excluded.parent_code`,
    [
      places.map((p) => p.code),
      places.map((p) => p.name),
      places.map((p) => p.full_name),
      places.map((p) => p.level),
      places.map((p) => p.parent_code),
    ],
  );
export const removePlaces = (em: Em, codes: readonly string[]) =>
  query(em, 'delete from division where code = any($1)', [codes]);
export const placeUnits = (em: Em, units: readonly UnitPlace[]) =>
  query(
    em,
    `update organisation o set division_code = n.code from unnest($1::uuid[], $2::text[]) n (id, code) where o.id = n.id`,
    [units.map((u) => u.id), units.map((u) => u.division_code)],
  );
/** The tokens these accounts hold name the area they had: they end. */
export async function placeAccounts(em: Em, accounts: readonly AccountPlace[]): Promise<void> {
  for (const { id, division_code, divisions } of accounts)
    await query(
      em,
      `update account set division_code = $2, divisions = $3, token_version = token_version + 1, tokens_ended_at = now()
       where id = $1`,
      [id, division_code, divisions],
    );
}
/** What the consumers of units are told of those that moved. */
export const unitsChanged = (em: Em, ids: readonly string[]) =>
  query<{ id: string; code: string; name: string; kind: string; division_code: string; closed_on: string | null }>(
    em,
    'select id::text, code, name, kind, division_code, closed_on from organisation where id = any($1::uuid[]) order by id',
    [ids],
  );

export async function insertOrder(
  em: Em,
  row: Omit<OrderRow, 'ordered_at' | 'undone_by' | 'undone_at'> & { at: Date },
) {
  await query(
    em,
    `insert into division_order (id, areas, changes, written, event, reason, ordered_by, ordered_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[row.id, row.areas, JSON.stringify(row.changes), JSON.stringify(row.written), JSON.stringify(row.event)],
      ...[row.reason, row.ordered_by, row.at],
    ],
  );
}
export async function findOrder(em: Em, id: string): Promise<OrderRow | undefined> {
  return (await query<OrderRow>(em, 'select * from division_order where id = $1', [id]))[0];
}
/** Orders of an area, the last first; each at most of the province, so they are few. */
export const ordersOf = (em: Em, divisions: readonly string[], limit: number): Promise<OrderRow[]> =>
  query<OrderRow>(
    em,
    `select * from division_order where exists (select 1 from unnest(areas) a where a like any($1))
     order by ordered_at desc, id limit $2`,
    [likeAny(divisions), limit],
  );
export const endOrder = (em: Em, id: string, by: string, at: Date) =>
  query(em, 'update division_order set undone_by = $2, undone_at = $3 where id = $1', [id, by, at]);
