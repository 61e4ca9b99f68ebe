import { change, type Em, query } from '@miaoben/kernel';
import type { SubscriptionState } from './subscription.type.ts';

export interface SubscriptionRow {
  id: string;
  slug: string;
  account_id: string;
  organisation_id: string;
  purpose: string;
  state: SubscriptionState;
  submitted_at: string;
  decided_at: string | null;
  reason: string | null;
  right_id: string | null;
  ended_at: string | null;
}

/** @returns false when the account has one of the service that is not decided yet */
export async function insertSubscription(
  em: Em,
  row: Pick<SubscriptionRow, 'id' | 'slug' | 'account_id' | 'organisation_id' | 'purpose'>,
  at: Date,
): Promise<boolean> {
  const added = await change(
    em,
    `insert into service_subscription (id, slug, account_id, organisation_id, purpose, state, submitted_at)
     values ($1, $2, $3, $4, $5, 'submitted', $6) on conflict do nothing`,
    [row.id, row.slug, row.account_id, row.organisation_id, row.purpose, at],
  );
  return added > 0;
}

/** Newest first; of one account or of all. */
export const subscriptionsBefore = (
  em: Em,
  account: string | null,
  before: string | null,
  limit: number,
): Promise<SubscriptionRow[]> =>
  query<SubscriptionRow>(
    em,
    `select * from service_subscription where ($1::text is null or account_id = $1) and ($2::uuid is null or id < $2)
     order by id desc limit $3`,
    [account, before, limit],
  );

/** One that waits for a decision, held to the end of the transaction. */
export async function lockSubmitted(em: Em, id: string): Promise<SubscriptionRow | undefined> {
  const [row] = await query<SubscriptionRow>(
    em,
    `select * from service_subscription where id = $1 and state = 'submitted' for update`,
    [id],
  );
  return row;
}

export async function subscriptionById(em: Em, id: string): Promise<SubscriptionRow | undefined> {
  return (await query<SubscriptionRow>(em, 'select * from service_subscription where id = $1', [id]))[0];
}

export async function decideSubscription(
  em: Em,
  id: string,
  decision: { state: 'approved' | 'refused'; by: string; at: Date; reason: string | null; rightId: string | null },
): Promise<void> {
  await change(
    em,
    `update service_subscription set state = $2, decided_by = $3, decided_at = $4, reason = $5, right_id = $6 where id = $1`,
    [id, decision.state, decision.by, decision.at, decision.reason, decision.rightId],
  );
}

/** Stops one that was approved. @returns the right it gave; undefined when none is approved, or not of that account */
export async function endSubscription(
  em: Em,
  id: string,
  account: string | null,
  end: { by: string; at: Date; reason: string },
): Promise<Pick<SubscriptionRow, 'right_id' | 'slug' | 'account_id'> | undefined> {
  const [row] = await query<SubscriptionRow>(
    em,
    `update service_subscription set state = 'ended', ended_at = $3, ended_by = $4, reason = $5
     where id = $1 and state = 'approved' and ($2::text is null or account_id = $2) returning right_id, slug, account_id`,
    [id, account, end.at, end.by, end.reason],
  );
  return row;
}
