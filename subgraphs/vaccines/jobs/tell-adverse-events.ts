import { type Em, type Orm, publish } from '@miaoben/kernel';
import { toldCasesAfter } from '../modules/aefi/aefi.events.ts';

const BATCH = 500;

/** Tells every suspected adverse event once more, as it is: for cases of before they were told. @returns the number of cases told */
export async function tellAdverseEvents(orm: Orm): Promise<number> {
  let told = 0;
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { last, events } = await (orm.em.fork() as Em).transactional(async (inner) => {
      const page = await toldCasesAfter(inner as Em, after, BATCH);
      await publish(inner as Em, page.events);
      return page;
    });
    if (!last) return told;
    told += events.length;
    after = last;
  }
}
