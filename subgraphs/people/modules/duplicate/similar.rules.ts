import { isNewbornName } from '@miaoben/identifiers';

/** What two files are compared by. Numbers as blind indexes: comparing needs no plain text. */
export interface Likeness {
  name: string;
  nameKey: string;
  pinyin: string;
  birthDate: string;
  sex: string;
  documentBlind: string | null;
  /** left out where it is not known */
  documentType?: string | null;
  guardianPhones: readonly string[];
  guardianNames: readonly string[];
}
export type LikenessReason =
  | 'same_document'
  | 'same_name'
  | 'similar_name'
  | 'same_guardian_phone'
  | 'newborn_name'
  | 'other_sex';
export interface Similarity {
  /** 0 to 1: for the order of the list, not a probability */
  score: number;
  reasons: LikenessReason[];
}

/** True when one character was added, left out or replaced. */
export function oneCharacterApart(a: string, b: string): boolean {
  const [short, long] = [Array.from(a), Array.from(b)].sort((x, y) => x.length - y.length) as [string[], string[]];
  if (long.length - short.length > 1 || a === b) return false;
  const first = short.findIndex((c, i) => c !== long[i]);
  if (first === -1) return true;
  const rest = short.length === long.length ? short.slice(first + 1) : short.slice(first);
  return rest.join('') === long.slice(first + 1).join('');
}

/** A name typed slightly wrong: one character of three or more, or the same sound. Two-character names differ too easily. */
const similarNames = (a: Likeness, b: Likeness): boolean =>
  (a.pinyin !== '' && a.pinyin === b.pinyin) ||
  (Math.min(Array.from(a.nameKey).length, Array.from(b.nameKey).length) >= 3 &&
    oneCharacterApart(a.nameKey, b.nameKey));

/** 李娜之女 and a named child of 李娜. */
const newbornOf = (newborn: Likeness, child: Likeness): boolean =>
  isNewbornName(newborn.name) && child.guardianNames.some((g) => newborn.name.startsWith(g));

/**
 * How much two files look like one person: same document, or the same birth date with the same or a similar name or the same
 * guardian's phone. Two different documents of one type tell twins apart; only the very same name then still makes a candidate. A birth
 * certificate and an ID card may be one child's, entered twice: then a name like the other makes one, a phone alone does not.
 */
export function similarity(a: Likeness, b: Likeness): Similarity | null {
  if (a.documentBlind !== null && a.documentBlind === b.documentBlind) return { score: 1, reasons: ['same_document'] };
  if (a.birthDate !== b.birthDate) return null;
  const reasons: LikenessReason[] = [];
  let score = 0;
  const bothShown = a.documentBlind !== null && b.documentBlind !== null;
  const told = bothShown && !(a.documentType && b.documentType && a.documentType !== b.documentType);
  if (a.nameKey === b.nameKey) {
    reasons.push('same_name');
    score = told ? 0.6 : 0.9;
  } else if (!told) {
    if (similarNames(a, b)) {
      reasons.push('similar_name');
      score = 0.7;
    }
    if (newbornOf(a, b) || newbornOf(b, a)) {
      reasons.push('newborn_name');
      score = 0.8;
    }
  }
  const mayByPhone = !bothShown || (!told && reasons.length > 0);
  if (mayByPhone && a.guardianPhones.some((p) => b.guardianPhones.includes(p))) {
    reasons.push('same_guardian_phone');
    score = Math.max(score + 0.09, 0.65);
  }
  if (reasons.length === 0) return null;
  if (a.sex !== b.sex && a.sex !== 'U' && b.sex !== 'U') {
    reasons.push('other_sex');
    score -= 0.2;
  }
  return score >= 0.5 ? { score: Math.round(score * 100) / 100, reasons } : null;
}
