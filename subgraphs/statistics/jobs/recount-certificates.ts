import type { Em, Orm } from '@miaoben/kernel';
import { cellKey, cellsOf } from '../modules/certificate-statistics/cells.rules.ts';
import { partsOf } from '../modules/certificate-statistics/certificate-parts.rules.ts';
import { everyCell, factsAfter } from '../modules/certificate-statistics/certificate-statistics.repository.ts';

const BATCH = 2_000;

/** Counts certificates, applications, uses and checks anew from the last state of each and compares every cell. */
export async function recountCertificates(orm: Orm): Promise<{ cells: number; differences: string[] }> {
  const counted = new Map<string, number>();
  for (let after = { kind: '', id: '' }; ; ) {
    const page = await factsAfter(orm.em.fork() as Em, after, BATCH);
    const last = page.at(-1);
    if (!last) break;
    for (const { event } of page) {
      for (const cell of partsOf(event).flatMap(cellsOf)) {
        const key = cellKey(cell);
        counted.set(key, (counted.get(key) ?? 0) + 1);
      }
    }
    after = last;
  }
  const stored = new Map((await everyCell(orm.em.fork() as Em)).map((cell) => [cellKey(cell), cell.count]));
  const keys = new Set([...counted.keys(), ...stored.keys()]);
  const differences = [...keys].flatMap((key) => {
    const [is, should] = [stored.get(key) ?? 0, counted.get(key) ?? 0];
    return is === should ? [] : [`${key}: stored ${is}, counted ${should}`];
  });
  return { cells: keys.size, differences: differences.sort() };
}
