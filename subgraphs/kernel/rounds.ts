import type { BackgroundWork } from './server.ts';

const IDLE_MS = 1_000;
/** Between two steps, so that requests come first. */
const BREATH_MS = 20;
const FAULT_MS = 5_000;

/**
 * Takes steps of a long work as long as the process lives: at once while there is more to do, else once a second, and later after a fault.
 * @param step true when it did something
 * @param failed told of a fault; the step is taken again
 */
export function inRounds(step: () => Promise<boolean>, failed: (error: Error) => Promise<void>): BackgroundWork {
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const round = async (): Promise<number> => {
    try {
      return (await step()) ? BREATH_MS : IDLE_MS;
    } catch (error) {
      await failed(error as Error);
      return FAULT_MS;
    }
  };
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
