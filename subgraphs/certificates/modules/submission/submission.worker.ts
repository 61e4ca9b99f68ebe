import type { BackgroundWork, Em, Services } from '@miaoben/kernel';
import { readChanges } from './platform.port.ts';
import { claimFeed, takeChanges } from './platform.repository.ts';
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

/**
 * Hands sealed files and seals to the licence platform and takes back what stands no more, each until it is accepted or refused (Q-55,
 * ); reads back what the platform says of them since.
 */
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
  /** Takes over what changed there, when it is time to. @returns true when there is more to read */
  async function readBack(): Promise<boolean> {
    const feed = await claimFeed(em(), clock.instant());
    if (!feed) return false;
    const { changes, ...next } = await readChanges(config, feed.cursor);
    await em().transactional((tx) => takeChanges(tx as Em, changes, { ...next, at: clock.instant() }));
    return next.isMore;
  }
  async function round(): Promise<number> {
    try {
      const row = await claimSubmission(em(), clock.instant());
      if (row) await send(row);
      return row || (await readBack()) ? 0 : IDLE_MS;
    } catch (error) {
      log.warn({ reason: (error as Error).message }, 'the licence platform could not be reached');
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
