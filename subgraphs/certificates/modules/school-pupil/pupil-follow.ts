import { type Em, publish, query, type Services } from '@miaoben/kernel';
import type { NoticeDelivered, PersonChanged } from '@miaoben/schema';
import { assess } from '../assessment/assessment.client.ts';
import { CLOSED_STATES, findHolders } from '../holder/holder.repository.ts';
import { followedRow, matchedRow } from './pupil-assess.ts';
import { type PupilChange, SELF, writePupils } from './pupil-write.ts';
import { lockOfPersons, type PupilRow } from './school-pupil.repository.ts';

type Following = Pick<Services, 'peers' | 'keyring' | 'clock'>;

/**
 * Looks again at the rows of pupils whose doses changed: who is complete now is caught up, without anybody at the school doing
 * anything. In the transaction of the event.
 * @throws UNAVAILABLE when vaccines does not answer: the events are taken again later
 */
export async function followPersons(em: Em, services: Following, personIds: readonly string[]): Promise<void> {
  const asked = [...new Set(personIds)];
  const [any] = await query(
    em,
    `select 1 from school_pupil p join school_round r on r.id = p.round_id
     where p.person_id = any($1::uuid[]) and p.state <> 'moved' and r.state = 'open' limit 1`,
    [asked],
  );
  if (!any) return;
  const today = services.clock.today();
  const rows = await lockOfPersons(em, asked);
  const persons = [...new Set(rows.flatMap((row) => row.person_id ?? []))];
  const answers = await assess(services, 'school_check', persons, today);
  const changes = rows.flatMap((row) => {
    const answer = answers.get(row.person_id ?? '');
    return (answer && followedRow(row, answer, today)) ?? [];
  });
  await publish(em, (await writePupils(em, services.clock.now(), SELF, changes)).events);
}

/**
 * Files that were made or corrected after a pupil had none (补证): the document number is the same, so nobody has to decide.
 * The managing unit of files that stand for pupils is kept up to date.
 */
export async function findFiles(em: Em, services: Following, events: readonly PersonChanged[]): Promise<void> {
  const open = events.filter((e) => !CLOSED_STATES.includes(e.registrationState));
  const byDocument = new Map(open.flatMap((e) => (e.documentBlind ? [[e.documentBlind, e] as const] : [])));
  if (byDocument.size === 0) return;
  const rows = await query<PupilRow>(
    em,
    `select p.* from school_pupil p join school_round r on r.id = p.round_id
     where p.document_blind = any($1::text[]) and p.verdict = 'no_file' and p.person_id is null and p.proof_state is distinct from 'accepted'
       and p.state not in ('moved', 'exempt', 'caught_up') and r.state = 'open' order by p.id for update of p`,
    [[...byDocument.keys()]],
  );
  if (rows.length === 0) return;
  const persons = rows.flatMap((row) => byDocument.get(row.document_blind ?? '')?.personId ?? []);
  const holders = new Map((await findHolders(em, persons, { kind: 'all' })).map((h) => [h.person_id, h]));
  const answers = await assess(services, 'school_check', [...new Set(persons)], services.clock.today());
  const changes = rows.flatMap((row): PupilChange[] => {
    const personId = byDocument.get(row.document_blind ?? '')?.personId ?? '';
    const [holder, answer] = [holders.get(personId), answers.get(personId)];
    return holder && answer ? [matchedRow(row, holder, answer)] : [];
  });
  await publish(em, (await writePupils(em, services.clock.now(), SELF, changes)).events);
}

/** The best of what became of the notices of a pupil: read by one guardian is read. */
const BEST = "array_position(array['requested', 'failed', 'sms_sent', 'delivered', 'read'], state)";

/** Takes over what became of notices. */
export async function noteDeliveries(em: Em, events: readonly NoticeDelivered[]): Promise<void> {
  const latest = [...new Map(events.map((e) => [e.noticeId, e])).values()];
  const touched = await query<{ pupil_id: string }>(
    em,
    `update school_pupil_notice n set state = e.state, at = e.at
     from unnest($1::uuid[], $2::text[], $3::timestamptz[]) e (id, state, at)
     where n.notice_id = e.id and n.state <> 'read' returning n.pupil_id`,
    [latest.map((e) => e.noticeId), latest.map((e) => e.state), latest.map((e) => e.at)],
  );
  if (touched.length === 0) return;
  await query(
    em,
    `update school_pupil p set notice_state = b.state from (
       select distinct on (pupil_id) pupil_id, state from school_pupil_notice
       where pupil_id = any($1::uuid[]) order by pupil_id, ${BEST} desc) b where p.id = b.pupil_id`,
    [[...new Set(touched.map((t) => t.pupil_id))]],
  );
}
