import type { BackgroundWork, Em, Services } from '@miaoben/kernel';
import { inRounds } from '@miaoben/kernel/rounds';
import { noteRecallFailure } from '../modules/lot-recall/lot-recall.repository.ts';
import { recallStep } from '../modules/lot-recall/lot-recall.service.ts';

/** Looks again at the children of recalled lots as long as the process lives. */
export function followRecalls(services: Services): BackgroundWork {
  const { orm, log } = services;
  return inRounds(
    () => recallStep(services),
    async (error) => {
      log.warn({ reason: error.message }, 'the children of a recalled lot could not be judged anew');
      await noteRecallFailure(orm.em.fork() as Em).catch((again: Error) =>
        log.warn({ reason: again.message }, 'nor could that be noted'),
      );
    },
  );
}
