import { createHash, randomBytes } from 'node:crypto';
import { type Em, newId, query } from '@miaoben/kernel';
import type { Role } from '@miaoben/schema';

const HOUR = 3_600_000;
/** An answer lost to a reload or a dead network is asked for again within this time. */
const LOST_ANSWER_SECONDS = 30;

/** Guardians stay signed in for 30 days after the last use; staff for a working day from the sign-in. */
export const sessionLife = (role: Role) =>
  role === 'guardian' ? { ms: 30 * 24 * HOUR, sliding: true } : { ms: 12 * HOUR, sliding: false };

export interface SessionOrigin {
  address: string | undefined;
  userAgent: string | undefined;
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

async function addToken(em: Em, sessionId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await query(em, 'insert into refresh_token (hash, session_id) values ($1, $2)', [hashOf(token), sessionId]);
  return token;
}

export async function createSession(
  em: Em,
  account: { id: string; role: Role },
  origin: SessionOrigin,
): Promise<{ id: string; token: string; expiresAt: Date }> {
  const id = newId();
  const expiresAt = new Date(Date.now() + sessionLife(account.role).ms);
  await query(
    em,
    'insert into session (id, account_id, expires_at, client_address, user_agent) values ($1, $2, $3, $4, $5)',
    [id, account.id, expiresAt, origin.address ?? null, origin.userAgent?.slice(0, 300) ?? null],
  );
  return { id, token: await addToken(em, id), expiresAt };
}

export type Rotation =
  | { outcome: 'unknown' }
  | { outcome: 'ended'; sessionId: string; accountId: string; role: Role }
  /** a token that was replaced came again: somebody else has a copy; the whole session is ended */
  | { outcome: 'reused'; sessionId: string; accountId: string; role: Role }
  | { outcome: 'rotated'; sessionId: string; accountId: string; role: Role; token: string; expiresAt: Date };

/**
 * Trades a refresh token for the next one, in the caller's transaction. A token comes twice when the answer was lost: that
 * is forgiven for a moment, until one that followed it is used. Of several that followed, the first used is the session's.
 */
export async function rotateToken(em: Em, token: string): Promise<Rotation> {
  const [fresh] = await query<{ session_id: string }>(
    em,
    'update refresh_token set used_at = now() where hash = $1 and used_at is null returning session_id',
    [hashOf(token)],
  );
  const [session] = await query<{
    id: string;
    account_id: string;
    role: Role;
    open: boolean;
    expires_at: string;
    lost: boolean;
  }>(
    em,
    `select s.id, s.account_id, a.role, s.expires_at, s.ended_at is null and s.expires_at > now() as open,
       t.used_at > now() - make_interval(secs => $2) and not exists (
         select 1 from refresh_token later where later.session_id = s.id and later.used_at > t.used_at) as lost
     from refresh_token t join session s on s.id = t.session_id join account a on a.id = s.account_id
     where t.hash = $1 for update of s`,
    [hashOf(token), LOST_ANSWER_SECONDS],
  );
  if (!session) return { outcome: 'unknown' };
  const known = { sessionId: session.id, accountId: session.account_id, role: session.role };
  if (!session.open) return { outcome: 'ended', ...known };
  if (!fresh && !session.lost) {
    await endSession(em, session.id, 'token_reused');
    return { outcome: 'reused', ...known };
  }
  if (fresh) await replaceOthers(em, session.id);
  const { ms, sliding } = sessionLife(session.role);
  const expiresAt = sliding ? new Date(Date.now() + ms) : new Date(session.expires_at);
  await query(em, 'update session set last_used_at = now(), expires_at = $2 where id = $1', [session.id, expiresAt]);
  return { outcome: 'rotated', ...known, token: await addToken(em, session.id), expiresAt };
}

/** Tokens handed out beside the one just used count as used before: one of them coming later is a copy. */
const replaceOthers = (em: Em, sessionId: string) =>
  query(
    em,
    `update refresh_token set used_at = now() - make_interval(secs => $2) where session_id = $1 and used_at is null`,
    [sessionId, 2 * LOST_ANSWER_SECONDS],
  );

/** @returns whether it was open */
export async function endSession(em: Em, sessionId: string, reason: string): Promise<boolean> {
  const ended = await query(
    em,
    'update session set ended_at = now(), end_reason = $2 where id = $1 and ended_at is null returning id',
    [sessionId, reason],
  );
  return ended.length > 0;
}

/** The session a refresh token belongs to, whatever its state. */
export async function sessionOfToken(em: Em, token: string): Promise<string | undefined> {
  const [row] = await query<{ session_id: string }>(em, 'select session_id from refresh_token where hash = $1', [
    hashOf(token),
  ]);
  return row?.session_id;
}
