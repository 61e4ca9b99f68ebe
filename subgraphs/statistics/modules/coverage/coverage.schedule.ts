import { type BackgroundWork, change, type Em, query, type Services, type Subscription } from '@miaoben/kernel';
import { loadSchedule } from '@miaoben/schedule';
import { useSchedule } from './coverage.measures.ts';

const LOOK_MS = 1_000;

/** Keeps the copy of the schedule in use; the latest event of a batch wins. */
export const scheduleSubscription: Subscription = {
  source: 'vaccines',
  types: ['schedule.changed'],
  async handle(events, em) {
    const latest = events.findLast((e) => e.type === 'schedule.changed');
    if (!latest) return;
    await change(
      em,
      `insert into schedule_document (document_id, document, layers) values ($1, $2, $3)
       on conflict (one) do update set document_id = excluded.document_id, document = excluded.document,
         layers = excluded.layers`,
      [latest.documentId, JSON.stringify(latest.document), JSON.stringify(latest.layers)],
    );
  },
};

/** Looks each second whether another document is in use, so that every process reports by it. */
export async function followSchedule({ orm, log }: Pick<Services, 'orm' | 'log'>): Promise<BackgroundWork> {
  let known: string | undefined;
  const look = async () => {
    const em = orm.em.fork() as Em;
    const [head] = await query<{ document_id: string }>(em, 'select document_id from schedule_document');
    if (head?.document_id === known) return;
    const [row] = await query<{ document_id: string; document: unknown; layers: unknown }>(
      em,
      'select document_id, document, layers from schedule_document',
    );
    useSchedule(row && loadSchedule(row.document, 'current', row.layers));
    known = row?.document_id;
  };
  const report = (error: Error) => log.warn({ reason: error.message }, 'the schedule in use could not be read');
  let looking = look().catch(report);
  await looking;
  const timer = setInterval(() => {
    looking = looking.then(look).catch(report);
  }, LOOK_MS);
  return {
    async stop() {
      clearInterval(timer);
      await looking;
      useSchedule(undefined);
    },
  };
}
