import { type IdentifierErrorCode, parseDocument, parseName, parsePhone } from '@miaoben/identifiers';
import type { InputReason } from '@miaoben/schema';

/** What the form holds. */
export interface Registration {
  name: string;
  documentType: string;
  documentNumber: string;
  phone: string;
  code: string;
  password: string;
  acceptedTerms: boolean;
}

/** Documents an adult registers with (H-02): residents, Hong Kong, Macao and Taiwan compatriots, foreigners. */
export const ADULT_DOCUMENTS = [
  'RESIDENT_ID',
  'HMT_RESIDENCE_PERMIT',
  'HM_TRAVEL_PERMIT',
  'TW_TRAVEL_PERMIT',
  'FOREIGN_PERMANENT_RESIDENCE',
  'PASSPORT',
] as const;

const REASONS: Partial<Record<IdentifierErrorCode, InputReason>> = {
  EMPTY: 'required',
  TOO_LONG: 'too_long',
  TEXT_SUSPICIOUS: 'suspicious_characters',
  ID_CHECK_DIGIT: 'check_digit',
  ID_BIRTH_DATE: 'date_impossible',
  ID_BIRTH_DATE_FUTURE: 'date_in_future',
};

/** 0 too weak to be taken, 1 fair, 2 strong; the server decides by the same rule. */
export function passwordStrength(password: string): 0 | 1 | 2 {
  const kinds = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{L}\p{N}\s]/u].filter((kind) => kind.test(password)).length;
  const isLong = password.length >= 16;
  if (password.length < 8 || new Set(password).size < 5 || (!isLong && kinds < 3)) return 0;
  return isLong || (kinds === 4 && password.length >= 12) ? 2 : 1;
}

/** What is wrong, by field, before anything is sent. Empty when all is well. */
export function checkRegistration(form: Registration): Partial<Record<keyof Registration, InputReason>> {
  const found: Partial<Record<keyof Registration, InputReason>> = {};
  const name = parseName(form.name);
  if (!name.ok) found.name = REASONS[name.code] ?? 'format';
  const document = parseDocument(form.documentType, form.documentNumber);
  if (!document.ok) found.documentNumber = REASONS[document.code] ?? 'format';
  const phone = parsePhone(form.phone);
  if (!phone.ok || phone.value.kind !== 'mobile') found.phone = phone.ok ? 'format' : (REASONS[phone.code] ?? 'format');
  if (!/^\d{6}$/.test(form.code)) found.code = form.code ? 'format' : 'required';
  if (passwordStrength(form.password) === 0) found.password = form.password ? 'weak_password' : 'required';
  if (!form.acceptedTerms) found.acceptedTerms = 'terms';
  return found;
}
