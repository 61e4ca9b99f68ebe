import { dateInShanghai, type Em, noticeRequested, publish, type Services } from '@miaoben/kernel';
import { boundAccounts } from '../certificate/certificate.event.ts';
import { allSettings } from '../setting/setting.repository.ts';
import { type CertificateSetting, REMIND_RANGE, settingAt } from '../setting/setting.rules.ts';
import { type EndingRow, endingCertificates, noteReminders } from './reminder.repository.ts';
import { EXPIRED_WITHIN_DAYS, type ReminderStep, reminderDue } from './reminder.rules.ts';

const DAY_MS = 86_400_000;
const BATCH = 1_000;

type Reminding = Pick<Services, 'orm' | 'keyring' | 'clock'>;

/** One batch: notes what is due and publishes it, in one transaction. Four statements when something is due. */
async function remindBatch(
  em: Em,
  services: Reminding,
  rows: readonly EndingRow[],
  settings: readonly CertificateSetting[],
  now: Date,
): Promise<number> {
  const due = rows.flatMap((row) => {
    const { remindDays } = settingAt(settings, row.division);
    const step = reminderDue({ from: new Date(row.issued_at), until: new Date(row.expires_at) }, remindDays, now);
    return step === null ? [] : [{ id: row.certificate_id, row, step }];
  });
  if (due.length === 0) return 0;
  const fresh = await noteReminders(em, due, now);
  const told = due.filter(({ id }) => fresh.has(id));
  if (told.length === 0) return 0;
  const { accounts, names } = await boundAccounts(
    em,
    services,
    told.map(({ row }) => row.person_id),
  );
  const kindOf = (step: ReminderStep) => (step === 'expired' ? 'certificate_expired' : 'certificate_expiring');
  await publish(
    em,
    told.flatMap(({ row, step }) => {
      const params = { name: names.get(row.person_id) ?? '', date: dateInShanghai(new Date(row.expires_at)) };
      return (accounts.get(row.person_id) ?? []).map((accountId) =>
        noticeRequested(services, kindOf(step), { accountId }, row.person_id, params),
      );
    }),
  );
  return told.length;
}

/**
 * Reminds the holders of all certificates that end soon or have ended, once for each step. Batches of a thousand, each a transaction
 * of its own: stopped in between, the next run tells the rest and nobody twice.
 * @returns how many certificates were told of
 */
export async function remindOfEnds(services: Reminding, now = services.clock.instant()): Promise<number> {
  const fork = () => services.orm.em.fork() as Em;
  const settings = await allSettings(fork());
  const window = {
    from: new Date(now.getTime() - EXPIRED_WITHIN_DAYS * DAY_MS),
    to: new Date(now.getTime() + REMIND_RANGE[1] * DAY_MS),
  };
  let told = 0;
  let after: EndingRow | undefined;
  for (;;) {
    const rows = await endingCertificates(fork(), window, after, BATCH);
    told += await fork().transactional((em) => remindBatch(em as Em, services, rows, settings, now));
    if (rows.length < BATCH) return told;
    after = rows.at(-1);
  }
}
