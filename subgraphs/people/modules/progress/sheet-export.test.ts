import { expect, it } from 'vitest';
import { rowsByPage } from './sheet-export.ts';

/** Files 1 to 9; a page asks for four and holds those of them the reader still reaches. */
const page = async (key: (string | number)[] | undefined, gone: readonly number[]) => {
  const from = Number(key?.[0] ?? 0);
  return [1, 2, 3, 4, 5, 6, 7, 8, 9].filter((n) => n > from && !gone.includes(n)).slice(0, 4 - gone.length);
};
const taken = async (gone: readonly number[]) => {
  const rows: number[] = [];
  for await (const row of rowsByPage(
    (key) => page(key, gone),
    (row) => [row],
  ))
    rows.push(row);
  return rows;
};

it('J-07 an exported list goes on after a page with fewer rows than asked for, until there is none', async () => {
  expect(await taken([])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(await taken([2, 7])).toEqual([1, 3, 4, 5, 6, 8, 9]);
});
