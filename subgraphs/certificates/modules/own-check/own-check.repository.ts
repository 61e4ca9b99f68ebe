import { change, type Em, query } from '@miaoben/kernel';
import type { MissingDose } from '../assessment/assessment.client.ts';
import type { OrganisationRow } from '../organisation/organisation.repository.ts';
import type { EntryKind } from './own-check.type.ts';

export interface OwnCheckRow {
  id: string;
  number: string;
  account_id: string;
  person_id: string;
  name_blind: string;
  division: string;
  clinic_id: string;
  school_id: string;
  school_division: string;
  entry_kind: EntryKind;
  check_date: string;
  result: 1 | 2 | 4 | 5;
  missing: readonly MissingDose[];
  schedule_version: string;
  code: string;
  payload_hash: string;
  list_id: string;
  position: number;
  created_at: string;
  expires_at: string;
  revoked_at: string | null;
  revoked_reason: string | null;
  taken_at: string | null;
  taken_by: string | null;
}
/** A row with what is read of the child's file. */
export interface OwnCheckRead extends OwnCheckRow {
  birth_date: string;
  /** see `openIdentity` of the kernel */
  sealed: string;
}

/** Whose reports a caller reaches: the own ones, those addressed to a school, those of children or schools in divisions. */
export type OwnCheckReach =
  | { readonly account: string }
  | { readonly schoolId: string }
  | { readonly divisions: readonly string[] };

const COLUMNS = [
  'id',
  'number',
  'account_id',
  'person_id',
  'name_blind',
  'division',
  'clinic_id',
  'school_id',
  'school_division',
  'entry_kind',
  'check_date',
  'result',
  'missing',
  'schedule_version',
  'code',
  'payload_hash',
  'list_id',
  'position',
  'created_at',
  'expires_at',
] as const satisfies readonly (keyof OwnCheckRow)[];

export type NewOwnCheck = Pick<OwnCheckRow, (typeof COLUMNS)[number]>;

export async function insertOwnCheck(em: Em, row: NewOwnCheck): Promise<void> {
  const columns = COLUMNS.join(', ');
  await change(
    em,
    `insert into own_check (${columns}) select ${columns} from jsonb_populate_record(null::own_check, $1::jsonb)`,
    [JSON.stringify(row)],
  );
}

/** Condition on `o` with its parameter $1. */
function within(reach: OwnCheckReach): { sql: string; parameter: unknown } {
  if ('account' in reach)
    return {
      sql: `o.account_id = $1 and exists (select 1 from binding b where b.account_id = $1 and b.person_id = o.person_id)`,
      parameter: reach.account,
    };
  if ('schoolId' in reach) return { sql: 'o.school_id = $1::uuid', parameter: reach.schoolId };
  const inside = (column: string) => `(${column} >= d.code collate "C" and ${column} < (d.code || ':') collate "C")`;
  return {
    sql: `exists (select 1 from unnest($1::text[]) d (code) where ${inside('o.division')} or ${inside('o.school_division')})`,
    parameter: reach.divisions,
  };
}

export async function findOwnChecks(em: Em, ids: readonly string[], reach: OwnCheckReach): Promise<OwnCheckRead[]> {
  const { sql, parameter } = within(reach);
  return query<OwnCheckRead>(
    em,
    `select o.*, h.birth_date, h.sealed from own_check o join holder h using (person_id)
     where ${sql} and o.id = any($2::uuid[])`,
    [parameter, ids],
  );
}

/** For the file made when it is fetched: its address was signed for who may. */
export async function ownCheckById(em: Em, id: string): Promise<OwnCheckRead | undefined> {
  const sql = 'select o.*, h.birth_date, h.sealed from own_check o join holder h using (person_id) where o.id = $1';
  return (await query<OwnCheckRead>(em, sql, [id]))[0];
}

export interface OwnCheckCriteria {
  readonly personId: string | null;
  readonly number: string | null;
  readonly nameBlind: string | null;
  readonly schoolId: string | null;
  readonly result: number | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** The latest first, before an id. */
export async function listOwnChecks(
  em: Em,
  reach: OwnCheckReach,
  criteria: OwnCheckCriteria,
  before: string | null,
  limit: number,
): Promise<OwnCheckRead[]> {
  const { sql, parameter } = within(reach);
  return query<OwnCheckRead>(
    em,
    `select o.*, h.birth_date, h.sealed from own_check o join holder h using (person_id)
     where ${sql} and ($2::uuid is null or o.person_id = $2) and ($3::text is null or o.number = $3)
       and ($4::text is null or o.name_blind = $4) and ($5::uuid is null or o.school_id = $5)
       and ($6::int is null or o.result = $6) and ($7::date is null or o.check_date >= $7)
       and ($8::date is null or o.check_date <= $8) and ($9::uuid is null or o.id < $9)
     order by o.id desc limit $10`,
    [
      parameter,
      criteria.personId,
      criteria.number,
      criteria.nameBlind,
      criteria.schoolId,
      criteria.result,
      criteria.from,
      criteria.to,
      before,
      limit,
    ],
  );
}

/** Reports of these persons whose code still says something. */
export async function standingOwnChecks(em: Em, personIds: readonly string[], now: Date): Promise<OwnCheckRow[]> {
  return query<OwnCheckRow>(
    em,
    `select * from own_check where person_id = any($1::uuid[]) and revoked_at is null and expires_at > $2
     order by id for update`,
    [personIds, now],
  );
}
export async function revokeOwnChecks(em: Em, ids: readonly string[], reason: string, at: Date): Promise<void> {
  await change(
    em,
    'update own_check set revoked_at = $3, revoked_reason = $2 where id = any($1::uuid[]) and revoked_at is null',
    [ids, reason, at],
  );
}

export async function ownCheckOfCode(em: Em, payloadHash: string): Promise<OwnCheckRow | undefined> {
  return (await query<OwnCheckRow>(em, 'select * from own_check where payload_hash = $1', [payloadHash]))[0];
}
/** Notes that the school took the report; the first time stands. */
export async function takeOwnCheckRow(em: Em, id: string, by: string, at: Date): Promise<void> {
  await change(em, 'update own_check set taken_at = $3, taken_by = $2 where id = $1 and taken_at is null', [
    id,
    by,
    at,
  ]);
}

const SCHOOL_KINDS = ['school', 'kindergarten', 'nursery'];

/** Schools whose name holds the text, by name. */
export async function schoolsLike(em: Em, text: string, limit: number): Promise<OrganisationRow[]> {
  return query<OrganisationRow>(
    em,
    `select * from organisation where kind = any($1::text[]) and position($2 in name) > 0 order by name, id limit $3`,
    [SCHOOL_KINDS, text, limit],
  );
}
export async function schoolById(em: Em, id: string): Promise<OrganisationRow | undefined> {
  const sql = 'select * from organisation where id = $1 and kind = any($2::text[])';
  return (await query<OrganisationRow>(em, sql, [id, SCHOOL_KINDS]))[0];
}
