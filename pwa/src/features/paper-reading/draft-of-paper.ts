import type { PersonDraft } from '../people-search/new-person.ts';
import type { PaperKind, Values } from './read-paper.ts';

/** What a paper says, as parts of the form of a new file; what it does not say stays as it is. */
export function draftOfPaper(kind: PaperKind, values: Values): Partial<PersonDraft> {
  const { name, sex, birth_date: birthDate, document_number: documentNumber, address } = values;
  const mother = values.mother_name;
  const guardianName = mother ?? values.father_name;
  return {
    ...(name && { name }),
    ...((sex === 'F' || sex === 'M') && { sex }),
    ...(birthDate && { birthDate }),
    ...(documentNumber && {
      documentNumber,
      documentType: kind === 'birth_certificate' ? 'BIRTH_CERTIFICATE' : 'RESIDENT_ID',
    }),
    ...(address && { residenceAddress: address }),
    ...(guardianName && { guardianName, relation: mother ? 'mother' : 'father' }),
    ...(mother && values.mother_number && { guardianNumber: values.mother_number }),
  };
}
