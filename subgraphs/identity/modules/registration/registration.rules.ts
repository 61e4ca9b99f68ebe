import {
  type DocumentNumber,
  type IdentifierErrorCode,
  isDocumentType,
  parseDocument,
  parseName,
  parsePhone,
} from '@miaoben/identifiers';
import { badInput } from '@miaoben/kernel';
import type { InputReason } from '@miaoben/schema';
import { isStrongPassword } from '../session/password.rules.ts';
import type { RegisterGuardianInput } from './registration.input.ts';

/** Full age (Civil Code of the PRC, article 17): minors come in through their guardian's account. */
const FULL_AGE = 18;

const REASONS: Partial<Record<IdentifierErrorCode, InputReason>> = {
  EMPTY: 'required',
  TOO_LONG: 'too_long',
  TEXT_SUSPICIOUS: 'suspicious_characters',
  DIGITS_LOST: 'digits_lost',
  ID_CHECK_DIGIT: 'check_digit',
  ID_BIRTH_DATE: 'date_impossible',
  ID_BIRTH_DATE_FUTURE: 'date_in_future',
  DOCUMENT_TYPE_UNKNOWN: 'unknown_code',
};
const reasonOf = (code: IdentifierErrorCode): InputReason => REASONS[code] ?? 'format';

export interface Applicant {
  name: string;
  document: DocumentNumber;
  phone: string;
}

/**
 * Checks what a guardian typed, field by field in the order of the form.
 * @param today 'YYYY-MM-DD'
 * @throws BAD_INPUT with `input.<field>` and reason
 */
export function readApplicant(input: RegisterGuardianInput, today: string): Applicant {
  const name = parseName(input.name);
  if (!name.ok) throw badInput('input.name', reasonOf(name.code));
  if (!isDocumentType(input.documentType)) throw badInput('input.documentType', 'unknown_code');
  const document = parseDocument(input.documentType, input.documentNumber, today);
  if (!document.ok) throw badInput('input.documentNumber', reasonOf(document.code));
  const { birthDate } = document.value;
  if (birthDate && birthDate > `${Number(today.slice(0, 4)) - FULL_AGE}${today.slice(4)}`) {
    throw badInput('input.documentNumber', 'out_of_range', { minAge: FULL_AGE });
  }
  const phone = parsePhone(input.phone);
  if (!phone.ok || phone.value.kind !== 'mobile')
    throw badInput('input.phone', phone.ok ? 'format' : reasonOf(phone.code));
  if (!/^\d{6}$/.test(input.code)) throw badInput('input.code', 'format');
  if (!isStrongPassword(input.password, [phone.value.number, document.value.number])) {
    throw badInput('input.password', 'weak_password');
  }
  if (!input.acceptedTerms) throw badInput('input.acceptedTerms', 'terms');
  return { name: name.value, document: document.value, phone: phone.value.number };
}
