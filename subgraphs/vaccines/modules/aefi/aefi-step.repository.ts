import { type Claims, change, type Em, query } from '@miaoben/kernel';
import type { AefiAction, AefiOutcome } from './aefi.codes.ts';

export interface StepRow {
  case_id: string;
  number: number;
  at: string;
  action: string;
  from_state: string | null;
  to_state: string;
  account_id: string | null;
  unit_id: string | null;
  reason: string | null;
  /** what a correction took the place of, by field */
  before: Record<string, unknown> | null;
}
export interface NewStep {
  caseId: string;
  number: number;
  at: Date;
  action: AefiAction | 'tell' | 'report';
  from: string | null;
  to: string;
  actor: Pick<Claims, 'account'> & { organisation?: string | undefined };
  reason: string | null;
  before?: Record<string, unknown>;
}

/** Adds an act to the history of a case. */
export async function addStep(em: Em, step: NewStep): Promise<void> {
  await change(
    em,
    `insert into aefi_step (case_id, number, at, action, from_state, to_state, account_id, unit_id, reason, before)
     values ($1, $2, $3, $4, $5, $6, $7, $8::uuid, $9, $10::jsonb)`,
    [
      step.caseId,
      step.number,
      step.at,
      step.action,
      step.from,
      step.to,
      step.actor.account,
      step.actor.organisation ?? null,
      step.reason,
      step.before ? JSON.stringify(step.before) : null,
    ],
  );
}

/** The histories of cases, oldest act first. One statement for any number. */
export async function stepsOf(em: Em, ids: readonly string[]): Promise<StepRow[]> {
  return query<StepRow>(em, 'select * from aefi_step where case_id = any($1::uuid[]) order by case_id, number', [ids]);
}

export interface FollowUpRow {
  id: string;
  case_id: string;
  seen_on: string;
  outcome: AefiOutcome;
  note: string;
  account_id: string;
  unit_id: string | null;
  recorded_at: string;
}

export async function insertFollowUp(em: Em, row: FollowUpRow): Promise<void> {
  await change(
    em,
    `insert into aefi_follow_up (id, case_id, seen_on, outcome, note, account_id, unit_id, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [row.id, row.case_id, row.seen_on, row.outcome, row.note, row.account_id, row.unit_id, row.recorded_at],
  );
}

/** Follow-ups of cases, oldest first. One statement for any number. */
export async function followUpsOf(em: Em, ids: readonly string[]): Promise<FollowUpRow[]> {
  return query<FollowUpRow>(
    em,
    'select * from aefi_follow_up where case_id = any($1::uuid[]) order by case_id, seen_on, id',
    [ids],
  );
}
