import type { BackgroundWork, Em, Services } from '@miaoben/kernel';
import { dataOf } from './submission.data.ts';
import { submit } from './submission.port.ts';
import {
  acceptSubmission,
  claimSubmission,
  postponeSubmission,
  refuseSubmission,
  type SubmissionRow,
} from './submission.repository.ts';

const IDLE_MS = 2_000;
const LONGEST_WAIT_MS = 3_600_000;

/** Hands sealed files and seals to the licence platform, each until it is accepted or refused. */
export function startSubmitting(services: Services): BackgroundWork {
  const { orm, clock, config, log } = services;
  const em = () => orm.em.fork() as Em;

  async function send(row: SubmissionRow): Promise<void> {
    const data = await dataOf(em(), row);
    const outcome = data ? await submit(config, data) : { failure: 'not complete yet' };
    const at = clock.instant();
    if ('receipt' in outcome) return acceptSubmission(em(), row.id, outcome.receipt, at);
    if ('refused' in outcome) return refuseSubmission(em(), row.id, outcome.refused);
    const wait = Math.min(1_000 * 2 ** row.attempts, LONGEST_WAIT_MS);
    await postponeSubmission(em(), row.id, outcome.failure, new Date(at.getTime() + wait));
  }
  async function round(): Promise<number> {
    try {
      const row = await claimSubmission(em(), clock.instant());
      if (!row) return IDLE_MS;
      await send(row);
      return 0;
    } catch (error) {
      log.warn({ reason: (error as Error).message }, 'nothing could be submitted to the licence platform');
      return IDLE_MS;
    }
  }

  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const next = (pause: number) => {
    if (stopping) return;
    timer = setTimeout(() => {
      running = round().then(next);
    }, pause);
  };
  // Without a platform everything waits.
  if (config.licencePlatformUrl !== '') next(IDLE_MS);
  return {
    async stop() {
      stopping = true;
      clearTimeout(timer);
      await running;
    },
  };
}
