import { change, type Em, query } from '@miaoben/kernel';
import type { MissingDose } from '../assessment/assessment.client.ts';
import type { CheckType, NoticeState, NoticeType, PupilState } from './school-pupil.type.ts';

/** Why a file may be the pupil’s, in closed words. */
export type MatchReason =
  | 'same_document'
  | 'other_document'
  | 'no_document_on_file'
  | 'same_name_birth_date'
  | 'other_name'
  | 'same_sex'
  | 'other_sex';
export interface Candidate {
  readonly personId: string;
  readonly reasons: readonly MatchReason[];
}
export interface GivenDose {
  readonly series: string;
  readonly seriesName: string;
  readonly dose: number;
}
export type PupilVerdict = 'complete' | 'missing_doses' | 'no_file' | 'postponed' | 'not_yet_due' | 'candidate';

/** The row of a pupil in a round: stays, and changes with what happens; `sealed` is a `PupilIdentity`. */
export interface PupilRow {
  id: string;
  round_id: string;
  school_id: string;
  /** of the school, 9 digits */
  division: string;
  class_id: string | null;
  pupil_key: string;
  document_blind: string | null;
  name_blind: string;
  sex: string;
  sealed: string;
  check_type: CheckType;
  state: PupilState;
  verdict: PupilVerdict;
  person_id: string | null;
  /** files merged one into the next, before the one above */
  merged_from: readonly string[];
  /** managing vaccination unit of the file */
  clinic_id: string | null;
  candidates: readonly Candidate[];
  /** the school handed the decision to the vaccination unit */
  for_clinic: boolean;
  certificate_seen: boolean | null;
  certificate_number: string | null;
  schedule_version: string | null;
  missing: readonly MissingDose[];
  caught_up: readonly GivenDose[];
  caught_up_on: string | null;
  notice_type: NoticeType | null;
  notice_on: string | null;
  notice_state: NoticeState | null;
  is_reissued: boolean;
  recheck_on: string | null;
  recheck_result: PupilVerdict | null;
  proof_file_id: string | null;
  proof_state: 'waiting' | 'accepted' | 'refused' | null;
  moved_to: string | null;
  /** account */
  checker: string;
  checked_on: string;
  check_id: string | null;
  created_at: string;
  version: number;
}

export interface StepRow {
  pupil_id: string;
  number: number;
  step: string;
  result: PupilVerdict | null;
  missing: readonly MissingDose[] | null;
  schedule_version: string | null;
  detail: Record<string, unknown>;
  by_account: string;
  by_role: string;
  at: string;
}

/** Which pupils a caller reaches: those of the own school, or of the schools in divisions. */
export type PupilReach = { readonly schoolId: string } | { readonly divisions: readonly string[] };

const COLUMNS = [
  'id',
  'round_id',
  'school_id',
  'division',
  'class_id',
  'pupil_key',
  'document_blind',
  'name_blind',
  'sex',
  'sealed',
  'check_type',
  'state',
  'verdict',
  'person_id',
  'merged_from',
  'clinic_id',
  'candidates',
  'for_clinic',
  'certificate_seen',
  'certificate_number',
  'schedule_version',
  'missing',
  'caught_up',
  'caught_up_on',
  'notice_type',
  'notice_on',
  'notice_state',
  'is_reissued',
  'recheck_on',
  'recheck_result',
  'proof_file_id',
  'proof_state',
  'moved_to',
  'checker',
  'checked_on',
  'check_id',
  'created_at',
  'version',
] as const satisfies readonly (keyof PupilRow)[];
const ALL = COLUMNS.join(', ');
const SET = COLUMNS.filter((c) => c !== 'id')
  .map((c) => `${c} = excluded.${c}`)
  .join(', ');

/** Writes whole rows, new ones and changed ones, in one statement. */
export async function savePupils(em: Em, rows: readonly PupilRow[]): Promise<void> {
  if (rows.length === 0) return;
  await change(
    em,
    `insert into school_pupil (${ALL}) select ${ALL} from jsonb_populate_recordset(null::school_pupil, $1::jsonb)
     on conflict (id) do update set ${SET}`,
    [JSON.stringify(rows)],
  );
}
export async function removePupils(em: Em, ids: readonly string[]): Promise<void> {
  await change(em, 'delete from school_pupil where id = any($1::uuid[])', [ids]);
}

/** Adds lines to the histories of pupils, in the order given. */
export async function addSteps(em: Em, steps: readonly Omit<StepRow, 'number'>[]): Promise<void> {
  if (steps.length === 0) return;
  await change(
    em,
    `insert into school_pupil_step (pupil_id, number, step, result, missing, schedule_version, detail, by_account, by_role, at)
     select s.pupil_id, coalesce(l.last, 0) + row_number() over (partition by s.pupil_id order by s.n), s.step, s.result,
       s.missing, s.schedule_version, s.detail, s.by_account, s.by_role, s.at
     from rows from (jsonb_to_recordset($1::jsonb) as (pupil_id uuid, step text, result text, missing jsonb,
       schedule_version text, detail jsonb, by_account text, by_role text, at timestamptz))
       with ordinality s (pupil_id, step, result, missing, schedule_version, detail, by_account, by_role, at, n)
     left join (select pupil_id, max(number) as last from school_pupil_step
       where pupil_id = any($2::uuid[]) group by pupil_id) l using (pupil_id)`,
    [JSON.stringify(steps), [...new Set(steps.map((s) => s.pupil_id))]],
  );
}
export async function stepsOf(em: Em, pupilIds: readonly string[]): Promise<StepRow[]> {
  return query<StepRow>(
    em,
    'select * from school_pupil_step where pupil_id = any($1::uuid[]) order by pupil_id, number',
    [pupilIds],
  );
}

/** Rows of the lists through which pupils came last; one who was added singly has none. */
export async function listRowsOf(
  em: Em,
  pupilIds: readonly string[],
): Promise<{ pupil_id: string; check_id: string; number: number }[]> {
  return query(
    em,
    `select r.pupil_id, r.check_id, r.number from school_pupil p
     join school_check_row r on r.check_id = p.check_id and r.pupil_id = p.id where p.id = any($1::uuid[])`,
    [pupilIds],
  );
}

/** Condition on `p` with its parameters from $1 on. */
export function withinReach(reach: PupilReach): { sql: string; parameters: unknown[] } {
  if ('schoolId' in reach) return { sql: 'p.school_id = $1::uuid', parameters: [reach.schoolId] };
  return {
    sql: `exists (select 1 from unnest($1::text[]) d (code)
      where p.division >= d.code collate "C" and p.division < (d.code || ':') collate "C")`,
    parameters: [reach.divisions],
  };
}

export async function findPupils(em: Em, ids: readonly string[], reach: PupilReach): Promise<PupilRow[]> {
  const { sql, parameters } = withinReach(reach);
  return query<PupilRow>(em, `select p.* from school_pupil p where ${sql} and p.id = any($2::uuid[])`, [
    ...parameters,
    ids,
  ]);
}
/** Checks of persons in all rounds, the latest first. */
export async function pupilsOfPersons(em: Em, personIds: readonly string[], reach: PupilReach): Promise<PupilRow[]> {
  const { sql, parameters } = withinReach(reach);
  return query<PupilRow>(
    em,
    `select p.* from school_pupil p where ${sql} and p.person_id = any($2::uuid[]) order by p.checked_on desc, p.id desc`,
    [...parameters, personIds],
  );
}

/** The same, locked in the order of their ids to the end of the transaction. */
export async function lockPupils(em: Em, ids: readonly string[], reach: PupilReach): Promise<PupilRow[]> {
  const { sql, parameters } = withinReach(reach);
  return query<PupilRow>(
    em,
    `select p.* from school_pupil p where ${sql} and p.id = any($2::uuid[]) order by p.id for update`,
    [...parameters, ids],
  );
}

export interface PupilFilter {
  readonly roundId: string;
  readonly schoolId: string | null;
  readonly classId: string | null;
  readonly states: readonly string[] | null;
  readonly verdicts: readonly string[] | null;
  /** true: only those somebody has to do something about */
  readonly isOpen: boolean | null;
  /** true: only those the school handed to the vaccination unit, or whose proof waits */
  readonly forClinic: boolean | null;
}
/** Pupils by id after an id; those who left are left out unless the state `moved` is asked for. */
export async function listPupils(
  em: Em,
  reach: PupilReach,
  filter: PupilFilter,
  after: string | null,
  limit: number,
): Promise<PupilRow[]> {
  const { sql, parameters } = withinReach(reach);
  return query<PupilRow>(
    em,
    `select p.* from school_pupil p
     where ${sql} and p.round_id = $2::uuid and ($3::uuid is null or p.school_id = $3) and ($4::uuid is null or p.class_id = $4)
       and (case when $5::text[] is null then p.state <> 'moved' else p.state = any($5) end)
       and ($6::text[] is null or p.verdict = any($6))
       and (not coalesce($7::boolean, false) or (p.verdict in ('candidate', 'missing_doses', 'no_file')
         and p.state not in ('caught_up', 'exempt', 'moved')))
       and (not coalesce($8::boolean, false) or p.for_clinic or p.proof_state = 'waiting')
       and ($9::uuid is null or p.id > $9) order by p.id limit $10`,
    [
      ...parameters,
      filter.roundId,
      filter.schoolId,
      filter.classId,
      filter.states,
      filter.verdicts,
      filter.isOpen,
      filter.forClinic,
      after,
      limit,
    ],
  );
}

/** The rows of pupils that are listed anew, locked: by key, and by name with birth date, in the round and school. One list of a school at a time. */
export async function lockByKeys(
  em: Em,
  roundId: string,
  schoolId: string,
  keys: readonly string[],
  names: readonly string[],
): Promise<PupilRow[]> {
  await query(em, 'select pg_advisory_xact_lock(hashtextextended($1, 12))', [`${roundId} ${schoolId}`]);
  return query<PupilRow>(
    em,
    `select * from school_pupil where round_id = $1 and school_id = $2
       and (pupil_key = any($3::text[]) or name_blind = any($4::text[])) order by id for update`,
    [roundId, schoolId, keys, names],
  );
}
/** Rows of open rounds that stand for one of the files and still count, locked. */
export async function lockOfPersons(em: Em, personIds: readonly string[]): Promise<PupilRow[]> {
  return query<PupilRow>(
    em,
    `select p.* from school_pupil p join school_round r on r.id = p.round_id
     where p.person_id = any($1::uuid[]) and p.state <> 'moved' and r.state = 'open' order by p.id for update of p`,
    [personIds],
  );
}

/** Rows of a school on which somebody still has something to do, locked: of a class, or of all. */
export async function lockUnfinished(
  em: Em,
  roundId: string,
  schoolId: string,
  classId: string | null,
): Promise<PupilRow[]> {
  return query<PupilRow>(
    em,
    `select * from school_pupil where round_id = $1 and school_id = $2 and ($3::uuid is null or class_id = $3)
       and verdict <> 'complete' and state not in ('caught_up', 'exempt', 'moved') order by id for update`,
    [roundId, schoolId, classId],
  );
}
/** Open rows of open rounds whose deadline is over, not marked yet; locked, those somebody works on left for the next time. */
export async function lockLate(em: Em, today: string, limit: number): Promise<PupilRow[]> {
  return query<PupilRow>(
    em,
    `select p.* from school_pupil p join school_round r on r.id = p.round_id
     where r.state = 'open' and r.deadline < $1 and p.verdict in ('candidate', 'missing_doses', 'no_file')
       and p.state in ('candidate', 'unmatched', 'evaluated', 'notified')
     order by p.id limit $2 for update of p skip locked`,
    [today, limit],
  );
}
/** Rows for notices, locked: the pupils named, or those of the class or school who were not told yet. */
export async function lockNoticed(
  em: Em,
  of: { roundId: string; schoolId: string; classId: string | null; pupilIds: readonly string[] | null },
): Promise<PupilRow[]> {
  return query<PupilRow>(
    em,
    `select * from school_pupil where round_id = $1 and school_id = $2 and ($3::uuid is null or class_id = $3)
       and verdict in ('missing_doses', 'no_file')
       and not exists (select from holder h where h.person_id = school_pupil.person_id and h.registration_state = 'dead')
       and case when $4::uuid[] is null then notice_on is null else id = any($4) end order by id for update`,
    [of.roundId, of.schoolId, of.classId, of.pupilIds],
  );
}
export async function addNotices(
  em: Em,
  notices: readonly { noticeId: string; pupilId: string; at: string }[],
): Promise<void> {
  if (notices.length === 0) return;
  await change(
    em,
    `insert into school_pupil_notice (notice_id, pupil_id, at)
     select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[])`,
    [notices.map((n) => n.noticeId), notices.map((n) => n.pupilId), notices.map((n) => n.at)],
  );
}
