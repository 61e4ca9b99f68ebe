import { change, type Em, isUuidV7, query } from '@miaoben/kernel';
import { columnsOf, Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';
import type {
  BreakOffReason,
  FingerOwner,
  UnconfirmedReason,
  VisitState,
  VisitStepKind,
} from '@miaoben/schedule/clinic-visit';

/** One row of the table `visit`; instants are ISO 8601 text. */
export interface VisitRow {
  person_id: string;
  id: string;
  organisation_id: string;
  day: string;
  /** vaccination point, where the clinic has several */
  point: string | null;
  /** session at a temporary point */
  session_id: string | null;
  state: VisitState;
  opened_by: string;
  opened_at: string;
  break_reason: BreakOffReason | null;
  break_note: string | null;
  version: number;
}

export interface StepRow {
  visit_id: string;
  /** from 1, in the order they were taken */
  seq: number;
  kind: VisitStepKind;
  account_id: string;
  /** by the clock of the device, never later than the server's */
  at: string;
  received_at: string;
  dose_id: string | null;
  /** taken at the sign-off device */
  photo_id: string | null;
  /** why it has neither photo nor fingerprint */
  unconfirmed: UnconfirmedReason | null;
  fingerprint_id: string | null;
  /** of its fingerprint; not columns of the table */
  finger_of: FingerOwner | null;
  quality: number | null;
  consent_by: FingerOwner | null;
  taken_at: string | null;
  deleted_at: string | null;
  undone_by: string | null;
  undone_at: string | null;
}

const COLUMNS = [
  'person_id',
  'id',
  'organisation_id',
  'day',
  'point',
  'session_id',
  'state',
  'opened_by',
  'opened_at',
  'break_reason',
  'break_note',
  'version',
]
  .map((c) => `v.${c}`)
  .join(', ');

/** @returns undefined for an id that is none or not there */
export async function visitById(em: Em, id: string): Promise<VisitRow | undefined> {
  if (!isUuidV7(id)) return undefined;
  const [row] = await query<VisitRow>(em, `select ${COLUMNS} from visit v where v.id = $1`, [id]);
  return row;
}

/** Visits of persons on a day, the latest first. One statement for any number. */
export async function visitsOfPersons(em: Em, personIds: readonly string[], day: string): Promise<VisitRow[]> {
  return query<VisitRow>(
    em,
    `select ${COLUMNS} from visit v where v.person_id = any($1::uuid[]) and v.day = $2 order by v.opened_at desc, v.id desc`,
    [personIds, day],
  );
}

/** All visits of persons in any clinic, the latest first, so many of each. One statement for any number. */
export async function tracedVisits(em: Em, personIds: readonly string[], most: number): Promise<VisitRow[]> {
  return query<VisitRow>(
    em,
    `select ${COLUMNS} from unnest($1::uuid[]) p (id) cross join lateral (
       select * from visit w where w.person_id = p.id order by w.opened_at desc, w.id desc limit $2) v`,
    [personIds, most],
  );
}

/** Visits of a clinic's day, of persons inside the reach, in the order they were opened. */
export async function visitsOfDay(
  em: Em,
  asked: { organisation: string; day: string; reach: Reach },
  after: (string | number)[] | undefined,
  limit: number,
): Promise<VisitRow[]> {
  const p = new Parameters();
  const from = after ? `and (v.opened_at, v.id) > (${p.add(after[0])}::timestamptz, ${p.add(after[1])}::uuid)` : '';
  const sql = `select ${COLUMNS} from visit v join subject s using (person_id)
    where v.organisation_id = ${p.add(asked.organisation)} and v.day = ${p.add(asked.day)}::date
      and ${withinReach(columnsOf('s'), asked.reach, p)} ${from}
    order by v.opened_at, v.id limit ${p.add(limit)}`;
  return query<VisitRow>(em, sql, p.values);
}

/** Steps of visits in their order, undone ones too. One statement for any number. */
export async function stepsOf(em: Em, visitIds: readonly string[]): Promise<StepRow[]> {
  return query<StepRow>(
    em,
    `select s.visit_id, s.seq, s.kind, s.account_id, s.at, s.received_at, s.dose_id, s.photo_id, s.unconfirmed, s.fingerprint_id,
       f.finger_of, f.quality, f.consent_by, f.taken_at, f.deleted_at, s.undone_by, s.undone_at
     from visit_step s left join visit_fingerprint f on f.id = s.fingerprint_id
     where s.visit_id = any($1::uuid[]) order by s.visit_id, s.seq`,
    [visitIds],
  );
}

/** @param openedFor the file it was opened for, which may be merged into the one it stands with */
export async function insertVisit(em: Em, row: Omit<VisitRow, 'version'>, openedFor: string): Promise<void> {
  await change(
    em,
    `insert into visit (person_id, id, organisation_id, day, state, opened_by, opened_at, point, session_id, origin_person)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, nullif($10::uuid, $1::uuid))`,
    [
      row.person_id,
      row.id,
      row.organisation_id,
      row.day,
      row.state,
      row.opened_by,
      row.opened_at,
      row.point,
      row.session_id,
      openedFor,
    ],
  );
}

export async function insertStep(
  em: Em,
  step: Pick<StepRow, 'visit_id' | 'seq' | 'kind' | 'account_id' | 'at' | 'dose_id'> &
    Partial<Pick<StepRow, 'photo_id' | 'fingerprint_id' | 'unconfirmed'>>,
): Promise<void> {
  await change(
    em,
    `insert into visit_step (visit_id, seq, kind, account_id, at, dose_id, photo_id, fingerprint_id, unconfirmed)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      step.visit_id,
      step.seq,
      step.kind,
      step.account_id,
      step.at,
      step.dose_id,
      step.photo_id ?? null,
      step.fingerprint_id ?? null,
      step.unconfirmed ?? null,
    ],
  );
}

/** Writes where a visit stands; each writing is a new version of it. */
export async function storeState(
  em: Em,
  { id, state, break_reason, break_note }: Pick<VisitRow, 'id' | 'state' | 'break_reason' | 'break_note'>,
): Promise<void> {
  await change(
    em,
    'update visit set state = $2, break_reason = $3, break_note = $4, version = version + 1 where id = $1',
    [id, state, break_reason, break_note],
  );
}

export async function markUndone(
  em: Em,
  visitId: string,
  seqs: readonly number[],
  by: { account: string; at: Date },
): Promise<void> {
  await change(
    em,
    'update visit_step set undone_by = $3, undone_at = $4 where visit_id = $1 and seq = any($2::int[])',
    [visitId, seqs, by.account, by.at],
  );
}

/** Whether observations of the doses are still running, and whether any has ended. */
export async function observationsOfDoses(
  em: Em,
  personId: string,
  doseIds: readonly string[],
): Promise<{ running: number; ended: number }> {
  const [row] = await query<{ running: number; ended: number }>(
    em,
    `select count(*) filter (where ended_at is null)::int as running, count(ended_at)::int as ended
     from observation where person_id = $1 and dose_id = any($2::uuid[])`,
    [personId, doseIds],
  );
  return row!;
}

/** Notes that somebody left before the end of the observation, or takes that back. */
export async function markLeft(em: Em, personId: string, doseIds: readonly string[], at: Date | null): Promise<void> {
  await change(
    em,
    `update observation set left_at = $3 where person_id = $1 and dose_id = any($2::uuid[]) and ended_at is null`,
    [personId, doseIds, at],
  );
}
