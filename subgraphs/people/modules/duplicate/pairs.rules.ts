import { type Likeness, type Similarity, similarity } from './similar.rules.ts';

export interface LikeFile {
  readonly id: string;
  readonly residence: string;
  readonly likeness: Likeness;
}
export interface Pair extends Similarity {
  readonly a: LikeFile;
  readonly b: LikeFile;
}

/** A key shared by more files than this tells nothing: a default name, the phone of an office. */
const LARGEST_BLOCK = 60;

/** Keys of which two files share at least one when `similarity` can say anything of them. */
function keysOf({ name, nameKey, pinyin, guardianPhones, guardianNames }: Likeness): Set<string> {
  const characters = Array.from(nameKey);
  const keys = new Set([`name ${nameKey}`, ...guardianPhones.map((phone) => `phone ${phone}`)]);
  if (pinyin !== '') keys.add(`sound ${pinyin}`);
  // Two names one character apart share what is left of them without it.
  if (characters.length >= 2) {
    keys.add(`part ${nameKey}`);
    for (const i of characters.keys()) keys.add(`part ${characters.toSpliced(i, 1).join('')}`);
  }
  // A newborn's name begins with the mother's.
  for (const guardian of guardianNames) keys.add(`mother ${guardian}`);
  if (/.之[子女]$/u.test(name)) {
    const mother = Array.from(name).slice(0, -2);
    for (const i of mother.keys()) keys.add(`mother ${mother.slice(0, i + 1).join('')}`);
  }
  return keys;
}

/** Files of one birth date that may be one person's, best first. @returns also how many blocks were too large to look into */
export function likelyPairs(files: readonly LikeFile[]): { pairs: Pair[]; skipped: number } {
  const blocks = new Map<string, LikeFile[]>();
  for (const file of files) {
    for (const key of keysOf(file.likeness)) {
      const block = blocks.get(key) ?? [];
      block.push(file);
      blocks.set(key, block);
    }
  }
  const found = new Map<string, Pair>();
  let skipped = 0;
  for (const block of blocks.values()) {
    if (block.length > LARGEST_BLOCK) skipped++;
    else collect(block, found);
  }
  return { pairs: [...found.values()].sort((x, y) => y.score - x.score), skipped };
}

function collect(block: readonly LikeFile[], found: Map<string, Pair>): void {
  for (const [i, one] of block.entries()) {
    for (const other of block.slice(i + 1)) {
      const [a, b] = one.id < other.id ? [one, other] : [other, one];
      const key = `${a.id} ${b.id}`;
      if (a.id === b.id || found.has(key)) continue;
      const like = similarity(a.likeness, b.likeness);
      if (like) found.set(key, { a, b, ...like });
    }
  }
}

const LEVELS = [9, 6, 4, 2] as const;

/** The smallest division that holds both townships; empty: they lie in two provinces. */
export const commonDivision = (a: string, b: string): string =>
  LEVELS.map((digits) => a.slice(0, digits)).find((division) => b.startsWith(division)) ?? '';
