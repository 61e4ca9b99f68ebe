import { change, type Em, query } from '@miaoben/kernel';
import type { SubjectFact } from '../person/subject.repository.ts';
import { factCode } from './fact-codes.ts';
import type { HealthFact } from './health-fact.type.ts';

export interface HealthFactRow {
  person_id: string;
  fact_id: string;
  kind: HealthFact['kind'];
  code: string;
  date: string;
  until: string | null;
  /** ISO 8601 text */
  recorded_at: string;
  withdrawn: boolean;
}

export const FACT_COLUMNS =
  'person_id, fact_id, kind, code, date, until, recorded_at, withdrawn_at is not null as withdrawn';

/** Facts of persons, the latest first, withdrawn ones too. One statement for any number. */
export async function healthFactsOf(em: Em, personIds: readonly string[]): Promise<HealthFactRow[]> {
  return query<HealthFactRow>(
    em,
    `select ${FACT_COLUMNS} from health_fact where person_id = any($1::uuid[]) order by date desc, recorded_at desc, fact_id`,
    [personIds],
  );
}

/** Whose fact it is; undefined: none of that id. */
export async function personOfFact(em: Em, factId: string): Promise<string | undefined> {
  const [row] = await query<{ person_id: string }>(em, 'select person_id from health_fact where fact_id = $1', [
    factId,
  ]);
  return row?.person_id;
}

/** @param enteredFor the file it was entered for, which may be merged into the one it stands with */
export async function insertHealthFact(
  em: Em,
  row: HealthFactRow,
  enteredFor: string,
  recordedBy: string,
): Promise<void> {
  await change(
    em,
    `insert into health_fact (person_id, fact_id, kind, code, date, until, recorded_by, recorded_at, origin_person)
     values ($1, $2, $3, $4, $5, $6, $7, $8, nullif($9::uuid, $1::uuid))`,
    [row.person_id, row.fact_id, row.kind, row.code, row.date, row.until, recordedBy, row.recorded_at, enteredFor],
  );
}

export async function markWithdrawn(
  em: Em,
  row: HealthFactRow,
  by: { account: string; reason: string; at: Date },
): Promise<void> {
  await change(
    em,
    `update health_fact set withdrawn_by = $3, withdraw_reason = $4, withdrawn_at = $5
     where person_id = $1 and fact_id = $2`,
    [row.person_id, row.fact_id, by.account, by.reason, by.at],
  );
}

/** The first day on which a state no longer holds. */
export async function markEnded(em: Em, row: HealthFactRow, until: string): Promise<void> {
  await change(em, 'update health_fact set until = $3 where person_id = $1 and fact_id = $2', [
    row.person_id,
    row.fact_id,
    until,
  ]);
}

/** What the engine is told: the facts that stand, by day, so that equal sets are equal texts. */
export const toldFacts = (rows: readonly HealthFactRow[]): SubjectFact[] =>
  rows
    .filter((r) => !r.withdrawn)
    .map((r) => ({ kind: r.kind, code: r.code, date: r.date, ...(r.until !== null && { until: r.until }) }))
    .sort((a, b) => (a.date === b.date ? (a.code < b.code ? -1 : 1) : a.date < b.date ? -1 : 1));

export const shapeFact = (row: HealthFactRow): HealthFact => ({
  id: row.fact_id,
  kind: row.kind,
  code: row.code,
  // Rows are written with codes of the list only; one that left it later keeps its code as name.
  name: factCode(row.code)?.name ?? row.code,
  date: row.date,
  until: row.until,
  recordedAt: new Date(row.recorded_at),
  withdrawn: row.withdrawn,
});
