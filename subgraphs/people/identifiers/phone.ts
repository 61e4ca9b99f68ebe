import { accept, type IdentifierResult, refuse } from './errors.ts';
import { describeSuspicions, normaliseText } from './text.ts';

export interface Phone {
  readonly kind: 'mobile' | 'landline';
  /** Digits only: 11 for a mobile, area code and number for a landline. No country code. */
  readonly number: string;
}

/** Reads a mainland phone number as typed or from a cell (a number there keeps all 11 digits); +86 and 0086 are dropped. */
export function parsePhone(raw: string | number): IdentifierResult<Phone> {
  const { text, suspicions } = normaliseText(String(raw));
  if (suspicions.length > 0) return refuse('TEXT_SUSPICIOUS', describeSuspicions(suspicions));
  const compact = text.replace(/[\s()-]/gu, '').replace(/[‐‑–—−]/gu, '');
  if (compact === '') return refuse('EMPTY');
  if (/^\d(?:\.\d+)?E\+?\d+$/iu.test(compact)) return refuse('DIGITS_LOST');
  const number = compact.replace(/^(?:\+?86|0086)(?=1\d{10}$|0\d{9,11}$)/u, '');
  if (/^1[3-9]\d{9}$/u.test(number)) return accept({ kind: 'mobile', number });
  if (/^0\d{2,3}[2-8]\d{6,7}$/u.test(number)) return accept({ kind: 'landline', number });
  return refuse('PHONE_FORMAT');
}
