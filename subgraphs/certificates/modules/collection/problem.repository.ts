import { change, type Em, query } from '@miaoben/kernel';

export const PROBLEM_STATES = ['open', 'planned', 'repaired', 'verified', 'dropped'] as const;
export type ProblemStateName = (typeof PROBLEM_STATES)[number];

/** A line of the ledger of improvements (提质台账): one rule a batch broke, from finding to verified repair. */
export interface ProblemRow {
  id: string;
  type_code: string;
  batch_id: string;
  organisation_id: string | null;
  rule: string;
  rows: number;
  state: ProblemStateName;
  plan: string | null;
  due_on: string | null;
  planned_by: string | null;
  planned_at: string | null;
  opened_at: string;
  repaired_at: string | null;
  verified_at: string | null;
}

/** Opens the problems a check found; a rule broken again opens its line again. Rules that hold now count as repaired. */
export async function noteProblems(
  em: Em,
  batch: { id: string; type_code: string; organisation_id: string | null },
  byRule: Readonly<Record<string, number>>,
  at: Date,
): Promise<void> {
  const rules = Object.keys(byRule);
  await change(
    em,
    `update quality_problem set state = 'repaired', repaired_at = $3
     where batch_id = $1 and rule <> all($2::text[]) and state in ('open', 'planned')`,
    [batch.id, rules, at],
  );
  await change(
    em,
    `insert into quality_problem (id, type_code, batch_id, organisation_id, rule, rows, state, opened_at)
     select gen_random_uuid(), $2, $1, $3, n.rule, n.rows, 'open', $6
     from unnest($4::text[], $5::int[]) as n (rule, rows)
     on conflict (batch_id, rule) do update set rows = excluded.rows,
       state = case when quality_problem.plan is null then 'open' else 'planned' end, repaired_at = null`,
    [batch.id, batch.type_code, batch.organisation_id, rules, rules.map((rule) => byRule[rule]), at],
  );
}

/** A batch that is taken proves that its problems are repaired. */
export async function verifyProblems(em: Em, batchId: string, at: Date): Promise<void> {
  await change(
    em,
    `update quality_problem set state = 'verified', verified_at = $2, repaired_at = coalesce(repaired_at, $2)
     where batch_id = $1 and state in ('open', 'planned', 'repaired')`,
    [batchId, at],
  );
}
export async function dropProblems(em: Em, batchId: string): Promise<void> {
  await change(
    em,
    `update quality_problem set state = 'dropped' where batch_id = $1 and state in ('open', 'planned', 'repaired')`,
    [batchId],
  );
}

/** @returns false when it is no problem that waits */
export async function planProblem(
  em: Em,
  id: string,
  plan: { words: string; dueOn: string; by: string; at: Date },
): Promise<boolean> {
  const planned = await change(
    em,
    `update quality_problem set state = 'planned', plan = $2, due_on = $3, planned_by = $4, planned_at = $5
     where id = $1 and state in ('open', 'planned')`,
    [id, plan.words, plan.dueOn, plan.by, plan.at],
  );
  return planned > 0;
}

export async function problemById(em: Em, id: string): Promise<ProblemRow | undefined> {
  return (await query<ProblemRow>(em, 'select * from quality_problem where id = $1', [id]))[0];
}

/** Problems, newest first. `organisation` null: of everybody. */
export async function problemsBefore(
  em: Em,
  filter: { organisation: string | null; state: ProblemStateName | null; from: string | null; to: string | null },
  key: { openedAt: string; id: string } | null,
  limit: number,
): Promise<ProblemRow[]> {
  return query<ProblemRow>(
    em,
    `select * from quality_problem
     where ($1::uuid is null or organisation_id = $1) and ($2::text is null or state = $2)
       and ($3::date is null or opened_at >= ($3::date::timestamp at time zone 'Asia/Shanghai'))
       and ($4::date is null or opened_at < (($4::date + 1)::timestamp at time zone 'Asia/Shanghai'))
       and ($5::timestamptz is null or (opened_at, id) < ($5, $6::uuid))
     order by opened_at desc, id desc limit $7`,
    [filter.organisation, filter.state, filter.from, filter.to, key?.openedAt ?? null, key?.id ?? null, limit],
  );
}
