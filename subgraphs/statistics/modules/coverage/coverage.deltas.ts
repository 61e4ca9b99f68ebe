import { type ChildFacts, monthOf, partsOf } from './coverage.rules.ts';

/** Change of one rollup cell. */
export interface Delta {
  township: string;
  birthMonth: number;
  measure: number;
  count: number;
  timely: number;
}

/** Sums the differences that changed children make, cell by cell. */
export class Deltas {
  readonly #cells = new Map<string, Delta>();

  /** Takes a child's part out as it was and puts it in as it is; either may be absent. */
  change(before: ChildFacts | undefined, after: ChildFacts | undefined): void {
    const old = partsOf(before);
    const now = partsOf(after);
    const stays =
      before && after && before.township === after.township && monthOf(before.birthDate) === monthOf(after.birthDate);
    const same = (measure: number) => stays && old.get(measure) === now.get(measure);
    if (before) for (const [measure, timely] of old) if (!same(measure)) this.#cell(before, measure, timely, -1);
    if (after) for (const [measure, timely] of now) if (!same(measure)) this.#cell(after, measure, timely, 1);
  }

  #cell({ township, birthDate }: ChildFacts, measure: number, timely: boolean, sign: 1 | -1): void {
    const birthMonth = monthOf(birthDate);
    const key = `${township} ${birthMonth} ${measure}`;
    let cell = this.#cells.get(key);
    if (!cell) {
      cell = { township, birthMonth, measure, count: 0, timely: 0 };
      this.#cells.set(key, cell);
    }
    cell.count += sign;
    if (timely) cell.timely += sign;
  }

  /** The cells that really change. */
  list(): Delta[] {
    return [...this.#cells.values()].filter((c) => c.count !== 0 || c.timely !== 0);
  }
}
