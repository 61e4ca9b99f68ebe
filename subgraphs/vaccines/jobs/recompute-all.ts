import { type Em, type Orm, publish, query } from '@miaoben/kernel';
import { catalogueOn } from '../modules/catalogue/catalogue.ts';
import { recomputePersons } from '../modules/due/recompute.ts';

const BATCH = 500;

/**
 * Calculates due items and counted doses of every person anew from the records, batch by batch.
 * @returns the number of persons
 */
export async function recomputeAll(orm: Orm, today: string): Promise<number> {
  const catalogue = await catalogueOn(orm, today);
  let done = 0;
  let last = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const count = await (orm.em.fork() as Em).transactional(async (inner) => {
      const em = inner as Em;
      const rows = await query<{ person_id: string }>(
        em,
        'select person_id from subject where person_id > $1 order by person_id limit $2',
        [last, BATCH],
      );
      const ids = rows.map((r) => r.person_id);
      await publish(em, await recomputePersons(em, catalogue, ids, today));
      last = ids.at(-1) ?? last;
      return ids.length;
    });
    done += count;
    if (count < BATCH) return done;
  }
}
