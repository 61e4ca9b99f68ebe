import { change, type Em, query } from '@miaoben/kernel';

export interface NewVisitorRow {
  case_blind: string;
  case_sealed: string;
  person_id: string;
  province: string;
  province_name: string;
  doses: number;
  taken_by: string;
}

/** The live file of a national case: the one made of it, or that which stands for it since a merge. */
export async function fileOfCase(em: Em, caseBlind: string): Promise<string | undefined> {
  const [row] = await query<{ id: string }>(
    em,
    `select p.id from visitor_case c
     join person p on p.id = coalesce((select l.survivor_id from person_link l where l.merged_id = c.person_id and l.undone_at is null), c.person_id)
     where c.case_blind = $1 and p.registration_state <> 'cancelled' and p.deleted_on is null`,
    [caseBlind],
  );
  return row?.id;
}

/** One at a time for a case: the second one finds the file of the first. */
export async function lockCase(em: Em, caseBlind: string): Promise<void> {
  await query(em, 'select pg_advisory_xact_lock(hashtextextended($1, 12))', [caseBlind]);
}

/** Notes the file of a case; one that was cancelled gives its place to the new one. */
export async function noteCase(em: Em, row: NewVisitorRow): Promise<void> {
  await change(
    em,
    `insert into visitor_case (case_blind, case_sealed, person_id, province, province_name, doses, taken_by)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (case_blind) do update set case_sealed = excluded.case_sealed, person_id = excluded.person_id,
       province = excluded.province, province_name = excluded.province_name, doses = excluded.doses,
       taken_by = excluded.taken_by, taken_at = now()`,
    [row.case_blind, row.case_sealed, row.person_id, row.province, row.province_name, row.doses, row.taken_by],
  );
}
