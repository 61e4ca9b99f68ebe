import { type BackgroundWork, type Em, retried, type Services } from '@miaoben/kernel';
import { renewTrustIfDue } from './trust.service.ts';

const CHECK_MS = 15 * 60_000;
/** Lists are signed anew each day: devices show green up to three days (certificates note, section 0). */
const SIGNED_WITHIN = 20 * 3_600;

/** Keeps keys and lists ahead of their dates. @returns once the first trust list can be served */
export async function startRenewal(services: Services): Promise<BackgroundWork> {
  const { orm, log } = services;
  const renew = () => (orm.em.fork() as Em).transactional((em) => renewTrustIfDue(em as Em, services, SIGNED_WITHIN));
  await renew();
  const again = retried(log, 'the trust list could not be renewed', renew);
  let running: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    running = again();
  }, CHECK_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
