import { type DocumentType, parseDocument, parseName, parsePhone } from '@miaoben/identifiers';
import type { GuardianRelation, NewPersonInput, Sex } from '../../data/generated/clinic.ts';

/** The form of a new file while it is filled in. */
export interface PersonDraft {
  name: string;
  sex: Sex | '';
  birthDate: string;
  documentType: DocumentType;
  documentNumber: string;
  residence: string;
  residenceAddress: string;
  guardianName: string;
  relation: GuardianRelation;
  phone: string;
  birthWeight: string;
  hbsag: 'negative' | 'positive' | 'unknown';
}

export type PersonFault =
  | 'name'
  | 'sex'
  | 'birthDate'
  | 'document'
  | 'documentBirth'
  | 'documentSex'
  | 'residence'
  | 'guardian'
  | 'phone'
  | 'weight';

const WEIGHT_G = { min: 300, max: 8_000 };

/** What the document number tells about its holder, to fill in the form. */
export function factsOfDocument(draft: Pick<PersonDraft, 'documentType' | 'documentNumber'>): Partial<PersonDraft> {
  if (draft.documentNumber.trim() === '') return {};
  const read = parseDocument(draft.documentType, draft.documentNumber);
  if (!read.ok) return {};
  const { birthDate, sex } = read.value;
  return { ...(birthDate && { birthDate }), ...(sex && { sex }) };
}

/** What is wrong with the form; the server checks the same again. */
export function faultsOfPerson(draft: PersonDraft, day: string): PersonFault[] {
  const faults: PersonFault[] = [];
  if (!parseName(draft.name).ok) faults.push('name');
  if (draft.sex === '') faults.push('sex');
  if (draft.birthDate === '' || draft.birthDate > day) faults.push('birthDate');
  if (draft.documentNumber.trim() !== '') {
    const read = parseDocument(draft.documentType, draft.documentNumber, day);
    if (!read.ok) faults.push('document');
    else {
      if (read.value.birthDate && read.value.birthDate !== draft.birthDate) faults.push('documentBirth');
      if (read.value.sex && draft.sex !== 'U' && read.value.sex !== draft.sex) faults.push('documentSex');
    }
  }
  if (draft.residence === '') faults.push('residence');
  if (!parseName(draft.guardianName).ok) faults.push('guardian');
  if (draft.phone.trim() !== '' && !parsePhone(draft.phone).ok) faults.push('phone');
  const weight = Number(draft.birthWeight);
  const isPlausible = Number.isInteger(weight) && weight >= WEIGHT_G.min && weight <= WEIGHT_G.max;
  if (draft.birthWeight.trim() !== '' && !isPlausible) faults.push('weight');
  return faults;
}

/** The form as the server takes it; only for a form without faults. */
export function inputOfPerson(draft: PersonDraft, id: string, notDuplicateOf: readonly string[]): NewPersonInput {
  const conditions = { negative: [], positive: ['HBSAG_POS_MOTHER'], unknown: ['HBSAG_UNKNOWN_MOTHER'] }[draft.hbsag];
  return {
    id,
    name: draft.name.trim(),
    sex: draft.sex === '' ? 'U' : draft.sex,
    birthDate: draft.birthDate,
    documentType: draft.documentType,
    documentNumber: draft.documentNumber.trim() || null,
    guardians: [{ relation: draft.relation, name: draft.guardianName.trim(), phone: draft.phone.trim() || null }],
    residence: draft.residence,
    residenceAddress: draft.residenceAddress.trim() || null,
    conditions,
    birthWeightG: draft.birthWeight.trim() === '' ? null : Number(draft.birthWeight),
    notDuplicateOf: [...notDuplicateOf],
  };
}

/** Days in which a child counts as a newborn: the birth doses are asked about. */
const NEWBORN_DAYS = 28;

/** Whether somebody born on a day is a newborn today. */
export function isNewborn(birthDate: string, today: string): boolean {
  if (birthDate === '' || birthDate > today) return false;
  return (Date.parse(today) - Date.parse(birthDate)) / 86_400_000 < NEWBORN_DAYS;
}
