import type { SubmissionRow } from './submission.repository.ts';
import type { Submission } from './submission.type.ts';

export const shapeSubmission = (row: SubmissionRow): Submission => ({
  state: row.state as Submission['state'],
  receipt: row.receipt,
  attempts: row.attempts,
  lastError: row.last_error,
  acceptedAt: row.accepted_at === null ? null : new Date(row.accepted_at),
});
