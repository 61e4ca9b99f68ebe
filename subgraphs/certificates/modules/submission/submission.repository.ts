import { change, type Em, newId, query } from '@miaoben/kernel';

/** What is handed to the licence platform: a sealed file or a seal. */
export interface SubmissionRow {
  id: string;
  kind: 'certificate' | 'seal';
  subject_id: string;
  state: 'waiting' | 'accepted' | 'refused';
  receipt: string | null;
  attempts: number;
  last_error: string | null;
  accepted_at: string | null;
}

/** In the transaction of what is handed over. */
export async function queueSubmission(em: Em, kind: SubmissionRow['kind'], subjectId: string, at: Date): Promise<void> {
  await change(
    em,
    `insert into licence_submission (id, kind, subject_id, state, next_at, created_at) values ($1, $2, $3, 'waiting', $4, $4)
     on conflict (kind, subject_id) do nothing`,
    [newId(), kind, subjectId, at],
  );
}

/** By subject. */
export async function submissionsOf(
  em: Em,
  kind: SubmissionRow['kind'],
  subjectIds: readonly string[],
): Promise<SubmissionRow[]> {
  return query<SubmissionRow>(em, 'select * from licence_submission where kind = $1 and subject_id = any($2::uuid[])', [
    kind,
    subjectIds,
  ]);
}

/** The next to send; kept from others for a minute. */
export async function claimSubmission(em: Em, at: Date): Promise<SubmissionRow | undefined> {
  const [row] = await query<SubmissionRow>(
    em,
    `update licence_submission set attempts = attempts + 1, next_at = $1::timestamptz + interval '1 minute'
     where id = (select id from licence_submission where state = 'waiting' and next_at <= $1
       order by next_at limit 1 for update skip locked) returning *`,
    [at],
  );
  return row;
}

export async function acceptSubmission(em: Em, id: string, receipt: string, at: Date): Promise<void> {
  const sql = `update licence_submission set state = 'accepted', receipt = $2, accepted_at = $3, last_error = null where id = $1`;
  await change(em, sql, [id, receipt, at]);
}
export async function refuseSubmission(em: Em, id: string, reason: string): Promise<void> {
  await change(em, "update licence_submission set state = 'refused', last_error = $2 where id = $1", [id, reason]);
}
export async function postponeSubmission(em: Em, id: string, error: string, nextAt: Date): Promise<void> {
  await change(em, 'update licence_submission set last_error = $2, next_at = $3 where id = $1', [id, error, nextAt]);
}
