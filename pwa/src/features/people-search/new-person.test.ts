import { describe, expect, it } from 'vitest';
import { factsOfDocument, faultsOfPerson, inputOfPerson, type PersonDraft } from './new-person.ts';

const draft: PersonDraft = {
  name: '祁秀兰',
  sex: 'F',
  birthDate: '2022-03-04',
  documentType: 'RESIDENT_ID',
  documentNumber: '63012120220304002X',
  residence: '630121100',
  residenceAddress: '',
  guardianName: '马志强',
  relation: 'father',
  phone: '13800001234',
  birthWeight: '3200',
  hbsag: 'unknown',
};
const faults = (more: Partial<PersonDraft>) => faultsOfPerson({ ...draft, ...more }, '2026-11-21');

describe('a new file', () => {
  it('fills birth date and sex from the ID number', () => {
    expect(factsOfDocument(draft)).toEqual({ birthDate: '2022-03-04', sex: 'F' });
    expect(factsOfDocument({ documentType: 'RESIDENT_ID', documentNumber: '6301' })).toEqual({});
  });

  it('names each field at fault', () => {
    expect(faults({})).toEqual([]);
    expect(faults({ name: ' ' })).toEqual(['name']);
    expect(faults({ documentNumber: '630121202203040021' })).toEqual(['document']);
    expect(faults({ birthDate: '2022-03-05' })).toEqual(['documentBirth']);
    expect(faults({ sex: 'M' })).toEqual(['documentSex']);
    expect(faults({ birthDate: '2026-11-22', documentNumber: '' })).toEqual(['birthDate']);
    expect(faults({ residence: '', guardianName: '', phone: '123', birthWeight: '32' })).toEqual([
      'residence',
      'guardian',
      'phone',
      'weight',
    ]);
  });

  it('goes to the server with its id and the health state of the mother', () => {
    expect(inputOfPerson(draft, 'new-id', ['other'])).toMatchObject({
      id: 'new-id',
      conditions: ['HBSAG_UNKNOWN_MOTHER'],
      birthWeightG: 3_200,
      notDuplicateOf: ['other'],
    });
  });
});
