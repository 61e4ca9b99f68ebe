import { change, type Em, query } from '@miaoben/kernel';
import type { ResultFormat } from './showing.rules.ts';

export interface RightRow {
  id: string;
  type_code: string;
  organisation_id: string | null;
  account_id: string | null;
  purposes: string[];
  fields: string[] | null;
  per_minute: number;
  per_day: number;
  /** slug of the service of the catalogue whose subscription gave it; null: granted by hand */
  service: string | null;
  /** as the service has it now, or the right's own */
  result_format: ResultFormat;
  granted_at: string;
  withdrawn_at: string | null;
  reason: string | null;
}
export interface BlockRow {
  id: string;
  account_id: string;
  type_code: string;
  blocked_at: string;
  calls: number;
  lifted_at: string | null;
  lifted_by: string | null;
  reason: string | null;
}

/** A right that a subscription gives takes the format of its service; one granted by hand names its own. */
type NewRight = Omit<RightRow, 'granted_at' | 'withdrawn_at' | 'reason' | 'service' | 'result_format'> & {
  granted_at: Date;
  granted_by: string;
} & ({ service: string; result_format: null } | { service: null; result_format: ResultFormat });

/** The columns of a right `r` and of the service `s` it was given for. */
const RIGHT = `select r.id, r.type_code, r.organisation_id, r.account_id, r.purposes, r.fields, r.per_minute, r.per_day, r.service,
  coalesce(s.result_format, r.result_format) as result_format, r.granted_at, r.withdrawn_at, r.reason
  from showing_right r left join public_service s on s.slug = r.service`;

/** @returns false when a right for the same type stands already */
export async function insertRight(em: Em, right: NewRight): Promise<boolean> {
  const added = await change(
    em,
    `insert into showing_right (id, type_code, organisation_id, account_id, purposes, fields, per_minute, per_day, granted_at,
       granted_by, result_format, service) values ($1, $2, $3, $4, $5::text[], $6::text[], $7, $8, $9, $10, $11, $12) on conflict do nothing`,
    [
      right.id,
      right.type_code,
      right.organisation_id,
      right.account_id,
      right.purposes,
      right.fields,
      right.per_minute,
      right.per_day,
      right.granted_at,
      right.granted_by,
      right.result_format,
      right.service,
    ],
  );
  return added > 0;
}

export async function withdrawRight(em: Em, id: string, by: string, reason: string, at: Date): Promise<boolean> {
  const ended = await change(
    em,
    'update showing_right set withdrawn_at = $2, withdrawn_by = $3, reason = $4 where id = $1 and withdrawn_at is null',
    [id, at, by, reason],
  );
  return ended > 0;
}

export async function rightById(em: Em, id: string): Promise<RightRow | undefined> {
  return (await query<RightRow>(em, `${RIGHT} where r.id = $1`, [id]))[0];
}

/** The right by which an account may have licences of a type shown: its own before its organisation's. */
export async function standingRight(
  em: Em,
  typeCode: string,
  account: string,
  organisation: string | undefined,
): Promise<RightRow | undefined> {
  const [row] = await query<RightRow>(
    em,
    `${RIGHT} where r.type_code = $1 and r.withdrawn_at is null
       and (r.account_id = $2 or r.organisation_id = $3::uuid) order by r.account_id nulls last limit 1`,
    [typeCode, account, organisation ?? null],
  );
  return row;
}

/** Rights, newest first, withdrawn ones too. */
export async function rightsBefore(
  em: Em,
  typeCode: string | null,
  before: string | null,
  limit: number,
): Promise<RightRow[]> {
  return query<RightRow>(
    em,
    `${RIGHT} where ($1::text is null or r.type_code = $1) and ($2::uuid is null or r.id < $2)
     order by r.id desc limit $3`,
    [typeCode, before, limit],
  );
}

export interface Use {
  calls: number;
  minute_calls: number;
  blocked: boolean;
}

/** Counts a call and tells how many there were this day and this minute, and whether the account is blocked for the type. */
export async function countUse(em: Em, account: string, typeCode: string, day: string, minute: Date): Promise<Use> {
  const [row] = await query<Use>(
    em,
    `insert into showing_use as u (account_id, type_code, day, calls, minute, minute_calls) values ($1, $2, $3, 1, $4, 1)
     on conflict (account_id, type_code, day) do update set calls = u.calls + 1,
       minute_calls = case when u.minute = excluded.minute then u.minute_calls + 1 else 1 end, minute = excluded.minute
     returning calls, minute_calls, exists (select 1 from showing_block b
       where b.account_id = $1 and b.type_code = $2 and b.lifted_at is null) as blocked`,
    [account, typeCode, day, minute],
  );
  return row as Use;
}

export async function insertBlock(
  em: Em,
  block: Omit<BlockRow, 'blocked_at' | 'lifted_at' | 'lifted_by' | 'reason'> & { blocked_at: Date },
): Promise<void> {
  await change(
    em,
    `insert into showing_block (id, account_id, type_code, blocked_at, calls) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [block.id, block.account_id, block.type_code, block.blocked_at, block.calls],
  );
}
export async function blockById(em: Em, id: string): Promise<BlockRow | undefined> {
  return (await query<BlockRow>(em, 'select * from showing_block where id = $1', [id]))[0];
}
/** Lifts a block; the count of the day begins anew. @returns false when it was lifted before */
export async function liftBlock(em: Em, id: string, by: string, reason: string, at: Date): Promise<boolean> {
  const lifted = await query<{ account_id: string; type_code: string }>(
    em,
    `update showing_block set lifted_at = $2, lifted_by = $3, reason = $4 where id = $1 and lifted_at is null
     returning account_id, type_code`,
    [id, at, by, reason],
  );
  const [of] = lifted;
  if (!of) return false;
  await change(em, 'update showing_use set calls = 0 where account_id = $1 and type_code = $2', [
    of.account_id,
    of.type_code,
  ]);
  return true;
}
/** Blocks, newest first. */
export async function blocksBefore(
  em: Em,
  standing: boolean,
  before: string | null,
  limit: number,
): Promise<BlockRow[]> {
  return query<BlockRow>(
    em,
    `select * from showing_block where (not $1::boolean or lifted_at is null) and ($2::uuid is null or id < $2)
     order by id desc limit $3`,
    [standing, before, limit],
  );
}
