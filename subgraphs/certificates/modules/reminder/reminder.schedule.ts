import { type BackgroundWork, retried, type Services } from '@miaoben/kernel';
import { remindOfLicences } from './licence-reminder.service.ts';
import { remindOfEnds } from './reminder.service.ts';

const EACH_MS = 24 * 3_600_000;
/** After the start, when the first trust list stands and the copies of bindings are being read. */
const FIRST_MS = 60_000;

/** Reminds holders once a day; a day missed is caught up with at the next start. */
export function startReminders(services: Services): BackgroundWork {
  let running: Promise<unknown> = Promise.resolve();
  const remind = retried(services.log, 'holders could not be reminded', async () => {
    await remindOfEnds(services);
    await remindOfLicences(services);
  });
  const run = () => {
    running = remind();
  };
  const first = setTimeout(run, FIRST_MS);
  const timer = setInterval(run, EACH_MS);
  return {
    async stop() {
      clearTimeout(first);
      clearInterval(timer);
      await running;
    },
  };
}
