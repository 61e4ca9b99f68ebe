const SEED = /^[A-Za-z0-9]{1,20}$/;

/** A sample's number (抽样号), trimmed; null when it is none. */
export function checkedSeed(text: string): string | null {
  const seed = text.trim();
  return SEED.test(seed) ? seed : null;
}

/** The files of one unit a sample is drawn from (层). */
export interface Stratum {
  unit: string;
  /** how many files of the frame the unit manages, at least 1 */
  population: number;
}

/**
 * How many files of each unit a sample takes: one of each, the rest in proportion to the files of the unit (largest remainder).
 * A sample smaller than the number of units takes one file of the first units of the list, so give them in drawn order.
 * @returns by unit; the figures add up to `size`, or to all files when there are fewer
 */
export function allocate(strata: readonly Stratum[], size: number): Map<string, number> {
  if (size <= strata.length) return new Map(strata.map(({ unit }, place) => [unit, place < size ? 1 : 0]));
  const total = strata.reduce((sum, s) => sum + s.population, 0);
  if (size >= total) return new Map(strata.map(({ unit, population }) => [unit, population]));
  const spare = size - strata.length;
  const others = total - strata.length;
  const shares = strata.map(({ unit, population }) => {
    const product = spare * (population - 1);
    return { unit, whole: Math.floor(product / others), rest: product % others };
  });
  let left = spare - shares.reduce((sum, s) => sum + s.whole, 0);
  const drawn = new Map(shares.map(({ unit, whole }) => [unit, 1 + whole]));
  // The sort is stable: equal remainders go by the order the units were drawn in.
  for (const { unit } of [...shares].sort((a, b) => b.rest - a.rest)) {
    if (left === 0) break;
    drawn.set(unit, drawn.get(unit)! + 1);
    left--;
  }
  return drawn;
}
