import { change, type Em, query } from '@miaoben/kernel';
import type { Candidate } from '../school-pupil/school-pupil.repository.ts';
import type { RowVerdict, SchoolCheckState } from './school-check.type.ts';

export interface CheckRow {
  id: string;
  school_id: string;
  account_id: string;
  role: string;
  title: string;
  check_date: string;
  state: SchoolCheckState;
  progress: number;
  failure: string | null;
  created_at: string;
  schedule_version: string | null;
  file_id: string;
  counts: Partial<Record<RowVerdict, number>>;
  round_id: string | null;
  class_id: string | null;
  taken_at: string | null;
  undone_at: string | null;
}
/** A row of a list as it was read and judged; `sealed` is the JSON of a `SealedPupil`. */
export interface CheckPupilRow {
  number: number;
  verdict: RowVerdict;
  sealed: string;
  /** the file it was found to be */
  person_id: string | null;
  clinic_id: string | null;
  candidates: readonly Candidate[];
  /** `Pupil.key`: finds the same pupil twice in the list */
  pupil_key: string | null;
  /** the pupil's row in the round, once the list entered it */
  pupil_id: string | null;
}
const ROW = 'number, verdict, sealed, person_id, clinic_id, candidates, pupil_key, pupil_id';

export async function createCheck(
  em: Em,
  check: Omit<
    CheckRow,
    'state' | 'progress' | 'failure' | 'schedule_version' | 'counts' | 'created_at' | 'taken_at' | 'undone_at'
  > & {
    created_at: Date;
  },
): Promise<void> {
  await change(
    em,
    `insert into school_check (id, school_id, account_id, role, title, check_date, state, created_at, file_id, round_id, class_id)
     values ($1, $2, $3, $4, $5, $6, 'uploading', $7, $8, $9, $10)`,
    [
      check.id,
      check.school_id,
      check.account_id,
      check.role,
      check.title,
      check.check_date,
      check.created_at,
      check.file_id,
      check.round_id,
      check.class_id,
    ],
  );
}

/** Checks of one school by id. */
export async function findChecks(em: Em, ids: readonly string[], schoolId: string): Promise<CheckRow[]> {
  return query<CheckRow>(em, 'select * from school_check where id = any($1::uuid[]) and school_id = $2', [
    ids,
    schoolId,
  ]);
}

/** The latest checks of one school, newest first. */
export async function latestChecks(em: Em, schoolId: string, limit: number): Promise<CheckRow[]> {
  return query<CheckRow>(
    em,
    'select * from school_check where school_id = $1 order by created_at desc, id desc limit $2',
    [schoolId, limit],
  );
}

/** For work after the request that asked for it. */
export async function checkById(em: Em, id: string): Promise<CheckRow | undefined> {
  return (await query<CheckRow>(em, 'select * from school_check where id = $1', [id]))[0];
}
export async function checkOfFile(em: Em, fileId: string): Promise<string | undefined> {
  return (await query<{ id: string }>(em, 'select id from school_check where file_id = $1', [fileId]))[0]?.id;
}

/** Ids of checks that a stopped process left behind; `uploading` ones only if their file has arrived. */
export async function unfinishedChecks(em: Em): Promise<string[]> {
  const rows = await query<{ id: string }>(
    em,
    `select c.id from school_check c join stored_file f on f.id = c.file_id
     where c.state = 'reading' or (c.state = 'uploading' and f.stored_at is not null) order by c.created_at`,
  );
  return rows.map((r) => r.id);
}

/** Starts reading, or starts it anew. @returns false when the check is in no state to be read */
export async function beginReading(em: Em, id: string): Promise<boolean> {
  const begun = await change(
    em,
    "update school_check set state = 'reading', progress = 0, failure = null where id = $1 and state in ('uploading', 'reading')",
    [id],
  );
  if (begun > 0) await change(em, 'delete from school_check_row where check_id = $1', [id]);
  return begun > 0;
}
export async function noteProgress(em: Em, id: string, share: number): Promise<void> {
  await change(em, 'update school_check set progress = $2 where id = $1', [id, share]);
}
/** Rows of check $1 by verdict. */
const COUNTS = `coalesce((select jsonb_object_agg(verdict, n) from
  (select verdict, count(*)::int as n from school_check_row where check_id = $1 group by verdict) as v), '{}')`;
export async function endReading(em: Em, id: string, scheduleVersion: string | null): Promise<void> {
  await change(
    em,
    `update school_check set state = 'ready', progress = 1, schedule_version = $2,
       counts = ${COUNTS}
     where id = $1`,
    [id, scheduleVersion],
  );
}
/** Counts the rows anew, after one was mended. */
export async function countRows(em: Em, id: string): Promise<void> {
  await change(em, `update school_check set counts = ${COUNTS} where id = $1`, [id]);
}
/** @returns false when it was read meanwhile */
export async function failCheck(em: Em, id: string, failure: string): Promise<boolean> {
  const sql = "update school_check set state = 'failed', failure = $2 where id = $1 and state = 'reading'";
  return (await change(em, sql, [id, failure])) > 0;
}

export async function insertRows(em: Em, checkId: string, rows: readonly CheckPupilRow[]): Promise<void> {
  await change(
    em,
    `insert into school_check_row (check_id, ${ROW})
     select $1, ${ROW} from jsonb_populate_recordset(null::school_check_row, $2::jsonb)`,
    [checkId, JSON.stringify(rows)],
  );
}

/** Rows of a check in the order of the sheet, after a row number. */
export async function rowsAfter(
  em: Em,
  checkId: string,
  verdict: RowVerdict | null,
  after: number,
  limit: number,
): Promise<CheckPupilRow[]> {
  return query<CheckPupilRow>(
    em,
    `select ${ROW} from school_check_row
     where check_id = $1 and ($2::text is null or verdict = $2) and number > $3 order by number limit $4`,
    [checkId, verdict, after, limit],
  );
}
