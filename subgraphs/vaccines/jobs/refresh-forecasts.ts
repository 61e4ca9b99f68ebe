import { type BackgroundWork, type Em, publish, query, type Services } from '@miaoben/kernel';
import { catalogueOn } from '../modules/catalogue/catalogue.ts';
import { rejudgePersons } from '../modules/due/recompute.ts';

const BATCH = 200;
const FIRST_MS = 1_000;
const IDLE_MS = 15_000;
/** Between two batches, so that requests come first. */
const BREATH_MS = 50;

/**
 * What is due follows from the days stored with each item, but some rules turn with age (fewer doses needed, another
 * product): once a day each waiting person is calculated anew. @returns the number of persons
 */
export async function refreshBatch(services: Pick<Services, 'orm' | 'clock'>): Promise<number> {
  const { orm, clock } = services;
  const today = clock.today();
  return (orm.em.fork() as Em).transactional(async (inner) => {
    const em = inner as Em;
    const stale = await query<{ person_id: string }>(
      em,
      'select person_id from subject where forecast_on < $1 order by forecast_on, person_id limit $2',
      [today, BATCH],
    );
    if (stale.length === 0) return 0;
    const ids = stale.map((r) => r.person_id);
    const { events } = await rejudgePersons(em, await catalogueOn(orm, today), ids, today, 'counted');
    await publish(em, events);
    return ids.length;
  });
}

/** Calculates at once whoever waits for it: after loading persons in bulk. @returns the number of persons */
export async function refreshAll(services: Pick<Services, 'orm' | 'clock'>): Promise<number> {
  let done = 0;
  for (;;) {
    const count = await refreshBatch(services);
    done += count;
    if (count < BATCH) return done;
  }
}

/** Keeps the due items of the day, as long as the process lives. */
export async function refreshForecasts(services: Services): Promise<BackgroundWork> {
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const round = async () => {
    let pause = IDLE_MS;
    try {
      if ((await refreshBatch(services)) === BATCH) pause = BREATH_MS;
    } catch (error) {
      services.log.warn({ reason: (error as Error).message }, 'due items could not be refreshed');
    }
    if (!stopping) timer = setTimeout(() => (running = round()), pause);
  };
  timer = setTimeout(() => (running = round()), FIRST_MS);
  return {
    async stop() {
      stopping = true;
      clearTimeout(timer);
      await running;
    },
  };
}
