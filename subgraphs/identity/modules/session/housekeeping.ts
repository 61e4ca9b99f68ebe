import { type BackgroundWork, type Em, query, retried, type Services } from '@miaoben/kernel';
import { rotateKeys } from '../key/signing-key.ts';

const HOUR_MS = 3_600_000;

/** What may go: the login log is kept for 24 months (J-84), the rest as long as it can still decide something. */
const REMOVALS = [
  `delete from phone_code where created_at < now() - interval '2 days'`,
  `delete from sign_in_failure where at < now() - interval '2 days' and (locked_until is null or locked_until < now())`,
  `delete from refresh_token where used_at < now() - interval '7 days'`,
  // What was set aside or sent by another is a trace of work, kept as long as the log that names it.
  `delete from kept_entry where settled_at < now() - interval '24 months'`,
  `delete from session where expires_at < now() - interval '24 months'`,
];

/** Moves the signing keys on and clears away, at the start and each hour. */
export async function startHousekeeping({ orm, keyring, log }: Services): Promise<BackgroundWork> {
  const round = async () => {
    const em = orm.em.fork() as Em;
    await rotateKeys(em, keyring);
    for (const removal of REMOVALS) await query(em, removal);
  };
  await round();
  const again = retried(log, 'housekeeping failed', round);
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = again();
  }, HOUR_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
