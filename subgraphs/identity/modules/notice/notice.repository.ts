import { change, type Em, type PageRequest, query } from '@miaoben/kernel';
import type { NoticeRequested } from '@miaoben/schema';

export interface NoticeRow {
  id: string;
  kind: string;
  subject_id: string | null;
  sealed: string;
  created_at: string;
  read_at: string | null;
  sms_state: string | null;
  sms_failure: string | null;
  sms_ended_at: string | null;
}

/** One row per notice however often its event comes. @returns false when it stands there already */
export async function insertNotice(em: Em, event: NoticeRequested, accountId: string | null): Promise<boolean> {
  const inserted = await change(
    em,
    `insert into notice (recipient_id, id, account_id, kind, subject_id, sealed, created_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [accountId ?? event.noticeId, event.noticeId, accountId, event.kind, event.subjectId, event.sealed, event.at],
  );
  return inserted === 1;
}

export async function insertSms(em: Em, noticeId: string, recipientId: string, nextAt: Date): Promise<void> {
  await query(em, `insert into notice_sms (recipient_id, notice_id, state, next_at) values ($1, $2, 'waiting', $3)`, [
    recipientId,
    noticeId,
    nextAt,
  ]);
}

export async function addUnread(em: Em, accountId: string, by: number): Promise<number> {
  const [row] = await query<{ unread: number }>(
    em,
    `insert into notice_unread as u (account_id, unread) values ($1, greatest($2, 0))
     on conflict (account_id) do update set unread = u.unread + $2 returning unread`,
    [accountId, by],
  );
  return row!.unread;
}

export async function unreadOf(em: Em, accountId: string): Promise<number> {
  const [row] = await query<{ unread: number }>(em, 'select unread from notice_unread where account_id = $1', [
    accountId,
  ]);
  return row?.unread ?? 0;
}

/** Accounts of these that exist: a notice may outlive the account it was meant for. */
export async function knownAccounts(em: Em, ids: readonly string[]): Promise<Set<string>> {
  const rows = await query<{ id: string }>(em, 'select id from account where id = any($1::uuid[])', [ids]);
  return new Set(rows.map((r) => r.id));
}

/** Guardians by their document, as blinded; of checked ones only, for a claimed number tells nothing. */
export async function accountsOfDocuments(em: Em, blinds: readonly string[]): Promise<Map<string, string>> {
  const rows = await query<{ id: string; document_blind: string }>(
    em,
    `select id, document_blind from account
     where document_blind = any($1::text[]) and real_name_verified and role = 'guardian' and state <> 'cancelled'`,
    [blinds],
  );
  return new Map(rows.map((r) => [r.document_blind, r.id]));
}

/** The accounts of disease control whose area holds the division, those of the smallest such area only. */
export async function deskAccounts(em: Em, division: string, limit: number): Promise<string[]> {
  const above = [2, 4, 6, 9, 12].filter((n) => n <= division.length).map((n) => division.slice(0, n));
  const rows = await query<{ id: string }>(
    em,
    `with desk as (
       select a.id, (select max(length(d)) from unnest(a.divisions) as d where d = any($1::text[])) as depth
       from account a where a.role = 'cdc' and a.state = 'normal' and a.divisions && $1::text[])
     select id from desk where depth = (select max(depth) from desk) order by id limit $2`,
    [above, limit],
  );
  return rows.map((r) => r.id);
}

/** The accounts that work for a unit: that vaccinate there, check for the school, or keep the employer's list. */
export async function unitAccounts(em: Em, unit: string, limit: number): Promise<string[]> {
  const rows = await query<{ id: string }>(
    em,
    `select id from account where organisation_id = $1 and role in ('vaccinator', 'school_checker', 'employer') and state = 'normal'
     order by id limit $2`,
    [unit, limit],
  );
  return rows.map((r) => r.id);
}

/** Notices of one account, newest first. */
export async function listNotices(
  em: Em,
  accountId: string,
  unreadOnly: boolean,
  page: PageRequest,
): Promise<NoticeRow[]> {
  const [at, id] = page.key ?? [];
  return query<NoticeRow>(
    em,
    `select n.id, n.kind, n.subject_id, n.sealed, n.created_at, n.read_at,
       s.state as sms_state, s.failure as sms_failure, s.ended_at as sms_ended_at
     from notice n left join notice_sms s on s.recipient_id = n.recipient_id and s.notice_id = n.id
     where n.account_id = $1 ${unreadOnly ? 'and n.read_at is null' : ''}
       and ($2::timestamptz is null or (n.created_at, n.id) < ($2, $3::uuid))
     order by n.created_at desc, n.id desc limit $4`,
    [accountId, at ?? null, id ?? null, page.limit],
  );
}

/** Marks notices of the account as read, all of them when none is named. @returns those that were unread */
export async function markRead(em: Em, accountId: string, ids: readonly string[] | null, at: Date): Promise<string[]> {
  const rows = await query<{ id: string }>(
    em,
    `update notice set read_at = $3 where account_id = $1 and read_at is null and ($2::uuid[] is null or id = any($2))
     returning id`,
    [accountId, ids, at],
  );
  return rows.map((r) => r.id);
}
