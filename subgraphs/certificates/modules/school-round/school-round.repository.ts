import { change, type Em, query } from '@miaoben/kernel';

export interface RoundRow {
  id: string;
  code: string;
  division: string;
  term_start: string;
  deadline: string;
  recheck_from: string;
  recheck_to: string;
  state: 'open' | 'closed';
  opened_by: string;
  opened_at: string;
  closed_by: string | null;
  closed_at: string | null;
}
export interface ClassRow {
  id: string;
  round_id: string;
  school_id: string;
  grade: string;
  name: string;
  head_teacher_sealed: string | null;
  finished_by: string | null;
  finished_at: string | null;
}
export interface ClassCountsRow {
  class_id: string;
  enrolled: number;
  checked: number;
  finished: number;
  to_decide: number;
  to_follow_up: number;
  overdue: number;
}

/** Rounds that lie around or inside one of the divisions, newest first. */
export async function roundsAround(em: Em, divisions: readonly string[], limit: number): Promise<RoundRow[]> {
  return query<RoundRow>(
    em,
    `select r.* from school_round r
     where exists (select 1 from unnest($1::text[]) d (code)
       where starts_with(d.code, r.division) or starts_with(r.division, d.code))
     order by r.code desc, r.division, r.id limit $2`,
    [divisions, limit],
  );
}
export async function findRounds(em: Em, ids: readonly string[]): Promise<RoundRow[]> {
  return query<RoundRow>(em, 'select * from school_round where id = any($1::uuid[])', [ids]);
}

/** Opens a round. @returns false when one of the same school year and term stands there already, around or inside the division */
export async function openRound(
  em: Em,
  round: Omit<RoundRow, 'state' | 'opened_at' | 'closed_by' | 'closed_at'> & { opened_at: Date },
): Promise<boolean> {
  await query(em, 'select pg_advisory_xact_lock(hashtextextended($1, 11))', [`school_round ${round.code}`]);
  const made = await change(
    em,
    `insert into school_round (id, code, division, term_start, deadline, recheck_from, recheck_to, opened_by, opened_at)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9
     where not exists (select 1 from school_round r
       where r.code = $2 and (starts_with(r.division, $3) or starts_with($3, r.division)))`,
    [
      round.id,
      round.code,
      round.division,
      round.term_start,
      round.deadline,
      round.recheck_from,
      round.recheck_to,
      round.opened_by,
      round.opened_at,
    ],
  );
  return made > 0;
}

/** @returns false when it is closed already */
export async function closeRound(em: Em, id: string, by: string, at: Date): Promise<boolean> {
  const sql =
    "update school_round set state = 'closed', closed_by = $2, closed_at = $3 where id = $1 and state = 'open'";
  return (await change(em, sql, [id, by, at])) > 0;
}

export async function findClasses(em: Em, ids: readonly string[]): Promise<ClassRow[]> {
  return query<ClassRow>(em, 'select * from school_class where id = any($1::uuid[])', [ids]);
}
/** Classes of a round, of one school or of every school of the divisions, in the order of the names. */
export async function classesOf(
  em: Em,
  roundId: string,
  at: { schoolId: string } | { divisions: readonly string[] },
  limit: number,
): Promise<ClassRow[]> {
  return query<ClassRow>(
    em,
    `select c.* from school_class c join organisation o on o.id = c.school_id
     where c.round_id = $1 and ($2::uuid is null or c.school_id = $2)
       and ($3::text[] is null or exists (select 1 from unnest($3::text[]) d (code) where starts_with(o.division, d.code)))
     order by o.name, c.grade, c.name, c.id limit $4`,
    [roundId, 'schoolId' in at ? at.schoolId : null, 'divisions' in at ? at.divisions : null, limit],
  );
}

/** Classes of one school in rounds of this code, in the order of the names. */
export async function classesByCode(em: Em, code: string, schoolId: string, limit: number): Promise<ClassRow[]> {
  return query<ClassRow>(
    em,
    `select c.* from school_class c join school_round r on r.id = c.round_id
     where r.code = $1 and c.school_id = $2 order by c.grade, c.name, c.id limit $3`,
    [code, schoolId, limit],
  );
}

/** Classes by grade and name, made where they are missing. */
export async function ensureClasses(
  em: Em,
  of: { roundId: string; schoolId: string },
  classes: readonly { id: string; grade: string; name: string }[],
): Promise<ClassRow[]> {
  const columns = [classes.map((c) => c.id), classes.map((c) => c.grade), classes.map((c) => c.name)];
  await change(
    em,
    `insert into school_class (id, round_id, school_id, grade, name)
     select n.id, $1, $2, n.grade, n.name from unnest($3::uuid[], $4::text[], $5::text[]) n (id, grade, name)
     on conflict (round_id, school_id, grade, name) do nothing`,
    [of.roundId, of.schoolId, ...columns],
  );
  return query<ClassRow>(
    em,
    `select c.* from school_class c join unnest($3::text[], $4::text[]) n (grade, name) using (grade, name)
     where c.round_id = $1 and c.school_id = $2`,
    [of.roundId, of.schoolId, columns[1], columns[2]],
  );
}

/** Writes a class. @returns false when another class of the school has that grade and name */
export async function putClass(em: Em, row: Omit<ClassRow, 'finished_by' | 'finished_at'>): Promise<boolean> {
  const [taken] = await query(
    em,
    'select 1 from school_class where round_id = $1 and school_id = $2 and grade = $3 and name = $4 and id <> $5',
    [row.round_id, row.school_id, row.grade, row.name, row.id],
  );
  if (taken) return false;
  await change(
    em,
    `insert into school_class (id, round_id, school_id, grade, name, head_teacher_sealed) values ($1, $2, $3, $4, $5, $6)
     on conflict (id) do update set grade = excluded.grade, name = excluded.name,
       head_teacher_sealed = excluded.head_teacher_sealed`,
    [row.id, row.round_id, row.school_id, row.grade, row.name, row.head_teacher_sealed],
  );
  return true;
}
export async function finishClass(em: Em, id: string, by: string | null, at: Date | null): Promise<void> {
  await change(em, 'update school_class set finished_by = $2, finished_at = $3 where id = $1', [id, by, at]);
}

/** Where the pupils of classes stand. `followUp`: missing doses or no file, not caught up. */
export async function countClasses(em: Em, classIds: readonly string[]): Promise<ClassCountsRow[]> {
  return query<ClassCountsRow>(
    em,
    `select class_id, count(*)::int as enrolled,
       count(*) filter (where verdict <> 'candidate')::int as checked,
       count(*) filter (where state in ('caught_up', 'exempt')
         or verdict in ('complete', 'postponed', 'not_yet_due'))::int as finished,
       count(*) filter (where verdict = 'candidate' and state <> 'exempt')::int as to_decide,
       count(*) filter (where verdict in ('missing_doses', 'no_file')
         and state not in ('caught_up', 'exempt', 'overdue'))::int as to_follow_up,
       count(*) filter (where state = 'overdue')::int as overdue
     from school_pupil where class_id = any($1::uuid[]) and state <> 'moved' group by class_id`,
    [classIds],
  );
}
