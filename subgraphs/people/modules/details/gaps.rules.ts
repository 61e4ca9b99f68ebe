import { parseResidentId, residentIdDifference } from '@miaoben/identifiers';
import type { PersonFile } from '../person/person.file.ts';
import { householdTypeFrom } from './details.rules.ts';

/** Fields whose presence is checked. */
export const GAP_FIELDS = [
  'name',
  'sex',
  'birthDate',
  'documentNumber',
  'contact',
  'residenceAddress',
  'birthHospital',
  'birthCertificate',
  'parents',
  'householdType',
] as const;
export type GapField = (typeof GAP_FIELDS)[number];
export interface Gap {
  field: GapField;
  fault: 'missing' | 'inconsistent';
}
type Asked = Omit<PersonFile, 'guardians'> & {
  guardians: readonly Pick<PersonFile['guardians'][number], 'relation' | 'phone'>[];
};

/** Somebody of age has no parents on the file, and nobody born before this day a certificate of birth. */
const OF_AGE = 18;
const FIRST_CERTIFICATES = '1996-01-01';

const isOfAge = (birthDate: string, today: string): boolean =>
  `${Number(birthDate.slice(0, 4)) + OF_AGE}${birthDate.slice(4)}` <= today;

/**
 * What of the basic data set (受种者基本资料, Q-01) a file lacks, and what in it contradicts itself: each field once, in the order of the set.
 * Pure, so that a desk may count by it.
 */
export function gapsOf(file: Asked, today: string): Gap[] {
  const child = !isOfAge(file.birthDate, today);
  const certificate = file.documentType === 'BIRTH_CERTIFICATE' ? file.documentNumber : file.birthCertificate;
  const hasContact = file.phone !== null || file.guardians.some((g) => g.phone);
  const missing: Record<GapField, boolean> = {
    name: file.name.trim() === '',
    sex: file.sex === 'U',
    birthDate: file.birthDate === '',
    documentNumber: file.documentNumber === null,
    contact: !hasContact,
    residenceAddress: file.residenceAddress === null,
    birthHospital: child && file.birthHospital === null,
    birthCertificate: child && file.birthDate >= FIRST_CERTIFICATES && certificate === null,
    parents: child && !file.guardians.some((g) => g.relation !== 'other'),
    householdType: file.householdType === null,
  };
  const contradicted = contradictions(file);
  return GAP_FIELDS.flatMap((field): Gap[] =>
    missing[field] ? [{ field, fault: 'missing' }] : contradicted.has(field) ? [{ field, fault: 'inconsistent' }] : [],
  );
}

function contradictions(file: Asked): Set<GapField> {
  const found = new Set<GapField>();
  const id = file.documentNumber === null ? null : parseResidentId(file.documentNumber);
  if (id?.ok) {
    const stated = { birthDate: file.birthDate, ...(file.sex !== 'U' && { sex: file.sex }) };
    const difference = residentIdDifference(id.value, stated);
    if (difference === 'ID_BIRTH_DATE_DIFFERS') found.add('birthDate');
    if (difference === 'ID_SEX_DIFFERS') found.add('sex');
  }
  const recognised = householdTypeFrom(file, file.registeredDivision);
  if (recognised !== null && file.householdType !== null && recognised !== file.householdType)
    found.add('householdType');
  return found;
}
