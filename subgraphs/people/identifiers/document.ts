import { type IsoDate, isoDate } from './civil-date.ts';
import { accept, type IdentifierResult, refuse } from './errors.ts';
import { parseResidentId, type ResidentId, type ResidentIdKind, type Sex } from './resident-id.ts';
import { describeSuspicions, normaliseText } from './text.ts';

/**
 * Documents that identify a recipient (证件类型), for the recipient classes of H-02: residents, Hong Kong, Macao and
 * Taiwan compatriots, foreigners; and newborns, who have a birth certificate number first.
 */
export const DOCUMENT_TYPES = [
  'RESIDENT_ID',
  'HOUSEHOLD_REGISTER',
  'BIRTH_CERTIFICATE',
  'HMT_RESIDENCE_PERMIT',
  'HM_TRAVEL_PERMIT',
  'TW_TRAVEL_PERMIT',
  'PASSPORT',
  'FOREIGN_PERMANENT_RESIDENCE',
  'MILITARY_ID',
  'DRIVING_LICENCE',
  'OTHER',
] as const;

export type DocumentType = (typeof DOCUMENT_TYPES)[number];

export interface DocumentNumber {
  readonly type: DocumentType;
  /** The one spelling that is stored, encrypted and searched: upper case, no spaces. */
  readonly number: string;
  /** Present when the number itself carries birth date and sex. */
  readonly birthDate?: IsoDate;
  readonly sex?: Sex;
}

const RESIDENT_KINDS: Partial<Record<DocumentType, ResidentIdKind>> = {
  RESIDENT_ID: 'resident',
  HOUSEHOLD_REGISTER: 'resident',
  DRIVING_LICENCE: 'resident',
  HMT_RESIDENCE_PERMIT: 'hmt_residence_permit',
  FOREIGN_PERMANENT_RESIDENCE: 'foreign_permanent_residence',
};

// Forms of the documents outside GB 11643 are general knowledge; the birth certificate's is 出生医学证明: letter + 9 digits.
const FORMS: Partial<Record<DocumentType, RegExp>> = {
  BIRTH_CERTIFICATE: /^[A-Z]\d{9}$/u,
  HM_TRAVEL_PERMIT: /^[HM]\d{8}(?:\d{2})?$/u,
  TW_TRAVEL_PERMIT: /^\d{8}(?:\d{2}[A-Z]?)?$/u,
  PASSPORT: /^(?=.*\d)[A-Z0-9]{5,17}$/u,
  MILITARY_ID: /^\p{Script=Han}{1,3}字第[0-9A-Z]{4,10}号$/u,
  OTHER: /^[\p{Script=Han}A-Z0-9()]{3,32}$/u,
};

function normaliseMilitary(text: string): string {
  return text.replace(/^(\p{Script=Han}{1,3}?)字?第?([0-9A-Z]{4,10})号?$/u, '$1字第$2号');
}

/**
 * A permanent residence card as issued before 2023 and valid until it runs out: nationality, place of issue, birth date as YYMMDD, serial
 * and check digit. Its century is not written, so that it tells no birth date.
 */
function oldPermanentResidence(raw: string | number): string | null {
  const { text, suspicions } = normaliseText(String(raw));
  const number = text.replace(/[\s-]/gu, '').toUpperCase();
  const [, month, day] = /^[A-Z]{3}\d{4}\d{2}(\d{2})(\d{2})\d{2}$/u.exec(number) ?? [];
  const isDay = month !== undefined && isoDate(2000, Number(month), Number(day)) !== null;
  return isDay && suspicions.length === 0 ? number : null;
}

export function isDocumentType(value: string): value is DocumentType {
  return (DOCUMENT_TYPES as readonly string[]).includes(value);
}

/** Checks a document number by the rule of its type and gives its one stored spelling. */
export function parseDocument(type: string, raw: string | number, today?: IsoDate): IdentifierResult<DocumentNumber> {
  if (!isDocumentType(type)) return refuse('DOCUMENT_TYPE_UNKNOWN');
  const residentKind = RESIDENT_KINDS[type];
  if (type === 'FOREIGN_PERMANENT_RESIDENCE') {
    const number = oldPermanentResidence(raw);
    if (number !== null) return accept({ type, number });
  }
  if (residentKind !== undefined) {
    const id = parseResidentId(raw, today);
    if (!id.ok) return id;
    return id.value.kind === residentKind
      ? accept(fromResidentId(type, id.value))
      : refuse('ID_WRONG_TYPE', id.value.kind);
  }
  if (typeof raw === 'number' && raw > 999_999_999_999_999) return refuse('DIGITS_LOST');
  const { text, suspicions } = normaliseText(String(raw));
  if (suspicions.length > 0) return refuse('TEXT_SUSPICIOUS', describeSuspicions(suspicions));
  const compact = text.replace(/[\s-]/gu, '').toUpperCase();
  if (compact === '') return refuse('EMPTY');
  const number = type === 'MILITARY_ID' ? normaliseMilitary(compact) : compact;
  return FORMS[type]?.test(number) ? accept({ type, number }) : refuse('DOCUMENT_FORMAT', type);
}

function fromResidentId(type: DocumentType, id: ResidentId): DocumentNumber {
  return { type, number: id.number, birthDate: id.birthDate, sex: id.sex };
}
