import { change, type Em, query } from '@miaoben/kernel';
import type { PupilRow } from '../school-pupil/school-pupil.repository.ts';
import type { CheckPupilRow, CheckRow } from './school-check.repository.ts';

/** The check, locked to the end of the transaction. */
export async function checkForUpdate(em: Em, id: string): Promise<CheckRow | undefined> {
  return (await query<CheckRow>(em, 'select * from school_check where id = $1 for update', [id]))[0];
}
export async function rowOfCheck(em: Em, checkId: string, number: number): Promise<CheckPupilRow | undefined> {
  const sql = 'select * from school_check_row where check_id = $1 and number = $2';
  return (await query<CheckPupilRow>(em, sql, [checkId, number]))[0];
}
/** Number of another row with the same pupil. */
export async function rowWithKey(em: Em, checkId: string, key: string, but: number): Promise<number | undefined> {
  const [row] = await query<{ number: number }>(
    em,
    `select number from school_check_row
     where check_id = $1 and pupil_key = $2 and number <> $3 and verdict <> 'to_mend' order by number limit 1`,
    [checkId, key, but],
  );
  return row?.number;
}
export async function replaceRow(em: Em, checkId: string, row: CheckPupilRow): Promise<void> {
  await change(
    em,
    `update school_check_row set verdict = $3, sealed = $4, person_id = $5, clinic_id = $6, candidates = $7::jsonb, pupil_key = $8
     where check_id = $1 and number = $2`,
    [
      checkId,
      row.number,
      row.verdict,
      row.sealed,
      row.person_id,
      row.clinic_id,
      JSON.stringify(row.candidates),
      row.pupil_key,
    ],
  );
}

/** Notes which rows of the round the rows of a list became. @param at null: the list entered the round before */
export async function noteTaken(
  em: Em,
  checkId: string,
  at: Date | null,
  rows: readonly { number: number; pupilId: string; version: number; before: PupilRow | null }[],
): Promise<void> {
  await change(
    em,
    `update school_check_row r set pupil_id = n.pupil_id, pupil_version = n.version, before = n.before
     from jsonb_to_recordset($2::jsonb) as n (number int, pupil_id uuid, version int, before jsonb)
     where r.check_id = $1 and r.number = n.number`,
    [
      checkId,
      JSON.stringify(
        rows.map((r) => ({ number: r.number, pupil_id: r.pupilId, version: r.version, before: r.before })),
      ),
    ],
  );
  if (at !== null) await change(em, 'update school_check set taken_at = $2 where id = $1', [checkId, at]);
}
export async function takenRows(
  em: Em,
  checkId: string,
): Promise<{ pupil_id: string; pupil_version: number; before: PupilRow | null }[]> {
  return query(
    em,
    `select pupil_id, pupil_version, nullif(before, 'null'::jsonb) as before from school_check_row
     where check_id = $1 and pupil_id is not null`,
    [checkId],
  );
}
export async function noteUndone(em: Em, checkId: string, at: Date): Promise<void> {
  await change(em, 'update school_check set undone_at = $2 where id = $1', [checkId, at]);
}
