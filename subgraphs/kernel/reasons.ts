import type { IdentifierErrorCode } from '@miaoben/identifiers';
import type { InputReason } from '@miaoben/schema';

const REASONS: Record<IdentifierErrorCode, InputReason> = {
  EMPTY: 'required',
  TOO_LONG: 'too_long',
  TEXT_SUSPICIOUS: 'suspicious_characters',
  DIGITS_LOST: 'digits_lost',
  ID_LENGTH: 'format',
  ID_CHARACTERS: 'format',
  ID_CHECK_DIGIT: 'check_digit',
  ID_BIRTH_DATE: 'date_impossible',
  ID_BIRTH_DATE_FUTURE: 'date_in_future',
  ID_DIVISION: 'format',
  ID_SEQUENCE: 'format',
  ID_WRONG_TYPE: 'format',
  ID_BIRTH_DATE_DIFFERS: 'birth_date_differs_from_id',
  ID_SEX_DIFFERS: 'sex_differs_from_id',
  DOCUMENT_TYPE_UNKNOWN: 'unknown_code',
  DOCUMENT_FORMAT: 'format',
  NAME_CHARACTERS: 'format',
  PHONE_FORMAT: 'format',
  UNIT_CODE_FORMAT: 'format',
  UNIT_CODE_PROVINCE: 'format',
  UNIFIED_CODE_FORMAT: 'format',
  DATE_FORMAT: 'format',
  DATE_AMBIGUOUS: 'format',
  DATE_TWO_DIGIT_YEAR: 'format',
  DATE_IMPOSSIBLE: 'date_impossible',
  DATE_FUTURE: 'date_in_future',
  DATE_TOO_EARLY: 'out_of_range',
};

/** The reason of the platform's closed list for an identifier that was refused. */
export const reasonOf = (code: IdentifierErrorCode): InputReason => REASONS[code];
