import { setTimeout as sleep } from 'node:timers/promises';
import type { BackgroundWork, Services } from '@miaoben/kernel';
import { remindBatch } from '../modules/aefi/aefi.reminders.ts';

const EVERY_MS = 60_000;

/** Tells of time limits of adverse events that come near or have passed, as long as the process lives. */
export function remindOfAefi(services: Services): BackgroundWork {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async () => {
    while (!signal.aborted) {
      try {
        while (!signal.aborted && (await remindBatch(services)) > 0);
      } catch (error) {
        services.log.warn({ reason: (error as Error).message }, 'limits of adverse events could not be told');
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
