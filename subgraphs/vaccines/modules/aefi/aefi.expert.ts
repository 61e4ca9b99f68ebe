import { change, type Em, query } from '@miaoben/kernel';

export const EXPERT_STATES = ['asked', 'seated', 'declined'] as const;
export type ExpertState = (typeof EXPERT_STATES)[number];
export interface ExpertRow {
  case_id: string;
  account_id: string;
  unit_id: string | null;
  state: ExpertState;
  reason: string;
  asked_at: string;
}

/** The diagnosis groups of cases. One statement for any number. */
export async function expertsOf(em: Em, ids: readonly string[]): Promise<ExpertRow[]> {
  return query<ExpertRow>(
    em,
    `select case_id, account_id, unit_id, state, reason, asked_at from aefi_expert
     where case_id = any($1::uuid[]) order by case_id, asked_at`,
    [ids],
  );
}

export async function isExpert(em: Em, caseId: string, account: string): Promise<boolean> {
  const rows = await query(
    em,
    `select 1 from aefi_expert where case_id = $1 and account_id = $2 and state = 'seated'`,
    [caseId, account],
  );
  return rows.length > 0;
}

/** Asks for a seat; one that was declined may be asked for again. @returns false when it is asked for or given already */
export async function askSeat(em: Em, row: Omit<ExpertRow, 'state'>): Promise<boolean> {
  return (
    (await change(
      em,
      `insert into aefi_expert (case_id, account_id, unit_id, state, reason, asked_at) values ($1, $2, $3, 'asked', $4, $5)
       on conflict (case_id, account_id) do update set state = 'asked', reason = excluded.reason, asked_at = excluded.asked_at,
         decided_by = null, decided_at = null where aefi_expert.state = 'declined'`,
      [row.case_id, row.account_id, row.unit_id, row.reason, row.asked_at],
    )) > 0
  );
}

/** @returns false when nobody asked */
export async function decideSeat(
  em: Em,
  key: { caseId: string; account: string },
  decision: { state: 'seated' | 'declined'; by: string; at: Date },
): Promise<boolean> {
  return (
    (await change(
      em,
      `update aefi_expert set state = $3, decided_by = $4, decided_at = $5
       where case_id = $1 and account_id = $2 and state = 'asked'`,
      [key.caseId, key.account, decision.state, decision.by, decision.at],
    )) > 0
  );
}
