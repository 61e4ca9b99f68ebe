import { change, type Em, newId, query } from '@miaoben/kernel';
import { columnsOf, Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';

/** What is handed to the licence platform: a sealed file or a seal; or taken back there: subject is that submission. */
export interface SubmissionRow {
  id: string;
  kind: 'certificate' | 'seal' | 'withdrawal';
  subject_id: string;
  /** of a withdrawal: why, as a code */
  cause: WithdrawalCause | null;
  state: 'waiting' | 'accepted' | 'refused';
  receipt: string | null;
  attempts: number;
  last_error: string | null;
  created_at: string;
  accepted_at: string | null;
  /** what the platform says of it since, and what its seal system gave back for the sealing */
  platform_state: string | null;
  platform_at: string | null;
  platform_reason: string | null;
  sealing_receipt: string | null;
  sealing_seal: string | null;
  sealing_at: string | null;
  sealing_state: string | null;
  sealing_withdrawn_at: string | null;
}
export type StandingSubmission = SubmissionRow & { withdrawal: SubmissionRow | null };

/** Why something is taken back at the platform; words of people stay here. */
export type WithdrawalCause = 'certificate_revoked' | 'file_withdrawn' | 'seal_replaced' | 'seal_withdrawn';

/** In the transaction of what is handed over. */
export async function queueSubmission(em: Em, kind: SubmissionRow['kind'], subjectId: string, at: Date): Promise<void> {
  await change(
    em,
    `insert into licence_submission (id, kind, subject_id, state, next_at, created_at) values ($1, $2, $3, 'waiting', $4, $4)
     on conflict do nothing`,
    [newId(), kind, subjectId, at],
  );
}

/** Takes back at the platform what was handed over of these subjects; what was not handed over, or refused, is not known there. */
export async function queueWithdrawals(
  em: Em,
  kind: 'certificate' | 'seal',
  subjectIds: readonly string[],
  cause: WithdrawalCause,
  at: Date,
): Promise<void> {
  await change(
    em,
    `insert into licence_submission (id, kind, subject_id, cause, state, next_at, created_at)
     select gen_random_uuid(), 'withdrawal', s.id, $3, 'waiting', $4, $4 from licence_submission s
     where s.kind = $1 and s.subject_id = any($2::uuid[]) and s.state <> 'refused'
     on conflict do nothing`,
    [kind, subjectIds, cause, at],
  );
}

/** By subject, each with what took it back last. */
export async function submissionsOf(
  em: Em,
  kind: 'certificate' | 'seal',
  subjectIds: readonly string[],
): Promise<StandingSubmission[]> {
  return query<StandingSubmission>(
    em,
    `select s.*, to_jsonb(w) as withdrawal from licence_submission s
     left join lateral (select * from licence_submission x where x.kind = 'withdrawal' and x.subject_id = s.id
       order by x.created_at desc limit 1) w on true
     where s.kind = $1 and s.subject_id = any($2::uuid[])`,
    [kind, subjectIds],
  );
}

/** What the licence platform gave this number last, with what it is of, inside the reach: of the holder, or of the seal's issuer. */
export async function submissionByReceipt(
  em: Em,
  receipt: string,
  reach: Reach,
): Promise<(StandingSubmission & { subject: string | null }) | undefined> {
  const p = new Parameters();
  const [row] = await query<StandingSubmission & { subject: string | null }>(
    em,
    `select s.*, to_jsonb(w) as withdrawal, coalesce(c.number, e.number) as subject from licence_submission s
     left join sealed_document d on s.kind = 'certificate' and d.id = s.subject_id
     left join certificate c on c.person_id = d.person_id and c.certificate_id = d.certificate_id
     left join holder h on h.person_id = d.person_id
     left join seal e on s.kind = 'seal' and e.id = s.subject_id
     left join lateral (select * from licence_submission x where x.kind = 'withdrawal' and x.subject_id = s.id
       order by x.created_at desc limit 1) w on true
     where s.receipt = ${p.add(receipt)} and (s.kind = 'certificate' and ${withinReach(columnsOf('h'), reach, p)}
       or s.kind = 'seal' and ${withinReach({ person: 'e.id', division: 'e.division' }, reach, p)})
     order by s.created_at desc limit 1`,
    p.values,
  );
  return row;
}

export interface ProgressRow {
  total: number;
  sealed: number;
  failed: number;
  accepted: number;
  refused: number;
}
/** How far these files are, of those inside the reach. */
export async function progressOf(em: Em, documentIds: readonly string[], reach: Reach): Promise<ProgressRow> {
  const p = new Parameters();
  const [row] = await query<ProgressRow>(
    em,
    `select count(*)::int as total, (count(*) filter (where d.state in ('sealed', 'withdrawn')))::int as sealed,
       (count(*) filter (where d.state = 'failed'))::int as failed,
       (count(*) filter (where s.state = 'accepted'))::int as accepted,
       (count(*) filter (where s.state = 'refused'))::int as refused
     from sealed_document d join holder h using (person_id)
     left join licence_submission s on s.kind = 'certificate' and s.subject_id = d.id
     where d.id = any(${p.add(documentIds)}::uuid[]) and ${withinReach(columnsOf('h'), reach, p)}`,
    p.values,
  );
  return row ?? { total: 0, sealed: 0, failed: 0, accepted: 0, refused: 0 };
}

/** The next to send; kept from others for a minute. What takes something back follows what it takes back. */
export async function claimSubmission(em: Em, at: Date): Promise<SubmissionRow | undefined> {
  const [row] = await query<SubmissionRow>(
    em,
    `update licence_submission set attempts = attempts + 1, next_at = $1::timestamptz + interval '1 minute'
     where id = (select id from licence_submission q where state = 'waiting' and next_at <= $1
         and not exists (select 1 from licence_submission s where q.kind = 'withdrawal' and s.id = q.subject_id and s.state = 'waiting')
       order by next_at limit 1 for update skip locked) returning *`,
    [at],
  );
  return row;
}

export async function acceptSubmission(em: Em, id: string, receipt: string, at: Date): Promise<void> {
  const sql = `update licence_submission set state = 'accepted', receipt = $2, accepted_at = $3, last_error = null where id = $1`;
  await change(em, sql, [id, receipt, at]);
}
/** What the platform never took is not taken back there. */
export async function refuseSubmission(em: Em, id: string, reason: string): Promise<void> {
  await em.transactional(async (inner) => {
    const tx = inner as Em;
    await change(tx, "update licence_submission set state = 'refused', last_error = $2 where id = $1", [id, reason]);
    await change(
      tx,
      "delete from licence_submission where kind = 'withdrawal' and subject_id = $1 and state = 'waiting'",
      [id],
    );
  });
}
export async function postponeSubmission(em: Em, id: string, error: string, nextAt: Date): Promise<void> {
  await change(em, 'update licence_submission set last_error = $2, next_at = $3 where id = $1', [id, error, nextAt]);
}
