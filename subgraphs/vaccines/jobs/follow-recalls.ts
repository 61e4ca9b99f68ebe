import type { BackgroundWork, Em, Services } from '@miaoben/kernel';
import { noteRecallFailure } from '../modules/lot-recall/lot-recall.repository.ts';
import { recallStep } from '../modules/lot-recall/lot-recall.service.ts';

const IDLE_MS = 1_000;
/** Between two batches, so that requests come first. */
const BREATH_MS = 20;
const FAULT_MS = 5_000;

/** Looks again at the children of recalled lots as long as the process lives. */
export function followRecalls(services: Services): BackgroundWork {
  const { orm, log } = services;
  let stopping = false;
  const round = async (): Promise<number> => {
    try {
      return (await recallStep(services)) ? BREATH_MS : IDLE_MS;
    } catch (error) {
      log.warn({ reason: (error as Error).message }, 'the children of a recalled lot could not be judged anew');
      await noteRecallFailure(orm.em.fork() as Em).catch((again: Error) =>
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
