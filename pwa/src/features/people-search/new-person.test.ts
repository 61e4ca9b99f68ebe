import { describe, expect, it } from 'vitest';
import { detailsDraftOf, NO_DETAILS } from '../person-file/details-draft.ts';
import { codeOfDraft, factsOfDocument, faultsOfPerson, inputOfPerson, type PersonDraft } from './new-person.ts';

const draft: PersonDraft = {
  name: '祁秀兰',
  sex: 'F',
  birthDate: '2022-03-04',
  documentType: 'RESIDENT_ID',
  documentNumber: '63012120220304002X',
  ethnicity: '',
  residence: '630121100',
  residenceAddress: '',
  guardianName: '马志强',
  relation: 'father',
  phone: '13800001234',
  guardianNumber: '',
  birthOrder: '',
  birthWeight: '3200',
  hbsag: 'unknown',
  details: detailsDraftOf(NO_DETAILS),
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

  it('J-01 H-02 shows the code the file will have, by the rule of the server', () => {
    const code = (more: Partial<PersonDraft>) => codeOfDraft({ ...draft, ...more });
    expect(code({})).toBe('63012120220304002X');
    expect(code({ documentNumber: '6301' })).toBeNull();
    const born = { documentType: 'BIRTH_CERTIFICATE', documentNumber: 't630012345', relation: 'mother' } as const;
    expect(code({ ...born, guardianNumber: '11010519491231002x', birthOrder: '2' })).toBe(
      'B20220322' + '11010519491231002X',
    );
    expect(code({ ...born, relation: 'father' })).toBe('O630121202203042');
    expect(code({ documentType: 'HM_TRAVEL_PERMIT', documentNumber: 'h 12345678' })).toBe('TH12345678');
    expect(code({ documentType: 'MILITARY_ID', documentNumber: '军字2001988' })).toBe('A军字第2001988号');
    expect(faults({ ...born, guardianNumber: '12', birthOrder: '0' })).toEqual(['guardianNumber', 'birthOrder']);
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
