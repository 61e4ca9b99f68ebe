import {
  type DocumentType,
  type IdentifierResult,
  type IsoDate,
  normaliseText,
  parseName,
  parsePhone,
  readDate,
} from '@miaoben/identifiers';
import type { ReadEnv, Reading } from './define.ts';
import { identifierFinding } from './messages.ts';

/** Readers of cells that more than one kind of import has. Each takes a filled cell as typed. */
type Cell = string | number | boolean;

/** One spelling: 全角 folded, spaces collapsed. */
export const cellText = (cell: Cell): string => normaliseText(String(cell)).text;

export function reading<T>(result: IdentifierResult<T>): Reading<T> {
  return result.ok ? { value: result.value } : { finding: identifierFinding(result) };
}

export const readNameCell = (cell: Cell): Reading<string> => reading(parseName(String(cell)));
export const readPhoneCell = (cell: Cell): Reading<string> => {
  const phone = parsePhone(typeof cell === 'boolean' ? String(cell) : cell);
  return phone.ok ? { value: phone.value.number } : { finding: identifierFinding(phone) };
};
/** A day that is not in the future: date cell, serial number, or the spellings of `readDate`. */
export const readDateCell = (cell: Cell, env: ReadEnv): Reading<IsoDate> =>
  reading(readDate(typeof cell === 'boolean' ? String(cell) : cell, { date1904: env.date1904, latest: env.today }));

/** Free text up to `max` characters. */
export const readTextCell =
  (max: number) =>
  (cell: Cell): Reading<string> => {
    const { text, suspicions } = normaliseText(String(cell));
    if (suspicions.length > 0) return { value: text, finding: { code: 'suspicious_characters', severity: 'warning' } };
    return Array.from(text).length > max ? { finding: { code: 'too_long' } } : { value: text };
  };

/** One of the words of a list, or of its other spellings; compared in lower case. */
export const readChoiceCell = <V>(words: ReadonlyMap<string, V>, choices: readonly string[]) => {
  return (cell: Cell): Reading<V> => {
    const value = words.get(cellText(cell).toLowerCase());
    return value === undefined
      ? { finding: { code: 'unknown_code', message: `不在可选范围内：${choices.slice(0, 12).join('、')}` } }
      : { value };
  };
};

const DOCUMENT_WORDS: Record<DocumentType, readonly string[]> = {
  RESIDENT_ID: ['居民身份证', '身份证', '二代身份证', '01'],
  HOUSEHOLD_REGISTER: ['居民户口簿', '户口簿', '户口本', '02'],
  BIRTH_CERTIFICATE: ['出生医学证明', '出生证明', '出生证'],
  HMT_RESIDENCE_PERMIT: ['港澳台居民居住证'],
  HM_TRAVEL_PERMIT: ['港澳居民来往内地通行证', '回乡证', '06'],
  TW_TRAVEL_PERMIT: ['台湾居民来往大陆通行证', '台胞证', '07'],
  PASSPORT: ['护照', '03'],
  FOREIGN_PERMANENT_RESIDENCE: ['外国人永久居留身份证', '外国人永久居留证'],
  MILITARY_ID: ['军官证', '04'],
  DRIVING_LICENCE: ['驾驶证', '05'],
  OTHER: ['其他', '其他证件', '99'],
};
/** 证件类型 by name, customary name or national code. */
export const documentTypeWords: ReadonlyMap<string, DocumentType> = new Map(
  (Object.entries(DOCUMENT_WORDS) as [DocumentType, readonly string[]][]).flatMap(([type, words]) =>
    [type.toLowerCase(), ...words].map((word) => [word, type] as const),
  ),
);
export const documentTypeChoices: readonly string[] = Object.values(DOCUMENT_WORDS).map((words) => words[0] ?? '');
/** A document type as a sheet writes it; the code itself when it is not of the list. */
export const documentTypeName = (type: string): string => DOCUMENT_WORDS[type as DocumentType]?.[0] ?? type;

export const looksLikeResidentId = (text: string): boolean => /^\d{17}[\dXx]$/u.test(text.replace(/\s/gu, ''));
export const looksLikePhone = (text: string): boolean => /^1[3-9]\d{9}$/u.test(text);
export const looksLikeHanName = (text: string): boolean =>
  /^\p{Script=Han}{2,4}$|^\p{Script=Han}+·\p{Script=Han}+$/u.test(text);
export const looksLikeDate = (text: string): boolean => /^(?:19|20)\d{2}[-/.年]?\d{1,2}[-/.月]?\d{1,2}日?$/u.test(text);
