import type { Box, Word } from './page.types.ts';

export type PaperFieldName =
  | 'name'
  | 'sex'
  | 'birth_date'
  | 'document_number'
  | 'address'
  | 'mother_name'
  | 'mother_number'
  | 'father_name'
  | 'father_number'
  | 'household_relation'
  | 'barcode'
  | 'vaccine'
  | 'dose_date'
  | 'lot_number'
  | 'unit';

export interface PaperField {
  readonly field: PaperFieldName;
  readonly value: string;
  /** 0 to 100 */
  readonly confidence: number;
  /** false: to be looked at by a person beside the picture */
  readonly isSure: boolean;
  readonly box: Box;
  /** which dose of a booklet it tells of, from the top; null: the child itself */
  readonly dose: number | null;
}

/** Below it a field is marked. Well printed papers are read with 85 and more. */
const SURE = 80;
/** What was found and cannot be right. */
export const DOUBTED = 30;

export interface Char {
  readonly char: string;
  readonly word: Word;
}
/** Characters of one line of a paper, without the gaps between them. */
export type Line = readonly Char[];
export interface Found {
  readonly value: string;
  readonly chars: Line;
}

/** Lines of a table that are read as letters. */
const RULES = /[\s|｜丨_—~]/gu;

export const charsOf = (words: readonly Word[]): Char[] =>
  words.flatMap((word) => Array.from(word.text.replace(RULES, ''), (char) => ({ char, word })));
export const textOf = (chars: Line): string => chars.map(({ char }) => char).join('');

function boxOf(chars: Line): Box {
  const boxes = chars.map(({ word }) => word.box);
  const x = Math.min(...boxes.map((b) => b.x));
  const y = Math.min(...boxes.map((b) => b.y));
  const right = Math.max(...boxes.map((b) => b.x + b.width));
  const bottom = Math.max(...boxes.map((b) => b.y + b.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** The least sure character decides: one wrong one makes another person. */
export const confidenceOf = (chars: Line): number => Math.min(...chars.map(({ word }) => word.confidence));

export function fieldOf(
  field: PaperFieldName,
  { value, chars }: Found,
  confidence = confidenceOf(chars),
  dose: number | null = null,
): PaperField {
  return { field, value, confidence: Math.round(confidence), isSure: confidence >= SURE, box: boxOf(chars), dose };
}

/** A match of group 1 (or the whole) in a line, with the characters it is made of. */
export function find(line: Line, pattern: RegExp): Found | null {
  const match = new RegExp(pattern.source, `${pattern.flags}d`).exec(textOf(line));
  const [from, to] = match?.indices?.[1] ?? match?.indices?.[0] ?? [0, 0];
  if (!match || to === from) return null;
  // The text is made of one character each outside the astral planes, which no label or value here has.
  const chars = line.slice(from, to);
  return chars.length === 0 ? null : { value: textOf(chars), chars };
}

export const firstOf = (lines: readonly Line[], pattern: RegExp): Found | null => {
  for (const line of lines) {
    const found = find(line, pattern);
    if (found) return found;
  }
  return null;
};

const DATE = /(\d{4})年(\d{1,2})月(\d{1,2})日|(\d{4})[-./](\d{1,2})[-./](\d{1,2})/u;

/** A day as YYYY-MM-DD; what is no day, or later than today, is doubted. */
export function dateField(
  found: Found | null,
  today: string,
  field: PaperFieldName = 'birth_date',
  dose: number | null = null,
): PaperField | null {
  const match = found && DATE.exec(found.value);
  if (!found || !match) return null;
  const [year, month, day] = [match[1] ?? match[4], match[2] ?? match[5], match[3] ?? match[6]];
  const value = [year, month?.padStart(2, '0'), day?.padStart(2, '0')].join('-');
  const isDate = !Number.isNaN(Date.parse(value)) && new Date(value).toISOString().startsWith(value);
  const confidence = confidenceOf(found.chars);
  const isRight = isDate && value <= today;
  return fieldOf(field, { ...found, value }, isRight ? confidence : Math.min(DOUBTED, confidence), dose);
}
