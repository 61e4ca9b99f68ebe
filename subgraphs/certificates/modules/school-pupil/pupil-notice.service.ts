import { maskName } from '@miaoben/identifiers';
import { badInput, type Em, isUuid, noticeRequested, query, runCommand } from '@miaoben/kernel';
import type { NoticeRequested } from '@miaoben/schema';
import type { CertificatesCtx } from '../../loaders.ts';
import { organisationsOf } from '../organisation/organisation.repository.ts';
import { openRoundOf } from '../school-round/school-round.service.ts';
import { openPupilIdentity } from './pupil-identity.ts';
import { noticeFor, vaccinesOf } from './pupil-notice.rules.ts';
import { ownSchool } from './pupil-reach.ts';
import { enter, type PupilChange, writePupils } from './pupil-write.ts';
import { addNotices, lockNoticed, type PupilRow } from './school-pupil.repository.ts';
import { NoticeState, NoticeType, PupilState, type SentNotices } from './school-pupil.type.ts';

/** Where to go when no file says so. */
const ANY_CLINIC = '居住地接种单位';

type Noticing = Pick<CertificatesCtx, 'keyring' | 'clock'>;

async function accountsOf(em: Em, persons: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await query<{ account_id: string; person_id: string }>(
    em,
    'select account_id, person_id from binding where person_id = any($1::uuid[]) order by account_id',
    [persons],
  );
  const byPerson = Map.groupBy(rows, (r) => r.person_id);
  return new Map([...byPerson].map(([id, own]) => [id, own.map((r) => r.account_id)]));
}

/** The notices of one pupil: to each bound guardian; without one, by SMS to the phone of the list; without that, on paper. */
function noticesOf(
  noticing: Noticing,
  row: PupilRow,
  type: NoticeType,
  accounts: readonly string[],
  names: { school: string; clinic: string },
): NoticeRequested[] {
  const { name, guardianPhone } = openPupilIdentity(noticing.keyring, row.sealed);
  const recipients =
    accounts.length > 0
      ? accounts.map((accountId) => ({ accountId }))
      : guardianPhone === null
        ? []
        : [{ phone: guardianPhone }];
  const common = { name: maskName(name), school: names.school, clinic: names.clinic };
  return recipients.map((to) =>
    type === NoticeType.catch_up
      ? noticeRequested(noticing, 'school_catch_up', to, row.person_id, {
          ...common,
          vaccines: vaccinesOf(row.missing),
        })
      : noticeRequested(noticing, 'school_reissue', to, row.person_id, common),
  );
}

/** Mutation.sendPupilNotices. Without `pupilIds` those of the class, or of the school, who were not told yet. */
export async function sendNotices(
  ctx: CertificatesCtx,
  commandId: string,
  input: { roundId: string; classId: string | null; pupilIds: readonly string[] | null },
): Promise<SentNotices> {
  const operation = 'Mutation.sendPupilNotices';
  const schoolId = ownSchool(ctx, operation);
  const { school } = await openRoundOf(ctx, input.roundId, schoolId);
  for (const id of [...(input.pupilIds ?? []), ...(input.classId === null ? [] : [input.classId])])
    if (!isUuid(id)) throw badInput('pupilIds', 'format');
  return runCommand(ctx, operation, commandId, input, async (em) => {
    const rows = await lockNoticed(em, { ...input, schoolId });
    const due = rows.flatMap((row) => {
      const type = noticeFor(row);
      return type === null ? [] : [{ row, type }];
    });
    const accounts = await accountsOf(
      em,
      due.flatMap(({ row }) => row.person_id ?? []),
    );
    const clinics = await organisationsOf(em, [...new Set(due.flatMap(({ row }) => row.clinic_id ?? []))]);
    const clinicNames = new Map(clinics.map((c) => [c.id, c.name]));
    const today = ctx.clock.today();
    const outcome: SentNotices = { toAccounts: 0, bySms: 0, toPrint: 0 };
    const sent: { pupilId: string; notices: NoticeRequested[] }[] = [];
    const changes = due.map(({ row, type }): PupilChange => {
      const bound = accounts.get(row.person_id ?? '') ?? [];
      const names = { school: school.name, clinic: clinicNames.get(row.clinic_id ?? '') ?? ANY_CLINIC };
      const notices = noticesOf(ctx, row, type, bound, names);
      sent.push({ pupilId: row.id, notices });
      const way = bound.length > 0 ? 'toAccounts' : notices.length > 0 ? 'bySms' : 'toPrint';
      outcome[way] += 1;
      const noticed: PupilRow = {
        ...row,
        notice_type: type,
        notice_on: today,
        notice_state: notices.length > 0 ? NoticeState.requested : NoticeState.print,
      };
      // Overdue stays overdue: a notice does not give the days back.
      const isLate = row.state === PupilState.overdue;
      return {
        row: isLate ? noticed : enter(noticed, PupilState.notified),
        steps: [{ step: 'notified', detail: { way } }],
      };
    });
    const { events } = await writePupils(em, ctx.clock.now(), ctx.claims, changes);
    const requested = sent.flatMap((s) => s.notices);
    await addNotices(
      em,
      sent.flatMap(({ pupilId, notices }) => notices.map((n) => ({ noticeId: n.noticeId, pupilId, at: n.at }))),
    );
    return { outcome, subject: input.roundId, events: [...events, ...requested], detail: { ...outcome } };
  });
}
