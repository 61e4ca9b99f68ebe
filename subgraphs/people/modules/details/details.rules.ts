import {
  type DocumentType,
  isProvincePrefix,
  normaliseText,
  parseDocument,
  parseResidentId,
} from '@miaoben/identifiers';
import { badInput } from '@miaoben/kernel';
import { accepted, checkedName, checkedPhone } from '../person/person.rules.ts';
import type { PersonDetails } from './details.file.ts';
import type { DetailsInput } from './details.input.ts';

const MAX_HOSPITAL = 100;
const OUTSIDE: ReadonlySet<DocumentType> = new Set([
  'HMT_RESIDENCE_PERMIT',
  'HM_TRAVEL_PERMIT',
  'TW_TRAVEL_PERMIT',
  'PASSPORT',
  'FOREIGN_PERMANENT_RESIDENCE',
]);

/** What registered place and household type are read from. */
export interface Identity {
  documentType: DocumentType;
  documentNumber: string | null;
  residence: string;
}

/** 户籍地 as the ID number of a resident tells it: the county of first registration. */
export function registeredFrom({ documentNumber }: Pick<Identity, 'documentNumber'>): string | null {
  const id = documentNumber === null ? null : parseResidentId(documentNumber);
  return id?.ok && id.value.kind === 'resident' ? id.value.division : null;
}

/** 户籍类型 of a registered place, seen from the place of residence; null where nothing tells. */
export function householdTypeFrom(
  { documentType, residence }: Identity,
  registered: string | null,
): PersonDetails['householdType'] {
  if (OUTSIDE.has(documentType)) return 'outside';
  if (registered === null) return null;
  if (registered.startsWith(residence.slice(0, 6))) return 'local';
  return registered.startsWith(residence.slice(0, 2)) ? 'other_county' : 'other_province';
}

function checkedRegistered(code: string): string {
  if (!/^\d{6}(?:\d{3})?$/.test(code) || !isProvincePrefix(code.slice(0, 2)))
    throw badInput('registeredDivision', 'unknown_code');
  return code;
}

function checkedHospital(raw: string): string | null {
  const { text, suspicions } = normaliseText(raw);
  if (suspicions.length > 0) throw badInput('birthHospital', 'suspicious_characters');
  if (Array.from(text).length > MAX_HOSPITAL) throw badInput('birthHospital', 'too_long', { max: MAX_HOSPITAL });
  return text || null;
}

/**
 * The details after an entry: what is left out stays, null empties. What was recognised from the identity before is recognised anew when that
 * changes; what was typed stays as typed.
 * @throws BAD_INPUT registeredDivision, birthHospital, birthCertificate, emergencyName, emergencyPhone
 */
export function detailsAfter(before: PersonDetails & Identity, input: DetailsInput, now: Identity): PersonDetails {
  const next = <V>(given: V | null | undefined, kept: V | null): V | null => (given === undefined ? kept : given);
  const read = <V>(given: string | null | undefined, kept: string | null, check: (text: string) => V) =>
    given === undefined ? kept : given?.trim() ? check(given) : null;
  const recognised = <V>(given: V | null | undefined, kept: V | null, was: V | null, is: V | null): V | null =>
    given !== undefined && given !== null ? given : given === undefined && kept !== was ? kept : is;
  const registeredDivision = recognised(
    input.registeredDivision && checkedRegistered(input.registeredDivision),
    before.registeredDivision,
    registeredFrom(before),
    registeredFrom(now),
  );
  return {
    maritalStatus: next(input.maritalStatus, before.maritalStatus),
    personType: next(input.personType, before.personType),
    registeredDivision,
    householdType: recognised(
      input.householdType,
      before.householdType,
      householdTypeFrom(before, before.registeredDivision),
      householdTypeFrom(now, registeredDivision),
    ),
    birthHospital: read(input.birthHospital, before.birthHospital, checkedHospital),
    birthCertificate: read(
      input.birthCertificate,
      before.birthCertificate,
      (text) => accepted('birthCertificate', parseDocument('BIRTH_CERTIFICATE', text)).number,
    ),
    emergencyName: read(input.emergencyName, before.emergencyName, (text) => checkedName('emergencyName', text)),
    emergencyPhone: read(input.emergencyPhone, before.emergencyPhone, (text) => checkedPhone('emergencyPhone', text)),
  };
}
