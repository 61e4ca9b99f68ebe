import { type Em, query } from '@miaoben/kernel';
import type { DivisionsChanged } from '@miaoben/schema';
import type { Places } from './follow.rules.ts';

export interface FollowRow {
  order_id: string;
  event: DivisionsChanged;
  state: 'running' | 'done' | 'undoing' | 'undone';
  last_person: string | null;
  written: number;
  restored: number;
  kept: number;
  started_at: string;
  ended_at: string | null;
}
export interface FollowedFile {
  person_id: string;
  before: Places;
  after: Places;
}

export async function findFollow(em: Em, order: string): Promise<FollowRow | undefined> {
  return (await query<FollowRow>(em, 'select * from division_follow where order_id = $1', [order]))[0];
}
/** Begins the work of an order, or its way back. */
export const beginFollow = (em: Em, event: DivisionsChanged, at: Date) =>
  query(
    em,
    `insert into division_follow (order_id, event, state, started_at) values ($1, $2, $3, $4)
     on conflict (order_id) do update set event = $2, state = $3, last_person = null, ended_at = null
       where division_follow.state in ('running', 'done') and $3 = 'undoing'`,
    [event.orderId, JSON.stringify(event), event.isUndone ? 'undoing' : 'running', at],
  );
export async function nextFollow(em: Em): Promise<FollowRow | undefined> {
  const [row] = await query<FollowRow>(
    em,
    `select * from division_follow where state in ('running', 'undoing') order by started_at, order_id limit 1 for update`,
  );
  return row;
}
export const endFollow = (em: Em, order: string, state: 'done' | 'undone', at: Date) =>
  query(em, 'update division_follow set state = $2, ended_at = $3 where order_id = $1', [order, state, at]);
export const noteFollow = (
  em: Em,
  order: string,
  last: string | null,
  done: { written?: number; restored?: number; kept?: number },
) =>
  query(
    em,
    `update division_follow set last_person = $2, written = written + $3, restored = restored + $4, kept = kept + $5
     where order_id = $1`,
    [order, last, done.written ?? 0, done.restored ?? 0, done.kept ?? 0],
  );

/** Files in one of the divisions by residence or registered place, in order of their ids. */
export async function filesIn(
  em: Em,
  divisions: readonly string[],
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await query<{ id: string }>(
    em,
    `select id from (
       select id from person where residence = any($1) and ($2::uuid is null or id > $2)
       union select id from person where registered_division = any($1) and ($2::uuid is null or id > $2)) p
     order by id limit $3`,
    [divisions, after, limit],
  );
  return rows.map((row) => row.id);
}
export const addFollowed = (em: Em, order: string, rows: readonly FollowedFile[]) =>
  query(
    em,
    `insert into division_follow_row (order_id, person_id, state, before, after)
     select $1, n.person_id, 'written', n.before, n.after from unnest($2::uuid[], $3::jsonb[], $4::jsonb[]) n (person_id, before, after)`,
    [
      order,
      rows.map((row) => row.person_id),
      rows.map((row) => JSON.stringify(row.before)),
      rows.map((row) => JSON.stringify(row.after)),
    ],
  );
export const writtenFiles = (em: Em, order: string, limit: number): Promise<FollowedFile[]> =>
  query<FollowedFile>(
    em,
    `select person_id, before, after from division_follow_row where order_id = $1 and state = 'written'
     order by person_id limit $2`,
    [order, limit],
  );
export const settleFollowed = (em: Em, order: string, state: 'restored' | 'kept', ids: readonly string[]) =>
  query(em, 'update division_follow_row set state = $2 where order_id = $1 and person_id = any($3::uuid[])', [
    order,
    state,
    ids,
  ]);

/** Names and ends of townships in the copy; a county nobody asked for yet is left to be asked for whole. */
export async function changeTownships(em: Em, { names, removed }: DivisionsChanged): Promise<void> {
  const townships = names.filter(({ code }) => code.length === 9);
  await query(
    em,
    `insert into township (code, name) select n.code, n.name from unnest($1::text[], $2::text[]) n (code, name)
     where exists (select 1 from township t where t.code >= substr(n.code, 1, 6) and t.code < substr(n.code, 1, 6) || ':')
     on conflict (code) do update set name = excluded.name`,
    [townships.map((t) => t.code), townships.map((t) => t.name)],
  );
  await query(em, 'delete from township where code = any($1)', [removed]);
}

/** Open moves and births name the division of a unit: it follows the unit. */
export async function placeCases(em: Em, divisions: readonly string[]): Promise<void> {
  for (const [table, unit, division] of [
    ['file_move', 'from_unit', 'from_division'],
    ['file_move', 'to_unit', 'to_division'],
    ['birth_file', 'obstetric_unit', 'obstetric_division'],
    ['birth_file', 'destination_unit', 'destination_division'],
  ] as const)
    await query(
      em,
      `update ${table} c set ${division} = o.division_code from organisation o
       where o.id = c.${unit} and c.${division} = any($1) and c.${division} <> o.division_code`,
      [divisions],
    );
}

/** Households stand where those who live there went with an order, or came back to; their numbers stay (户编号, J-05). */
export async function placeHouseholds(
  em: Em,
  { order_id, state }: Pick<FollowRow, 'order_id' | 'state'>,
): Promise<void> {
  const [from, to] = state === 'running' ? ['before', 'after'] : ['after', 'before'];
  await query(
    em,
    `update household h set division = r.${to}->>'residence'
     from household_member m join division_follow_row r on r.person_id = m.person_id
     where m.household_id = h.id and m.ended_at is null and r.order_id = $1 and r.state = $2
       and h.division = r.${from}->>'residence' and r.before->>'residence' <> r.after->>'residence'`,
    [order_id, state === 'running' ? 'written' : 'restored'],
  );
}

/** How many files live in each of the divisions. */
export const countIn = (em: Em, divisions: readonly string[]): Promise<{ division: string; files: number }[]> =>
  query(
    em,
    `select d.code division, (select count(*)::int from person p where p.residence = d.code and p.deleted_on is null) files
     from unnest($1::text[]) d (code)`,
    [divisions],
  );
