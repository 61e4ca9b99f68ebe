import { change, type Em, query } from '@miaoben/kernel';
import type { PersonRow } from '../person/person.repository.ts';
import type { HouseholdEndReason } from './household.enums.ts';
import { householdNumber, type Related, type Relation, type Resident } from './household.rules.ts';

export interface HouseholdRow {
  id: string;
  number: string;
  division: string;
  opened_at: string;
}
export interface MemberRow {
  household_id: string;
  person_id: string;
  relation: Relation;
  joined_at: string;
  joined_by: string;
  ended_at: string | null;
  ended_by: string | null;
  end_reason: `${HouseholdEndReason}` | null;
  name: string;
  registration_state: PersonRow['registration_state'];
}
export interface HouseholdWithMembers extends HouseholdRow {
  members: MemberRow[];
}

const MEMBER_COLUMNS = `m.household_id, m.person_id, m.relation, m.joined_at, m.joined_by, m.ended_at, m.ended_by, m.end_reason,
  p.name, p.registration_state`;

/** By person: the household it lives in, with all who live or lived there; deleted files are left out. Two statements for any number. */
export async function householdsOf(em: Em, personIds: readonly string[]): Promise<Map<string, HouseholdWithMembers>> {
  const own = await query<HouseholdRow & { person_id: string }>(
    em,
    `select m.person_id, h.id, h.number, h.division, h.opened_at from household_member m join household h on h.id = m.household_id
     where m.person_id = any($1::uuid[]) and m.ended_at is null`,
    [personIds],
  );
  if (own.length === 0) return new Map();
  const rows = await query<MemberRow>(
    em,
    `select ${MEMBER_COLUMNS} from household_member m join person p on p.id = m.person_id
     where m.household_id = any($1::uuid[]) and p.deleted_on is null order by m.relation <> 'head', m.joined_at, m.person_id`,
    [[...new Set(own.map((h) => h.id))]],
  );
  const members = Map.groupBy(rows, (m) => m.household_id);
  return new Map(own.map(({ person_id, ...h }) => [person_id, { ...h, members: members.get(h.id) ?? [] }]));
}

export interface StayRow extends Pick<MemberRow, 'person_id' | 'relation' | 'joined_at' | 'ended_by'> {
  number: string;
  ended_at: string;
  end_reason: `${HouseholdEndReason}`;
}

/** Stays of persons that ended, the last first. One statement for any number. */
export async function formerStays(em: Em, personIds: readonly string[]): Promise<StayRow[]> {
  return query<StayRow>(
    em,
    `select m.person_id, h.number, m.relation, m.joined_at, m.ended_at, m.ended_by, m.end_reason
     from household_member m join household h on h.id = m.household_id
     where m.person_id = any($1::uuid[]) and m.ended_at is not null order by m.person_id, m.ended_at desc`,
    [personIds],
  );
}

/** True when both live in one household now. */
export async function livesWith(em: Em, one: string, other: string): Promise<boolean> {
  const rows = await query<{ ok: number }>(
    em,
    `select 1 ok from household_member a join household_member b on b.household_id = a.household_id and b.ended_at is null
     where a.person_id = $1 and b.person_id = $2 and a.ended_at is null`,
    [one, other],
  );
  return rows.length > 0;
}

/** The household a person lives in, locked: who joins or leaves it waits. */
export async function lockHousehold(em: Em, personId: string): Promise<string | undefined> {
  return (await lockHouseholds(em, [personId])).get(personId);
}

/** By person: the household it lives in, all locked in one order. Whoever left while this waited lives there no more. */
export async function lockHouseholds(em: Em, personIds: readonly string[]): Promise<Map<string, string>> {
  const live =
    'select person_id, household_id from household_member where person_id = any($1::uuid[]) and ended_at is null';
  await query(
    em,
    `select h.id from household h where h.id in (select household_id from (${live}) l) order by h.id for update`,
    [personIds],
  );
  const rows = await query<{ person_id: string; household_id: string }>(em, live, [personIds]);
  return new Map(rows.map((row) => [row.person_id, row.household_id]));
}

/** Who lives there now, deleted files included: they come back as they were. */
export async function membersNow(em: Em, householdId: string): Promise<Resident[]> {
  const rows = await query<{ person_id: string; relation: Relation; is_deleted: boolean }>(
    em,
    `select m.person_id, m.relation, p.deleted_on is not null is_deleted from household_member m join person p on p.id = m.person_id
     where m.household_id = $1 and m.ended_at is null`,
    [householdId],
  );
  return rows.map((row) => ({ personId: row.person_id, relation: row.relation, isDeleted: row.is_deleted }));
}

/** Opens a household with the next number of its county. @returns its id */
export async function insertHousehold(em: Em, id: string, division: string, by: string, at: Date): Promise<string> {
  const [counted] = await query<{ last: number }>(
    em,
    `insert into household_count as c (county, last) values (substr($1, 1, 6), 1)
     on conflict (county) do update set last = c.last + 1 returning last`,
    [division],
  );
  await change(em, 'insert into household (id, number, division, opened_by, opened_at) values ($1, $2, $3, $4, $5)', [
    id,
    householdNumber(division, counted?.last ?? 1),
    division,
    by,
    at,
  ]);
  return id;
}

/** @throws the database's unique violation when the person lives in a household already */
export async function insertMember(
  em: Em,
  householdId: string,
  { personId, relation }: Related,
  by: string,
  at: Date,
): Promise<void> {
  await change(
    em,
    'insert into household_member (person_id, household_id, joined_at, relation, joined_by) values ($1, $2, $3, $4, $5)',
    [personId, householdId, at, relation, by],
  );
}

/** Ends the stay of a person. */
export async function endStay(
  em: Em,
  householdId: string,
  personId: string,
  reason: `${HouseholdEndReason}`,
  by: string,
  at: Date,
): Promise<void> {
  await change(
    em,
    `update household_member set ended_at = $3, ended_by = $4, end_reason = $5
     where household_id = $1 and person_id = $2 and ended_at is null`,
    [householdId, personId, at, by, reason],
  );
}

/** Closes a household without members. */
export async function closeEmpty(em: Em, householdId: string, at: Date): Promise<void> {
  await change(
    em,
    `update household set closed_at = $2 where id = $1
       and not exists (select 1 from household_member where household_id = $1 and ended_at is null)`,
    [householdId, at],
  );
}
