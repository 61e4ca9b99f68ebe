import { type Em, type Orm, query, type Services } from '@miaoben/kernel';
import { mergeDeltas } from '../modules/coverage/coverage.merge.ts';

/** Forgets everything counted and every position in the outboxes; a running subgraph takes all events over again from the first. */
export async function forget(orm: Orm): Promise<void> {
  await (orm.em.fork() as Em).transactional(async (inner) => {
    const em = inner as Em;
    // A batch under way holds its cursor to the end: waiting here first keeps it from writing into emptied tables.
    await query(em, 'select 1 from consumer_cursor for update');
    await query(
      em,
      `truncate child_coverage, coverage_delta, coverage_rollup, coverage_state, pupil_state, school_summary, school_summary_state, certificate_fact, certificate_part, certificate_rollup, certificate_statistics_state,
       recipient, vaccination_rollup, vaccination_state, adverse_event, adverse_event_state`,
    );
    await query(em, 'delete from consumer_cursor');
  });
}

/** Builds all tables anew from the events of the sources; afterwards they equal those that grew step by step. */
export async function rebuild({ orm, consumer }: Pick<Services, 'orm' | 'consumer'>): Promise<void> {
  await forget(orm);
  await consumer.drain('people');
  await consumer.drain('vaccines');
  await mergeAll(orm);
}

/** Merges until no delta is left, also when another merge is at work. */
export async function mergeAll(orm: Orm): Promise<void> {
  for (;;) {
    await mergeDeltas(orm);
    const [row] = await query<{ left: boolean }>(
      orm.em.fork() as Em,
      'select exists (select from coverage_delta) as left',
    );
    if (!row?.left) return;
  }
}
