import { type DayNumber, dayOf, type Period } from '../dates.ts';
import type { Node } from '../reader.ts';
import { parseOffset } from './offset.ts';
import { type AgeSpan, type Cvx, type InForce, normaliseCvx } from './supporting-data.ts';

const EMPTY = new Set(['', 'n/a']);
const US_DATE = /^(\d{2})\/(\d{2})\/(\d{4})$/;

/** The member's text, or null when it is absent, empty or "n/a" (the three spellings of nothing in these data). */
export function optText(node: Node, key: string): string | null {
  const text = node.opt(key)?.text().trim() ?? '';
  return EMPTY.has(text.toLowerCase()) ? null : text;
}

/** The member as a list: the data write a single element without brackets. */
export function optList(node: Node, key: string): Node[] {
  const member = node.opt(key);
  if (!member) return [];
  return Array.isArray(member.value) ? member.list() : [member];
}

export function optOffset(node: Node, key: string): Period | null {
  const text = optText(node, key);
  if (text === null) return null;
  return parseOffset(text) ?? node.get(key).fail('a length like "6 weeks - 4 days"');
}

export function getOffset(node: Node, key: string): Period {
  return optOffset(node, key) ?? node.get(key).fail('a length like "6 weeks - 4 days"');
}

/** A date written YYYY-MM-DD or MM/DD/YYYY. */
export function optDate(node: Node, key: string): DayNumber | null {
  const text = optText(node, key);
  if (text === null) return null;
  const us = US_DATE.exec(text);
  const day = dayOf(us ? `${us[3]}-${us[1]}-${us[2]}` : text);
  return Number.isNaN(day) ? node.get(key).fail('a date YYYY-MM-DD or MM/DD/YYYY') : day;
}

export function readInForce(node: Node): InForce {
  return {
    effective: optDate(node, 'effectiveDate') ?? Number.NEGATIVE_INFINITY,
    cessation: optDate(node, 'cessationDate') ?? Number.POSITIVE_INFINITY,
  };
}

export function readAgeSpan(node: Node): AgeSpan {
  return { begin: optOffset(node, 'beginAge'), end: optOffset(node, 'endAge') };
}

export function getCvx(node: Node): Cvx {
  return normaliseCvx(node.get('cvx').text());
}

/** Codes separated by semicolons; null when there are none. */
export function optCvxSet(node: Node, key: string): ReadonlySet<Cvx> | null {
  const text = optText(node, key);
  if (text === null) return null;
  return new Set(
    text
      .split(';')
      .map((code) => normaliseCvx(code))
      .filter((code) => code !== ''),
  );
}

/** Yes or No, in the spellings of the data; absent is No. */
export function optFlag(node: Node, key: string): boolean {
  const text = optText(node, key)?.toLowerCase();
  if (text === undefined || text === 'no' || text === 'n') return false;
  return text === 'yes' || text === 'y' || node.get(key).fail('Yes or No');
}

/** The word's meaning; fails when the word is none of them. */
export function oneOf<T>(node: Node, words: Readonly<Record<string, T>>): T {
  const word = node.text().trim().toLowerCase();
  return Object.hasOwn(words, word) ? words[word]! : node.fail(`one of ${Object.keys(words).join(', ')}`);
}
