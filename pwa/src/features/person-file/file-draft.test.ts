import { describe, expect, it } from 'vitest';
import { NO_DETAILS } from './details-draft.ts';
import { changesOf, draftOf, type File, faultsOfFile } from './file-draft.ts';

const DAY = '2026-11-21';
const file: File = {
  id: 'child',
  version: 3,
  name: '祁小兰',
  sex: 'F',
  birthDate: '2026-01-02',
  documentType: 'RESIDENT_ID',
  documentNumber: '6301**********0021',
  phone: '138****1234',
  ethnicity: null,
  residence: { code: '630121100', name: '桥头镇' },
  residenceAddress: '人民路 1 号',
  registrationState: 'active',
  details: { ...NO_DETAILS, householdType: 'local', emergencyPhone: '138****1234' },
  updatedAt: '2026-11-20T00:00:00Z',
};

describe('correcting a file', () => {
  it('sends only what was changed, masked numbers never', () => {
    const draft = draftOf(file);
    expect(changesOf(file, draft)).toEqual({});
    expect(changesOf(file, { ...draft, name: ' 祁晓兰 ', residenceAddress: '' })).toEqual({
      name: '祁晓兰',
      residenceAddress: null,
    });
    expect(changesOf(file, { ...draft, newPhone: '13897001234', registrationState: 'nominal' })).toEqual({
      phone: '13897001234',
      registrationState: 'nominal',
    });
  });

  it('Q-02 Q-04 sends the details that differ, and holds each to its form', () => {
    const draft = draftOf(file);
    const details = {
      ...draft.details,
      householdType: 'outside',
      maritalStatus: 'single',
      emergencyName: '马兰',
    } as const;
    expect(changesOf(file, { ...draft, details })).toEqual({
      householdType: 'outside',
      maritalStatus: 'single',
      emergencyName: '马兰',
    });
    const wrong = {
      ...draft.details,
      registeredDivision: '63',
      newCertificate: '1',
      emergencyName: '\u200B',
      newEmergencyPhone: '1',
    };
    expect(faultsOfFile(file, { ...draft, details: wrong }, DAY)).toEqual([
      'registeredDivision',
      'birthCertificate',
      'emergencyName',
      'emergencyPhone',
    ]);
  });

  it('J-02 holds a new ID number against birth date and sex, and asks for one with another type', () => {
    const draft = draftOf(file);
    expect(faultsOfFile(file, draft, DAY)).toEqual([]);
    expect(faultsOfFile(file, { ...draft, newNumber: '123' }, DAY)).toEqual(['document']);
    expect(faultsOfFile(file, { ...draft, newNumber: '630121202601020024' }, DAY)).toEqual([]);
    expect(
      faultsOfFile(file, { ...draft, newNumber: '630121202601020024', birthDate: '2026-01-03', sex: 'M' }, DAY),
    ).toEqual(['documentBirth', 'documentSex']);
    expect(faultsOfFile(file, { ...draft, documentType: 'PASSPORT' }, DAY)).toEqual(['documentNew']);
    expect(faultsOfFile(file, { ...draft, name: '', birthDate: '2027-01-01', newPhone: '1' }, DAY)).toEqual([
      'name',
      'birthDate',
      'phone',
    ]);
  });
});
