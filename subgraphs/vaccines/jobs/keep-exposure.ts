import type { BackgroundWork, Em, Services } from '@miaoben/kernel';
import { inRounds } from '@miaoben/kernel/rounds';
import { mergeExposure } from '../modules/aefi-signal/signal.repository.ts';

/** Keeps the number of doses of each lot in few rows, as long as the process lives. */
export function keepExposure({ orm, log }: Services): BackgroundWork {
  return inRounds(
    async () => (await mergeExposure(orm.em.fork() as Em)) > 0,
    async (error) => log.warn({ reason: error.message }, 'doses of lots could not be added up'),
  );
}
