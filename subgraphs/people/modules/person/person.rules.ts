import {
  type DocumentType,
  type IdentifierResult,
  isDocumentType,
  isEthnicity,
  normaliseText,
  parseDocument,
  parseName,
  parsePhone,
  parseResidentId,
} from '@miaoben/identifiers';
import { badInput } from '@miaoben/kernel';
import { reasonOf } from '@miaoben/kernel/reasons';

import type { GuardianFile } from './person.file.ts';
import type { GuardianInput } from './person.input.ts';

const MAX_ADDRESS = 200;
export const MAX_GUARDIANS = 4;
const MAX_CONDITIONS = 20;
export const BIRTH_WEIGHT_G = { min: 300, max: 8_000 };
export const BIRTH_ORDER = { min: 1, max: 9 };
const EARLIEST_BIRTH = '1900-01-01';

/** The value, or BAD_INPUT naming the field. */
export function accepted<T>(field: string, result: IdentifierResult<T>): T {
  if (result.ok) return result.value;
  throw badInput(field, reasonOf(result.code), result.detail === undefined ? {} : { detail: result.detail });
}

export const checkedName = (field: string, raw: string): string => accepted(field, parseName(raw));
export const checkedPhone = (field: string, raw: string | null | undefined): string | null =>
  raw ? accepted(field, parsePhone(raw)).number : null;

export function checkedBirthDate(date: string, today: string): string {
  if (date > today) throw badInput('birthDate', 'date_in_future');
  if (date < EARLIEST_BIRTH) throw badInput('birthDate', 'out_of_range');
  return date;
}

/** A document number by the rule of its type, and held against birth date and sex when it carries them (J-06, H-02). */
export function checkedDocument(
  type: string,
  number: string | null | undefined,
  person: { birthDate: string; sex: string },
  today: string,
): { documentType: DocumentType; documentNumber: string | null } {
  if (!isDocumentType(type)) throw badInput('documentType', 'unknown_code');
  if (!number) return { documentType: type, documentNumber: null };
  const document = accepted('documentNumber', parseDocument(type, number, today));
  if (document.birthDate && document.birthDate !== person.birthDate)
    throw badInput('documentNumber', 'birth_date_differs_from_id');
  if (document.sex && person.sex !== 'U' && document.sex !== person.sex)
    throw badInput('documentNumber', 'sex_differs_from_id');
  return { documentType: type, documentNumber: document.number };
}

export function checkedAddress(raw: string | null | undefined): string | null {
  if (!raw) return null;
  const { text, suspicions } = normaliseText(raw);
  if (suspicions.length > 0) throw badInput('residenceAddress', 'suspicious_characters');
  if (Array.from(text).length > MAX_ADDRESS) throw badInput('residenceAddress', 'too_long', { max: MAX_ADDRESS });
  return text || null;
}

export function checkedConditions(codes: readonly string[]): string[] {
  if (codes.length > MAX_CONDITIONS) throw badInput('conditions', 'out_of_range', { max: MAX_CONDITIONS });
  if (!codes.every((c) => /^[A-Z][A-Z0-9_]{0,39}$/.test(c))) throw badInput('conditions', 'unknown_code');
  return [...new Set(codes)];
}

export function checkedEthnicity(code: string | null | undefined): string | null {
  if (!code) return null;
  if (!isEthnicity(code)) throw badInput('ethnicity', 'unknown_code');
  return code;
}

export function checkedBirthWeight(grams: number | null | undefined): number | null {
  if (grams == null) return null;
  if (grams < BIRTH_WEIGHT_G.min || grams > BIRTH_WEIGHT_G.max)
    throw badInput('birthWeightG', 'out_of_range', BIRTH_WEIGHT_G);
  return grams;
}

/** Place in a multiple birth: 1 for a single one. */
export function checkedBirthOrder(order: number | null | undefined): number | null {
  if (order == null) return null;
  if (order < BIRTH_ORDER.min || order > BIRTH_ORDER.max) throw badInput('birthOrder', 'out_of_range', BIRTH_ORDER);
  return order;
}

export function checkedGuardians(guardians: readonly GuardianInput[], today: string): GuardianFile[] {
  if (guardians.length > MAX_GUARDIANS) throw badInput('guardians', 'out_of_range', { max: MAX_GUARDIANS });
  return guardians.map((g, i) => {
    const at = `guardians.${i}`;
    // One mother and one father a file (J-05).
    if (g.relation !== 'other' && guardians.findIndex((o) => o.relation === g.relation) !== i)
      throw badInput(`${at}.relation`, 'duplicate');
    return {
      relation: g.relation,
      name: checkedName(`${at}.name`, g.name),
      documentNumber: g.documentNumber
        ? accepted(`${at}.documentNumber`, parseResidentId(g.documentNumber, today)).number
        : null,
      phone: checkedPhone(`${at}.phone`, g.phone),
    };
  });
}
