import { normaliseText } from '@miaoben/identifiers';
import { type Catalogue } from '../catalogue/catalogue.ts';
import { nameOfSeries } from '../plan/series-name.ts';

/** What a written vaccine stands for. */
export type VaccineMatch =
  /** exactly one vaccine of the national table */
  | { readonly kind: 'code'; readonly code: string }
  /** a name several vaccines bear, mostly of a class (乙肝疫苗): taken as the one the programme gives, or the first */
  | { readonly kind: 'class'; readonly code: string }
  | { readonly kind: 'unknown'; readonly nearest: readonly string[] };

const MOST_NEAREST = 3;
const LEAST_SIMILAR = 0.3;

/** One spelling: 全角 folded, no spaces or brackets, lower case, without the word 疫苗. */
const fold = (name: string): string =>
  normaliseText(name)
    .text.toLowerCase()
    .replace(/[\s()（）[\]·.-]/gu, '')
    .replace(/疫苗$/u, '');

function pairs(text: string): Set<string> {
  const found = new Set<string>();
  for (let i = 0; i < text.length - 1; i += 1) found.add(text.slice(i, i + 2));
  return found;
}

/** Dice's coefficient of neighbouring characters: 0 nothing in common, 1 the same. */
function similarity(a: Set<string>, b: Set<string>): number {
  if (a.size + b.size === 0) return 0;
  let common = 0;
  for (const pair of a) if (b.has(pair)) common += 1;
  return (2 * common) / (a.size + b.size);
}

/** Reads the names and codes people write for vaccines. Made once per catalogue. */
export class VaccineNames {
  readonly #codes = new Map<string, VaccineMatch>();
  readonly #names: { readonly name: string; readonly pairs: Set<string> }[] = [];
  readonly #catalogue: Catalogue;

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
    for (const { code, name } of catalogue.vaccines.values()) {
      this.#codes.set(code, { kind: 'code', code });
      // The national table has the same name for two or three influenza vaccines.
      const first = this.#codes.get(fold(name));
      this.#codes.set(
        fold(name),
        first?.kind === 'code' ? { kind: 'class', code: first.code } : (first ?? { kind: 'code', code }),
      );
      this.#names.push({ name, pairs: pairs(fold(name)) });
    }
    this.#addProducts();
    for (const series of catalogue.schedule.series) {
      const [code, ...others] = series.give;
      if (code === undefined) continue;
      const match: VaccineMatch = { kind: others.length === 0 ? 'code' : 'class', code };
      const major = catalogue.vaccines.get(code)?.majorName;
      for (const name of [series.id, series.zh, nameOfSeries(series.id), ...(major ? [major] : [])]) {
        if (!this.#codes.has(fold(name))) this.#codes.set(fold(name), match);
      }
    }
  }

  /** Generic and brand names, where all products of the name are one vaccine. */
  #addProducts(): void {
    const found = new Map<string, Set<string>>();
    for (const { genericName, brandName, vaccineCode } of this.#catalogue.products.values()) {
      for (const name of [genericName, brandName]) {
        if (!name) continue;
        const codes = found.get(fold(name)) ?? new Set<string>();
        found.set(fold(name), codes.add(vaccineCode));
      }
    }
    for (const [name, codes] of found) {
      const [code] = codes;
      if (code !== undefined && codes.size === 1 && !this.#codes.has(name))
        this.#codes.set(name, { kind: 'code', code });
    }
  }

  read(written: string): VaccineMatch {
    const key = fold(written);
    // A spreadsheet makes 101 of the code 0101.
    const code = /^\d{3}$/.test(key) ? `0${key}` : key;
    return this.#codes.get(code) ?? { kind: 'unknown', nearest: this.#nearest(key) };
  }

  #nearest(key: string): string[] {
    const own = pairs(key);
    return this.#names
      .map(({ name, pairs: other }) => ({ name, score: similarity(own, other) }))
      .filter((n) => n.score >= LEAST_SIMILAR)
      .sort((a, b) => b.score - a.score)
      .slice(0, MOST_NEAREST)
      .map((n) => n.name);
  }
}

const made = new WeakMap<Catalogue, VaccineNames>();

export function vaccineNames(catalogue: Catalogue): VaccineNames {
  let names = made.get(catalogue);
  if (!names) {
    names = new VaccineNames(catalogue);
    made.set(catalogue, names);
  }
  return names;
}
