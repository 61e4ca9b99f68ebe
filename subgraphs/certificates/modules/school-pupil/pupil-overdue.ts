import { setTimeout as sleep } from 'node:timers/promises';
import { type BackgroundWork, type Em, publish, retried, type Services } from '@miaoben/kernel';
import { alone } from '@miaoben/kernel/alone';
import { enter, SELF, writePupils } from './pupil-write.ts';
import { lockLate } from './school-pupil.repository.ts';
import { PupilState } from './school-pupil.type.ts';

const EVERY_MS = 60 * 60_000;
const BATCH = 500;
const LOCK = 'school_pupil overdue';

/** Marks rows as overdue whose round is past its deadline and on which somebody still has something to do. @returns how many */
export async function markOverdue({ orm, clock }: Pick<Services, 'orm' | 'clock'>): Promise<number> {
  let marked = 0;
  for (;;) {
    const done = await (orm.em.fork() as Em).transactional(async (inner) => {
      const em = inner as Em;
      const rows = await lockLate(em, clock.today(), BATCH);
      const changes = rows.map((row) => ({ row: enter(row, PupilState.overdue), steps: [{ step: 'overdue' }] }));
      await publish(em, (await writePupils(em, clock.now(), SELF, changes)).events);
      return rows.length;
    });
    marked += done;
    if (done < BATCH) return marked;
  }
}

/** Looks for overdue rows once an hour, on one process at a time. */
export function watchDeadlines(services: Services): BackgroundWork {
  const stopping = new AbortController();
  const { signal } = stopping;
  const mark = retried(services.log, 'overdue pupils could not be marked', () =>
    alone(services.orm.em.fork() as Em, LOCK, async () => void (await markOverdue(services))),
  );
  const run = async () => {
    while (!signal.aborted) {
      await mark();
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
