import { change, type Em, query } from '@miaoben/kernel';
import type { PlatformChange } from './platform.port.ts';

/** How long the platform's changes go unread when it does not say that there are some. */
const ROUND = "interval '1 minute'";

/** Where to go on reading, if it is time to; kept from others for a round. */
export async function claimFeed(em: Em, at: Date): Promise<{ cursor: string | null } | undefined> {
  const sql = `update platform_feed set due_at = $1::timestamptz + ${ROUND} where due_at <= $1 returning cursor`;
  return (await query<{ cursor: string | null }>(em, sql, [at]))[0];
}

/** The platform says that something changed: it is read at once. */
export async function noteKnock(em: Em, at: Date): Promise<void> {
  await change(em, 'update platform_feed set due_at = least(due_at, $1)', [at]);
}

/** Takes over what the platform says of submissions, an older word never over a newer one, and where to go on. */
export async function takeChanges(
  em: Em,
  changes: readonly PlatformChange[],
  next: { readonly cursor: string; readonly isMore: boolean; readonly at: Date },
): Promise<void> {
  await change(
    em,
    `update licence_submission s set platform_state = c.state, platform_at = c.at, platform_reason = c.reason,
       sealing_receipt = c.sealing ->> 'receipt', sealing_seal = c.sealing ->> 'sealId',
       sealing_at = (c.sealing ->> 'at')::timestamptz, sealing_state = c.sealing ->> 'state',
       sealing_withdrawn_at = (c.sealing ->> 'withdrawnAt')::timestamptz
     from (select distinct on ("submissionId") * from jsonb_to_recordset($1::jsonb)
       as n ("submissionId" uuid, state text, at timestamptz, reason text, sealing jsonb) order by "submissionId", at desc) c
     where s.id = c."submissionId" and s.kind <> 'withdrawal' and (s.platform_at is null or s.platform_at <= c.at)`,
    [JSON.stringify(changes)],
  );
  await change(em, 'update platform_feed set cursor = $1, due_at = case when $2 then $3::timestamptz else due_at end', [
    next.cursor,
    next.isMore,
    next.at,
  ]);
}
