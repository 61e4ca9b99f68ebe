import { parseName, parseResidentId, type Sex } from '@miaoben/identifiers';
import { barcodeField, dosesOf } from './booklet.rules.ts';
import {
  charsOf,
  confidenceOf,
  DOUBTED,
  dateField,
  type Found,
  fieldOf,
  find,
  firstOf,
  type Line,
  type PaperField,
  type PaperFieldName,
  textOf,
} from './found.ts';
import type { ReadPage } from './page.types.ts';

/** Papers that are read for a form (J-10). */
export type PaperKind = 'birth_certificate' | 'id_card' | 'household_register' | 'vaccination_booklet';

/** What GB 11643 confirms by its check character may be a little less well read. */
const CONFIRMED = 90;

/** Labels that stand behind a value in the same line. */
const NEXT =
  '性别|民族|氏族|出生|年龄|国籍|户主|与户主|曾用|籍贯|住址|地址|有效|身份|公民|姓名|健康|体重|身长|孕周|证件|父亲|母亲|职业|文化|签发|身高|血型|宗教';
const valueAfter = (label: string): RegExp => new RegExp(`(?:${label})[:：]?(.+?)(?=${NEXT}|$)`, 'u');
const NAME = /^[\p{Script=Han}·]{2,20}$/u;
const NUMBER = /(?<!\d)\d{17}[\dXx×](?!\d)/u;
const LABELLED_NUMBER = /(?:身份证件?|公民身份)(?:号码?|编号)?[:：]?(\d{17}[\dXx×])(?!\d)/u;
/** Of a birth certificate: a letter and nine digits (GA/T 出生医学证明 since the third edition). */
const CERTIFICATE = /[A-Z]\d{9}(?!\d)/u;
/** Words of GB/T 4761 for what somebody is to the head of a household, as registers print them. */
const TO_THE_HEAD =
  /^(?:户主|本人|配偶|夫|妻|[独长次二三四五六]?(?:生)?[子女]|儿子|女儿|[养继][子女]|女婿|儿媳|孙[子女]?|外孙[子女]?|重孙[子女]?|父亲?|母亲?|公公|婆婆|岳[父母]|继[父母]|祖[父母]|外祖[父母]|兄|弟|姐|妹|[侄甥](?:子|女)?|其他亲属|非亲属)$/u;

/** A register asks for other addresses in the county too, most of them none. */
const ADDRESS = /(?:家庭住址|(?<!其他)住[址扯]|地址)[:：]?(.+)$/u;
const SEX = /性别[:：]?([男女])/u;
const BORN = /出生(?:时间|日期)?[:：]?(\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-./]\d{1,2}[-./]\d{1,2})/u;

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

function sexField(found: Found | null): PaperField | null {
  if (!found) return null;
  const value: Sex = found.value === '男' ? 'M' : 'F';
  return fieldOf('sex', { ...found, value });
}

/** What somebody is to the head of the household (户主或与户主关系). */
function relationField(found: Found | null): PaperField | null {
  if (!found) return null;
  const confidence = confidenceOf(found.chars);
  return fieldOf(
    'household_relation',
    found,
    TO_THE_HEAD.test(found.value) ? confidence : Math.min(DOUBTED, confidence),
  );
}

/** An address may run on in the next lines, until another label or number comes. */
function addressField(lines: readonly Line[]): PaperField | null {
  const at = lines.findIndex((line) => find(line, ADDRESS));
  const first = lines[at] && find(lines[at], ADDRESS);
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
function ofParent(lines: readonly Line[], parent: string, other: string): Line[] {
  const from = lines.findIndex((line) => textOf(line).includes(parent));
  if (from === -1) return [];
  const to = lines.findIndex((line, i) => i > from && textOf(line).includes(other));
  return lines.slice(from, to === -1 ? undefined : to);
}

/** What a birth certificate says of the child and its parents. */
const ofBirth = (lines: readonly Line[], today: string): (PaperField | null)[] => [
  nameField('name', firstOf(lines, valueAfter('新生儿姓名|婴儿姓名'))),
  sexField(firstOf(lines, SEX)),
  dateField(firstOf(lines, BORN), today),
  ((certificate) => certificate && fieldOf('document_number', certificate))(firstOf(lines, CERTIFICATE)),
  addressField(lines),
  nameField('mother_name', firstOf(lines, valueAfter('母亲姓名'))),
  numberField('mother_number', firstOf(ofParent(lines, '母亲', '父亲'), NUMBER), today),
  nameField('father_name', firstOf(lines, valueAfter('父亲姓名'))),
  numberField('father_number', firstOf(ofParent(lines, '父亲', '母亲'), NUMBER), today),
];

/** What a paper of one person says of this person. @param number how its document number stands there */
const ofOne = (lines: readonly Line[], today: string, number = NUMBER): (PaperField | null)[] => [
  nameField('name', firstOf(lines, valueAfter('姓名'))),
  sexField(firstOf(lines, SEX)),
  dateField(firstOf(lines, BORN), today),
  numberField('document_number', firstOf(lines, number), today),
  addressField(lines),
];

/**
 * The fields of a paper (J-10), each with how sure the reading is and where it stands. What is not found is left out: nothing is guessed.
 * @param today no birth and no dose is later
 */
export function fieldsOf(kind: PaperKind, page: Pick<ReadPage, 'lines'>, today: string): PaperField[] {
  const lines = page.lines.map(charsOf);
  if (kind === 'birth_certificate') return compared(thoseFound(ofBirth(lines, today)));
  // A booklet has a number of its own, as long as that of an ID card.
  const found = ofOne(lines, today, kind === 'vaccination_booklet' ? LABELLED_NUMBER : NUMBER);
  if (kind === 'household_register') found.push(relationField(firstOf(lines, valueAfter('与户主关系'))));
  if (kind === 'vaccination_booklet') found.push(barcodeField(lines), ...dosesOf(page.lines, today));
  return compared(thoseFound(found));
}

const thoseFound = (fields: readonly (PaperField | null)[]): PaperField[] => fields.filter((field) => field !== null);
