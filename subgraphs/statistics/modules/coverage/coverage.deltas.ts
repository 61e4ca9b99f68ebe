import { type ChildFacts, monthOf, type Part, partsOf } from './coverage.rules.ts';

/** Change of one rollup cell. */
export interface Delta {
  township: string;
  birthMonth: number;
  measure: number;
  children: number;
  done: number;
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
    const same = (measure: number) => {
      const [a, b] = [old.get(measure), now.get(measure)];
      return stays && a && b && a.done === b.done && a.timely === b.timely;
    };
    if (before) for (const [measure, part] of old) if (!same(measure)) this.#cell(before, measure, part, -1);
    if (after) for (const [measure, part] of now) if (!same(measure)) this.#cell(after, measure, part, 1);
  }

  #cell({ township, birthDate }: ChildFacts, measure: number, part: Part, sign: 1 | -1): void {
    const birthMonth = monthOf(birthDate);
    const key = `${township} ${birthMonth} ${measure}`;
    let cell = this.#cells.get(key);
    if (!cell) {
      cell = { township, birthMonth, measure, children: 0, done: 0, timely: 0 };
      this.#cells.set(key, cell);
    }
    cell.children += sign;
    cell.done += sign * part.done;
    cell.timely += sign * part.timely;
  }

  /** The cells that really change. */
  list(): Delta[] {
    return [...this.#cells.values()].filter((c) => c.children !== 0 || c.done !== 0 || c.timely !== 0);
  }
}
