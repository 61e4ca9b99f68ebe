import type { BackgroundWork, Em, Services } from '@miaoben/kernel';
import { expireLicences } from '../modules/licence/licence-expiry.ts';
import { noteFailure } from '../modules/licence-type/licence-migration.repository.ts';
import { migrateStep } from '../modules/licence-type/licence-migration.service.ts';

const IDLE_MS = 1_000;
/** Between two batches, so that requests come first. */
const BREATH_MS = 20;
const FAULT_MS = 5_000;

/** Carries stored licences over to the version in force, and ends those whose last day is over, as long as the process lives. */
export function keepLicences(services: Services): BackgroundWork {
  const { orm, clock, log } = services;
  let stopping = false;
  let expiredOn = '';
  const round = async (): Promise<number> => {
    try {
      if (await migrateStep(services)) return BREATH_MS;
      const today = clock.today();
      if (expiredOn === today) return IDLE_MS;
      if (await expireLicences(services)) return BREATH_MS;
      expiredOn = today;
      return IDLE_MS;
    } catch (error) {
      log.warn({ reason: (error as Error).message }, 'licences could not be kept up');
      await noteFailure(orm.em.fork() as Em).catch((again: Error) =>
        log.warn({ reason: again.message }, 'nor could that be noted'),
      );
      return FAULT_MS;
    }
  };
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const next = (pause: number) => {
    if (stopping) return;
    timer = setTimeout(() => {
      running = round().then(next);
    }, pause);
  };
  next(IDLE_MS);
  return {
    async stop() {
      stopping = true;
      clearTimeout(timer);
      await running;
    },
  };
}
