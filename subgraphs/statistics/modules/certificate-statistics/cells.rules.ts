import type { Part } from './certificate-parts.rules.ts';

/** A kept sum. */
export interface Cell extends Omit<Part, 'measure' | 'population'> {
  readonly grain: 'd' | 'm';
  readonly measure: string;
  readonly population: string;
  count: number;
}

const firstOfMonth = (day: string): string => `${day.slice(0, 7)}-01`;

/** The two cells a part is counted in, as keys of the rollup. */
export function cellsOf(part: Omit<Cell, 'grain' | 'count'>): Omit<Cell, 'count'>[] {
  return [
    { ...part, grain: 'd' },
    { ...part, grain: 'm', day: firstOfMonth(part.day) },
  ];
}

export const cellKey = (c: Omit<Cell, 'count'>): string =>
  [c.grain, c.measure, c.day, c.place, c.organisation, c.population].join('|');

/** Sums differences cell by cell. */
export class CellSums {
  readonly #cells = new Map<string, Cell>();

  add(part: Omit<Cell, 'grain' | 'count'>, sign: 1 | -1): void {
    for (const at of cellsOf(part)) {
      const key = cellKey(at);
      const cell = this.#cells.get(key) ?? { ...at, count: 0 };
      cell.count += sign;
      this.#cells.set(key, cell);
    }
  }

  /** The cells that really change, in one order: parallel batches wait for each other instead of deadlocking. */
  list(): Cell[] {
    return [...this.#cells]
      .filter(([, cell]) => cell.count !== 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, cell]) => cell);
  }
}

/** Stretches of a span `from` … `to` (both counted): days before the first whole month, whole months, days after the last. */
export function stretches(from: string, to: string): { grain: 'd' | 'm'; from: string; to: string }[] {
  const firstMonth = from.endsWith('-01') ? from : firstOfNext(from);
  const afterLast = isLastOfMonth(to) ? firstOfNext(to) : firstOfMonth(to);
  if (firstMonth >= afterLast) return [{ grain: 'd', from, to }];
  return [
    ...(from < firstMonth ? [{ grain: 'd' as const, from, to: dayBefore(firstMonth) }] : []),
    { grain: 'm' as const, from: firstMonth, to: dayBefore(afterLast) },
    ...(afterLast <= to ? [{ grain: 'd' as const, from: afterLast, to }] : []),
  ];
}

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const dayBefore = (day: string): string => addDays(day, -1);
function firstOfNext(day: string): string {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}
const isLastOfMonth = (day: string): boolean => addDays(day, 1).endsWith('-01');
