import {
  codeBaseOf,
  type DocumentType,
  joinCode,
  parseDocument,
  parseName,
  parsePhone,
  parseResidentId,
} from '@miaoben/identifiers';
import type { GuardianRelation, NewPersonInput, Sex } from '../../data/generated/clinic.ts';
import {
  type DetailsDraft,
  type DetailsFault,
  detailsChanges,
  faultsOfDetails,
  NO_DETAILS,
} from '../person-file/details-draft.ts';

/** The form of a new file while it is filled in. */
export interface PersonDraft {
  name: string;
  sex: Sex | '';
  birthDate: string;
  documentType: DocumentType;
  documentNumber: string;
  /** GB/T 3304, two digits; empty: not stated */
  ethnicity: string;
  residence: string;
  residenceAddress: string;
  guardianName: string;
  relation: GuardianRelation;
  phone: string;
  /** of the mother; part of the code of a newborn */
  guardianNumber: string;
  birthOrder: string;
  birthWeight: string;
  hbsag: 'negative' | 'positive' | 'unknown';
  details: DetailsDraft;
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
  | 'guardianNumber'
  | 'birthOrder'
  | 'weight'
  | DetailsFault;

const WEIGHT_G = { min: 300, max: 8_000 };

/** What the document number tells about its holder, to fill in the form. */
export function factsOfDocument(draft: Pick<PersonDraft, 'documentType' | 'documentNumber'>): Partial<PersonDraft> {
  if (draft.documentNumber.trim() === '') return {};
  const read = parseDocument(draft.documentType, draft.documentNumber);
  if (!read.ok) return {};
  const { birthDate, sex } = read.value;
  return { ...(birthDate && { birthDate }), ...(sex && { sex }) };
}

/** A child with a birth certificate only goes by its mother's number until it has one of its own (J-01). */
export const namesMother = ({ documentType, relation }: Pick<PersonDraft, 'documentType' | 'relation'>): boolean =>
  documentType === 'BIRTH_CERTIFICATE' && relation === 'mother';

/** The unified identity code the file will get unless another one holds it already; null while something it is made of is missing. */
export function codeOfDraft(draft: PersonDraft): string | null {
  if (draft.birthDate === '' || draft.residence === '') return null;
  return codeOfInput(inputOfPerson(draft, '', []));
}

/** The same rule as the server's. */
export function codeOfInput(input: NewPersonInput): string | null {
  const { documentType, documentNumber, guardians } = input;
  const own = documentNumber ? parseDocument(documentType, documentNumber) : null;
  const mother = guardians.find((g) => g.relation === 'mother')?.documentNumber;
  const number = mother ? parseResidentId(mother) : null;
  if (own?.ok === false || number?.ok === false) return null;
  const code = codeBaseOf(
    {
      documentType: documentType as DocumentType,
      documentNumber: own?.value.number ?? null,
      birthDate: input.birthDate,
      sex: input.sex,
      birthOrder: input.birthOrder ?? null,
      motherNumber: number?.value.number ?? null,
      division: input.residence,
    },
    null,
  );
  return joinCode(code, code.order ?? 1);
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
  if (namesMother(draft) && draft.guardianNumber.trim() !== '' && !parseResidentId(draft.guardianNumber, day).ok)
    faults.push('guardianNumber');
  if (namesMother(draft) && draft.birthOrder.trim() !== '' && !/^[1-9]$/.test(draft.birthOrder.trim()))
    faults.push('birthOrder');
  const weight = Number(draft.birthWeight);
  const isPlausible = Number.isInteger(weight) && weight >= WEIGHT_G.min && weight <= WEIGHT_G.max;
  if (draft.birthWeight.trim() !== '' && !isPlausible) faults.push('weight');
  faults.push(...faultsOfDetails(draft.details));
  return faults;
}

/** The form as the server takes it; only for a form without faults. */
export function inputOfPerson(draft: PersonDraft, id: string, notDuplicateOf: readonly string[]): NewPersonInput {
  const isMothers = namesMother(draft);
  const conditions = { negative: [], positive: ['HBSAG_POS_MOTHER'], unknown: ['HBSAG_UNKNOWN_MOTHER'] }[draft.hbsag];
  return {
    id,
    name: draft.name.trim(),
    sex: draft.sex === '' ? 'U' : draft.sex,
    birthDate: draft.birthDate,
    documentType: draft.documentType,
    documentNumber: draft.documentNumber.trim() || null,
    guardians: [
      {
        relation: draft.relation,
        name: draft.guardianName.trim(),
        phone: draft.phone.trim() || null,
        ...(isMothers && draft.guardianNumber.trim() && { documentNumber: draft.guardianNumber.trim() }),
      },
    ],
    ...(isMothers && draft.birthOrder.trim() && { birthOrder: Number(draft.birthOrder) }),
    ...(draft.ethnicity && { ethnicity: draft.ethnicity }),
    residence: draft.residence,
    residenceAddress: draft.residenceAddress.trim() || null,
    conditions,
    birthWeightG: draft.birthWeight.trim() === '' ? null : Number(draft.birthWeight),
    ...detailsChanges(NO_DETAILS, draft.details),
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
