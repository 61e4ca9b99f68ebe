import type { StandingSubmission, SubmissionRow } from './submission.repository.ts';
import type { PlatformSealing, Submission } from './submission.type.ts';

const instant = (at: string | null): Date | null => (at === null ? null : new Date(at));

function shapeSealing(row: SubmissionRow): PlatformSealing | null {
  const { sealing_receipt: receipt, sealing_seal: sealId, sealing_at: at, sealing_state: state } = row;
  if (receipt === null || sealId === null || at === null || state === null) return null;
  return {
    receipt,
    sealId,
    at: new Date(at),
    state: state as PlatformSealing['state'],
    withdrawnAt: instant(row.sealing_withdrawn_at),
  };
}

const shapeRow = (row: SubmissionRow): Submission => ({
  state: row.state as Submission['state'],
  receipt: row.receipt,
  attempts: row.attempts,
  lastError: row.last_error,
  acceptedAt: instant(row.accepted_at),
  platformState: row.platform_state as Submission['platformState'],
  platformAt: instant(row.platform_at),
  platformReason: row.platform_reason,
  sealing: shapeSealing(row),
  withdrawal: null,
});

export const shapeSubmission = ({ withdrawal, ...row }: StandingSubmission): Submission => ({
  ...shapeRow(row),
  withdrawal: withdrawal && shapeRow(withdrawal),
});
