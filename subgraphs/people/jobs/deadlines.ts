import { setTimeout as sleep } from 'node:timers/promises';
import { type BackgroundWork, type Em, type Services, stepFailed } from '@miaoben/kernel';
import { alone } from '@miaoben/kernel/alone';
import { pushDueBirths } from '../modules/birth/birth.deadline.ts';
import { lapseMoves } from '../modules/move/move.deadline.ts';
import { fetchDueNewborns } from '../modules/newborn/newborn.fetch.ts';
import { fillIdentityCodes } from '../modules/person/identity-code.fill.ts';

const EVERY_MS = 10 * 60_000;
const LOCK = 'people deadlines';
/** What falls due by the calendar, what files of before still lack, and what the maternal-child system has to tell; each finds its rows by what is stored, so that a restart loses none. */
const WORK = [
  { name: 'births', run: pushDueBirths },
  { name: 'moves', run: lapseMoves },
  { name: 'identity codes', run: fillIdentityCodes },
  { name: 'newborns', run: fetchDueNewborns },
] as const;

/** Does what fell due, at the start and every ten minutes, on one process at a time. */
export function watchDeadlines(services: Services): BackgroundWork {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async () => {
    while (!signal.aborted) {
      for (const work of WORK) {
        try {
          await alone(
            services.orm.em.fork() as Em,
            `${LOCK} ${work.name}`,
            async () => void (await work.run(services)),
          );
        } catch (error) {
          stepFailed(services.log, error as Error, { work: work.name }, 'what fell due could not be done');
        }
      }
      await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
