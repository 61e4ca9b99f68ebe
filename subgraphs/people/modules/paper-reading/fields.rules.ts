import { parseName, parseResidentId, type Sex } from '@miaoben/identifiers';
import type { Box, ReadPage, Word } from './page.types.ts';

/** Papers that are read at registration (J-10). */
export type PaperKind = 'birth_certificate' | 'id_card' | 'household_register';
export type PaperFieldName =
  | 'name'
  | 'sex'
  | 'birth_date'
  | 'document_number'
  | 'address'
  | 'mother_name'
  | 'mother_number'
  | 'father_name'
  | 'father_number';

export interface PaperField {
  readonly field: PaperFieldName;
  readonly value: string;
  /** 0 to 100 */
  readonly confidence: number;
  /** false: to be looked at by a person beside the picture */
  readonly isSure: boolean;
  readonly box: Box;
}

/** Below it a field is marked. Well printed papers are read with 85 and more. */
const SURE = 80;
/** What GB 11643 confirms by its check character may be a little less well read. */
const CONFIRMED = 90;
const DOUBTED = 30;

interface Char {
  readonly char: string;
  readonly word: Word;
}
interface Found {
  readonly value: string;
  readonly chars: readonly Char[];
}

const charsOf = (words: readonly Word[]): Char[] =>
  words.flatMap((word) => Array.from(word.text.replace(/\s/gu, ''), (char) => ({ char, word })));
const textOf = (chars: readonly Char[]): string => chars.map(({ char }) => char).join('');

/** Labels that stand behind a value in the same line. */
const NEXT =
  '性别|民族|氏族|出生|年龄|国籍|户主|与户主|曾用|籍贯|住址|地址|有效|身份|公民|姓名|健康|体重|身长|孕周|证件|父亲|母亲|职业|文化|签发';
const valueAfter = (label: string): RegExp => new RegExp(`(?:${label})[:：]?(.+?)(?=${NEXT}|$)`, 'u');
const NAME = /^[\p{Script=Han}·]{2,20}$/u;
const DATE = /(\d{4})年(\d{1,2})月(\d{1,2})日|(\d{4})[-./](\d{1,2})[-./](\d{1,2})/u;
const NUMBER = /(?<!\d)\d{17}[\dXx×](?!\d)/u;
/** Of a birth certificate: a letter and nine digits (GA/T 出生医学证明 since the third edition). */
const CERTIFICATE = /[A-Z]\d{9}(?!\d)/u;

function boxOf(chars: readonly Char[]): Box {
  const boxes = chars.map(({ word }) => word.box);
  const x = Math.min(...boxes.map((b) => b.x));
  const y = Math.min(...boxes.map((b) => b.y));
  const right = Math.max(...boxes.map((b) => b.x + b.width));
  const bottom = Math.max(...boxes.map((b) => b.y + b.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** The least sure character decides: one wrong one makes another person. */
const confidenceOf = (chars: readonly Char[]): number => Math.min(...chars.map(({ word }) => word.confidence));

function fieldOf(field: PaperFieldName, { value, chars }: Found, confidence = confidenceOf(chars)): PaperField {
  return { field, value, confidence: Math.round(confidence), isSure: confidence >= SURE, box: boxOf(chars) };
}

/** A match of group 1 (or the whole) in a line, with the characters it is made of. */
function find(line: readonly Char[], pattern: RegExp): Found | null {
  const match = new RegExp(pattern.source, `${pattern.flags}d`).exec(textOf(line));
  const [from, to] = match?.indices?.[1] ?? match?.indices?.[0] ?? [0, 0];
  if (!match || to === from) return null;
  // The text is made of one character each outside the astral planes, which no label or value here has.
  const chars = line.slice(from, to);
  return chars.length === 0 ? null : { value: textOf(chars), chars };
}

const firstOf = (lines: readonly (readonly Char[])[], pattern: RegExp): Found | null => {
  for (const line of lines) {
    const found = find(line, pattern);
    if (found) return found;
  }
  return null;
};

function nameField(field: PaperFieldName, found: Found | null): PaperField | null {
  if (!found) return null;
  const isName = NAME.test(found.value) && parseName(found.value).ok;
  return fieldOf(field, found, isName ? undefined : Math.min(DOUBTED, confidenceOf(found.chars)));
}

function numberField(field: PaperFieldName, found: Found | null, today: string): PaperField | null {
  if (!found) return null;
  const value = found.value.replace(/[x×]/gu, 'X');
  const read = parseResidentId(value);
  const isRight = read.ok && read.value.birthDate <= today;
  const confidence = confidenceOf(found.chars);
  // A wrong digit passes the check character once in eleven: the check confirms, it does not replace a good reading.
  return fieldOf(
    field,
    { ...found, value },
    isRight ? Math.max(confidence, Math.min(CONFIRMED, confidence + 20)) : Math.min(DOUBTED, confidence),
  );
}

function dateField(found: Found | null, today: string): PaperField | null {
  const match = found && DATE.exec(found.value);
  if (!found || !match) return null;
  const [year, month, day] = [match[1] ?? match[4], match[2] ?? match[5], match[3] ?? match[6]];
  const value = [year, month?.padStart(2, '0'), day?.padStart(2, '0')].join('-');
  const isDate = !Number.isNaN(Date.parse(value)) && new Date(value).toISOString().startsWith(value);
  return fieldOf(
    'birth_date',
    { ...found, value },
    isDate && value <= today ? undefined : Math.min(DOUBTED, confidenceOf(found.chars)),
  );
}

function sexField(found: Found | null): PaperField | null {
  if (!found) return null;
  const value: Sex = found.value === '男' ? 'M' : 'F';
  return fieldOf('sex', { ...found, value });
}

/** An address may run on in the next lines, until another label or number comes. */
function addressField(lines: readonly (readonly Char[])[]): PaperField | null {
  const at = lines.findIndex((line) => find(line, /(?:家庭住址|住[址扯]|地址)[:：]?(.+)$/u));
  const first = lines[at] && find(lines[at], /(?:家庭住址|住[址扯]|地址)[:：]?(.+)$/u);
  if (!first) return null;
  const chars = [...first.chars];
  for (const line of lines.slice(at + 1, at + 3)) {
    const text = textOf(line);
    if (text === '' || new RegExp(NEXT, 'u').test(text) || /号码|\d{10}/u.test(text)) break;
    chars.push(...line);
  }
  return fieldOf('address', { value: textOf(chars), chars });
}

/** What number, birth date and sex say of each other (GB 11643): those that contradict are all to be looked at. */
function compared(fields: readonly PaperField[]): PaperField[] {
  const number = fields.find(({ field }) => field === 'document_number');
  const read = number && parseResidentId(number.value);
  if (!read?.ok) return [...fields];
  const told: Partial<Record<PaperFieldName, string>> = { birth_date: read.value.birthDate, sex: read.value.sex };
  const contradicted = fields.filter(({ field, value }) => told[field] !== undefined && told[field] !== value);
  return fields.map((one) => {
    if (contradicted.includes(one) || (contradicted.length > 0 && one === number))
      return { ...one, confidence: Math.min(DOUBTED, one.confidence), isSure: false };
    if (told[one.field] === one.value) return { ...one, confidence: Math.max(CONFIRMED, one.confidence), isSure: true };
    return one;
  });
}

/** The lines from the one with a parent's label to the one before the other parent's. */
function ofParent(lines: readonly (readonly Char[])[], parent: string, other: string): (readonly Char[])[] {
  const from = lines.findIndex((line) => textOf(line).includes(parent));
  if (from === -1) return [];
  const to = lines.findIndex((line, i) => i > from && textOf(line).includes(other));
  return lines.slice(from, to === -1 ? undefined : to);
}

/**
 * The fields of a paper (J-10), each with how sure the reading is and where it stands. What is not found is left out: nothing is guessed.
 * @param today no birth is later
 */
export function fieldsOf(kind: PaperKind, page: Pick<ReadPage, 'lines'>, today: string): PaperField[] {
  const lines = page.lines.map(charsOf);
  const found: (PaperField | null)[] =
    kind === 'birth_certificate'
      ? [
          nameField('name', firstOf(lines, valueAfter('新生儿姓名|婴儿姓名'))),
          sexField(firstOf(lines, /性别[:：]?([男女])/u)),
          dateField(firstOf(lines, /出生(?:时间|日期)?[:：]?(\d{4}年\d{1,2}月\d{1,2}日)/u), today),
          ((certificate) => certificate && fieldOf('document_number', certificate))(firstOf(lines, CERTIFICATE)),
          addressField(lines),
          nameField('mother_name', firstOf(lines, valueAfter('母亲姓名'))),
          numberField('mother_number', firstOf(ofParent(lines, '母亲', '父亲'), NUMBER), today),
          nameField('father_name', firstOf(lines, valueAfter('父亲姓名'))),
          numberField('father_number', firstOf(ofParent(lines, '父亲', '母亲'), NUMBER), today),
        ]
      : [
          nameField('name', firstOf(lines, valueAfter('姓名'))),
          sexField(firstOf(lines, /性别[:：]?([男女])/u)),
          dateField(firstOf(lines, /出生(?:日期)?[:：]?(\d{4}年\d{1,2}月\d{1,2}日)/u), today),
          numberField('document_number', firstOf(lines, NUMBER), today),
          addressField(lines),
        ];
  return compared(found.filter((field) => field !== null));
}
