import { type BackgroundWork, type Em, type Logger, type Orm, query } from '@miaoben/kernel';
import { GRAIN } from './coverage.measures.ts';

const MERGE_MS = 500;
/** Name of the lock that lets one merge run at a time. */
const MERGE_LOCK = 7_301;

const PENDING = `
  select exists (select from coverage_delta)
    or coalesce((select max(at) from consumer_cursor) > (select as_of from coverage_state),
                exists (select from consumer_cursor)) as pending`;

// One statement: deltas taken and the as-of time are of one snapshot, so a report never claims more than it holds.
const FOLD = `
  with gone as (
    delete from coverage_delta returning township, birth_month, measure, count, timely
  ), cells as (
    select township, birth_month, measure, sum(count) as count, sum(timely) as timely
    from gone group by 1, 2, 3 having sum(count) <> 0 or sum(timely) <> 0
  ), folded as (
    insert into coverage_rollup as r (grain, measure, period, place, count, timely)
    select g.grain, measure, g.period, g.place, sum(count), sum(timely)
    from cells cross join lateral (values
      (${GRAIN.townshipMonth}, birth_month, township),
      (${GRAIN.townshipYear}, birth_month / 12, township),
      (${GRAIN.countyMonth}, birth_month, left(township, 6)),
      (${GRAIN.countyYear}, birth_month / 12, left(township, 6))) as g(grain, period, place)
    group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (grain, measure, period, place) do update
      set count = r.count + excluded.count, timely = r.timely + excluded.timely
  )
  insert into coverage_state as s (as_of) select max(at) from consumer_cursor having max(at) is not null
  on conflict (one) do update set as_of = greatest(s.as_of, excluded.as_of)`;

/** Folds the differences that batches left behind into the rollups. Does nothing while another merge runs. */
export async function mergeDeltas(orm: Orm): Promise<void> {
  const [state] = await query<{ pending: boolean }>(orm.em.fork() as Em, PENDING);
  if (!state?.pending) return;
  await (orm.em.fork() as Em).transactional(async (inner) => {
    const em = inner as Em;
    const [lock] = await query<{ taken: boolean }>(em, 'select pg_try_advisory_xact_lock($1) as taken', [MERGE_LOCK]);
    if (lock?.taken) await query(em, FOLD);
  });
}

/** Merges twice a second until it is stopped. */
export function startMerging(orm: Orm, log: Logger): BackgroundWork {
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  const next = () =>
    setTimeout(() => {
      running = mergeDeltas(orm)
        .catch((error: unknown) => log.warn({ err: error }, 'coverage could not be merged'))
        .then(() => {
          if (!stopped) timer = next();
        });
    }, MERGE_MS);
  let timer = next();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
