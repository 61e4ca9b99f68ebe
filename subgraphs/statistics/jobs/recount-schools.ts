import type { Em, Orm } from '@miaoben/kernel';
import type { PupilChecked } from '@miaoben/schema';
import { everyCell, pupilsAfter } from '../modules/school-summary/summary.repository.ts';
import { measuresOf, placesOf } from '../modules/school-summary/summary.rules.ts';

const BATCH = 2_000;

async function* pupils(orm: Orm): AsyncGenerator<PupilChecked[]> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const page = await pupilsAfter(orm.em.fork() as Em, after, BATCH);
    const last = page.at(-1);
    if (!last) return;
    yield page;
    after = last.rowId;
  }
}

/** Counts the entry checks anew from the last state of each pupil and compares every cell. @returns one line per cell that differs */
export async function recountSchools(orm: Orm): Promise<{ cells: number; differences: string[] }> {
  const counted = new Map<string, number>();
  for await (const page of pupils(orm)) {
    for (const pupil of page) {
      for (const { place } of placesOf(pupil)) {
        for (const measure of measuresOf(pupil)) {
          const key = `${pupil.round} ${place} ${measure}`;
          counted.set(key, (counted.get(key) ?? 0) + 1);
        }
      }
    }
  }
  const cells = await everyCell(orm.em.fork() as Em);
  const stored = new Map(
    cells.map((c) => [[c.round, c.place, c.measure, c.slot].filter((part) => part !== '').join(' '), c.count]),
  );
  const keys = new Set([...counted.keys(), ...stored.keys()]);
  const differences = [...keys].flatMap((key) => {
    const [is, should] = [stored.get(key) ?? 0, counted.get(key) ?? 0];
    return is === should ? [] : [`${key}: stored ${is}, counted ${should}`];
  });
  return { cells: keys.size, differences: differences.sort() };
}
