import type { BackgroundWork, Em, Services } from '@miaoben/kernel';
import { catalogueOn } from '../modules/catalogue/catalogue.ts';
import { noteFailure } from '../modules/schedule/rejudging.repository.ts';
import { noticeRules, rejudgeStep } from '../modules/schedule/rejudging.service.ts';

const IDLE_MS = 1_000;
/** Between two batches, so that requests come first. */
const BREATH_MS = 20;
const FAULT_MS = 5_000;

/** Judges files anew after a change of the schedule, and when another version comes into force, as long as the process lives. */
export function rejudge(services: Services): BackgroundWork {
  const { orm, clock, log } = services;
  let stopping = false;
  let seen = '';
  /** Looks at the rules of the day once a day and document. */
  const lookAtRules = async () => {
    const today = clock.today();
    const { documentId } = await catalogueOn(orm, today);
    const now = `${documentId} ${today}`;
    if (now === seen) return;
    await noticeRules(services);
    seen = now;
  };
  const round = async (): Promise<number> => {
    try {
      await lookAtRules();
      return (await rejudgeStep(services)) ? BREATH_MS : IDLE_MS;
    } catch (error) {
      // Until the reference data are loaded there is nothing to judge by.
      if ((error as { code?: string }).code === 'UNAVAILABLE') return IDLE_MS;
      log.warn({ reason: (error as Error).message }, 'files could not be judged anew');
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
