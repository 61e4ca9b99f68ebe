import type { BackgroundWork, Em, Services } from '@miaoben/kernel';
import { discardTimeUp } from '../modules/vial/vial.service.ts';

const ROUND_MS = 15_000;

/** Throws away what is left of opened vials whose time is up, as long as the process lives. */
export function discardVials({ orm, clock, log }: Pick<Services, 'orm' | 'clock' | 'log'>): BackgroundWork {
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const round = async () => {
    try {
      await discardTimeUp(orm.em.fork() as Em, clock.now());
    } catch (error) {
      log.warn({ reason: (error as Error).message }, 'vials whose time is up could not be discarded');
    }
    if (!stopping) timer = setTimeout(() => (running = round()), ROUND_MS);
  };
  timer = setTimeout(() => (running = round()), ROUND_MS);
  return {
    async stop() {
      stopping = true;
      clearTimeout(timer);
      await running;
    },
  };
}
