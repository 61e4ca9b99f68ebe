import type { IsoDate } from './civil-date.ts';
import { readDate } from './date.ts';

/** What was typed into a search box for people, when it is a name. */
export interface NameSearch {
  readonly name: string;
  /** typed behind the name: `马晓燕 2024-03-01` */
  readonly birthDate: IsoDate | null;
}

const DATE_AT_END = /^(.*\p{L})[\s,，;；]*(\d{4}\D?\d{1,2}\D?\d{1,2}日?)$/u;

/** A name, with a birth date behind it where there is one; null when digits stand for something else (a number, a broken date). */
export function readNameSearch(text: string): NameSearch | null {
  if (!/\d/.test(text)) return { name: text, birthDate: null };
  const [, name, date] = DATE_AT_END.exec(text) ?? [];
  if (name === undefined || date === undefined) return null;
  const read = readDate(date);
  return read.ok ? { name: name.trim(), birthDate: read.value } : null;
}
