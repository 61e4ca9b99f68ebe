/**
 * Closed list of what can be wrong with an identifier, a name or a date of birth.
 * Append only: the codes travel in findings, API answers and exported spreadsheets.
 */
export const IDENTIFIER_ERROR_CODES = [
  'EMPTY',
  'TOO_LONG',
  'TEXT_SUSPICIOUS',
  'DIGITS_LOST',
  'ID_LENGTH',
  'ID_CHARACTERS',
  'ID_CHECK_DIGIT',
  'ID_BIRTH_DATE',
  'ID_BIRTH_DATE_FUTURE',
  'ID_DIVISION',
  'ID_SEQUENCE',
  'ID_WRONG_TYPE',
  'ID_BIRTH_DATE_DIFFERS',
  'ID_SEX_DIFFERS',
  'DOCUMENT_TYPE_UNKNOWN',
  'DOCUMENT_FORMAT',
  'NAME_CHARACTERS',
  'PHONE_FORMAT',
  'UNIT_CODE_FORMAT',
  'UNIT_CODE_PROVINCE',
  'UNIFIED_CODE_FORMAT',
  'DATE_FORMAT',
  'DATE_AMBIGUOUS',
  'DATE_TWO_DIGIT_YEAR',
  'DATE_IMPOSSIBLE',
  'DATE_FUTURE',
  'DATE_TOO_EARLY',
] as const;

export type IdentifierErrorCode = (typeof IDENTIFIER_ERROR_CODES)[number];

/** A refused input. `detail` holds code points or expected forms, never the input itself: it may be logged. */
export interface IdentifierError {
  readonly ok: false;
  readonly code: IdentifierErrorCode;
  readonly detail?: string;
}

export interface IdentifierValue<T> {
  readonly ok: true;
  readonly value: T;
}

export type IdentifierResult<T> = IdentifierValue<T> | IdentifierError;

export function accept<T>(value: T): IdentifierValue<T> {
  return { ok: true, value };
}

export function refuse(code: IdentifierErrorCode, detail?: string): IdentifierError {
  return detail === undefined ? { ok: false, code } : { ok: false, code, detail };
}
