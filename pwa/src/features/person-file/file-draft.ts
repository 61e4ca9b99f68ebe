import { type DocumentType, isDocumentType, parseDocument, parseName, parsePhone } from '@miaoben/identifiers';
import type { ClinicFileQuery, PersonChangesInput, RegistrationState, Sex } from '../../data/generated/clinic.ts';
import {
  type DetailsDraft,
  type DetailsFault,
  detailsChanges,
  detailsDraftOf,
  faultsOfDetails,
} from './details-draft.ts';

export type File = NonNullable<ClinicFileQuery['person']>;

/** The form of a correction. Numbers come masked: they are typed anew or left alone. */
export interface FileDraft {
  name: string;
  sex: Sex;
  birthDate: string;
  documentType: string;
  newNumber: string;
  newPhone: string;
  ethnicity: string;
  residence: string;
  residenceAddress: string;
  registrationState: RegistrationState;
  details: DetailsDraft;
}
export type FileFault =
  | 'name'
  | 'birthDate'
  | 'document'
  | 'documentBirth'
  | 'documentSex'
  | 'documentNew'
  | 'phone'
  | DetailsFault;

/** States a clinic sets by hand; the others follow from a move, a death or a merge. */
export const STATES_BY_HAND = ['active', 'lost_to_follow_up', 'nominal'] as const satisfies RegistrationState[];

export const draftOf = (file: File): FileDraft => ({
  name: file.name,
  sex: file.sex,
  birthDate: file.birthDate,
  documentType: file.documentType,
  newNumber: '',
  newPhone: '',
  ethnicity: file.ethnicity ?? '',
  residence: file.residence.code,
  residenceAddress: file.residenceAddress ?? '',
  registrationState: file.registrationState,
  details: detailsDraftOf(file.details),
});

/** What the server is to change: only what differs from the file as it was read. */
export function changesOf(file: File, draft: FileDraft): PersonChangesInput {
  const before = draftOf(file);
  const differs = (key: Exclude<keyof FileDraft, 'details'>) => draft[key].trim() !== before[key].trim();
  return {
    ...(differs('name') && { name: draft.name.trim() }),
    ...(differs('sex') && { sex: draft.sex }),
    ...(differs('birthDate') && { birthDate: draft.birthDate }),
    ...(differs('documentType') && { documentType: draft.documentType }),
    ...(differs('newNumber') && { documentNumber: draft.newNumber.trim() }),
    ...(differs('newPhone') && { phone: draft.newPhone.trim() }),
    ...(differs('ethnicity') && { ethnicity: draft.ethnicity || null }),
    ...(differs('residence') && { residence: draft.residence }),
    ...(differs('residenceAddress') && { residenceAddress: draft.residenceAddress.trim() || null }),
    ...(differs('registrationState') && { registrationState: draft.registrationState }),
    ...detailsChanges(file.details, draft.details),
  };
}

/** What is wrong with the form; the server checks the same again, and the stored number too. */
export function faultsOfFile(file: File, draft: FileDraft, day: string): FileFault[] {
  const faults: FileFault[] = [];
  if (!parseName(draft.name).ok) faults.push('name');
  if (draft.birthDate === '' || draft.birthDate > day) faults.push('birthDate');
  const number = draft.newNumber.trim();
  if (number !== '' && isDocumentType(draft.documentType)) {
    const read = parseDocument(draft.documentType as DocumentType, number, day);
    if (!read.ok) faults.push('document');
    else {
      if (read.value.birthDate && read.value.birthDate !== draft.birthDate) faults.push('documentBirth');
      if (read.value.sex && draft.sex !== 'U' && read.value.sex !== draft.sex) faults.push('documentSex');
    }
  } else if (draft.documentType !== file.documentType && file.documentNumber) faults.push('documentNew');
  if (draft.newPhone.trim() !== '' && !parsePhone(draft.newPhone).ok) faults.push('phone');
  faults.push(...faultsOfDetails(draft.details));
  return faults;
}
