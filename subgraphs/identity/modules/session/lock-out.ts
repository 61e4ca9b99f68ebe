import { type Em, MiaobenError, query } from '@miaoben/kernel';
import { signInPolicy } from './sign-in-policy.ts';

const locked = (until: string) => new MiaobenError('ACCOUNT_LOCKED', { until: new Date(until).toISOString() });

/**
 * The key failures are counted under: the account, or what was typed when there is no such account, so that a stranger cannot
 * tell the two apart by being locked out.
 */
export const lockKey = (accountId: string | undefined, loginBlind: string): string =>
  accountId ?? `unknown:${loginBlind}`;

/** @throws ACCOUNT_LOCKED with `until` */
export async function refuseWhenLocked(em: Em, key: string): Promise<void> {
  const [row] = await query<{ locked_until: string }>(
    em,
    'select locked_until from sign_in_failure where key = $1 and locked_until > now()',
    [key],
  );
  if (row) throw locked(row.locked_until);
}

/** Counts one failure; the last one allowed in a row locks. Failures older than a day are forgotten. */
export async function recordFailure(em: Em, key: string): Promise<void> {
  const { maxFailures, lockMinutes } = await signInPolicy(em);
  await query(
    em,
    `insert into sign_in_failure as f (key, failures, locked_until)
     values ($1, 1, case when $2::int <= 1 then now() + $3::int * interval '1 minute' end)
     on conflict (key) do update set (failures, at, locked_until) = (
       select n, now(), case when n >= $2::int then now() + $3::int * interval '1 minute' end
       from (select case when f.locked_until <= now() or f.at < now() - interval '1 day' then 1 else f.failures + 1 end as n) c)
     where f.locked_until is null or f.locked_until <= now()`,
    [key, maxFailures, lockMinutes],
  );
}

/**
 * Forgets the failures after a right password, in the transaction of the sign-in.
 * @throws ACCOUNT_LOCKED when other attempts locked it while this one was being checked: many guesses at a time gain nothing
 */
export async function forgetFailures(em: Em, key: string): Promise<void> {
  const [row] = await query<{ locked_until: string | null; locked: boolean }>(
    em,
    'select locked_until, coalesce(locked_until > now(), false) as locked from sign_in_failure where key = $1 for update',
    [key],
  );
  if (row?.locked && row.locked_until) throw locked(row.locked_until);
  if (row) await unlock(em, key);
}

export async function unlock(em: Em, key: string): Promise<void> {
  await query(em, 'delete from sign_in_failure where key = $1', [key]);
}
