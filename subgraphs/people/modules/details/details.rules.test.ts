import { describe, expect, it } from 'vitest';
import { idNumber } from '../../people.test-kit.ts';
import { NOTHING_KNOWN, type PersonFile } from '../person/person.file.ts';
import { gapsOf } from '../quality/quality.rules.ts';
import { NO_DETAILS } from './details.file.ts';
import { detailsAfter, householdTypeFrom, registeredFrom } from './details.rules.ts';

const LOCAL = idNumber('2024-03-01', 10, 'M');
const identity = { documentType: 'RESIDENT_ID', documentNumber: LOCAL, residence: '630121100' } as const;
const file: PersonFile = {
  ...NOTHING_KNOWN,
  ...identity,
  id: 'id',
  name: '马小云',
  sex: 'M',
  birthDate: '2024-03-01',
  phone: null,
  ethnicity: null,
  residenceAddress: '桥头镇人民路一号',
  managingOrgId: 'clinic',
  registrationState: 'active',
  conditions: [],
  birthWeightG: null,
  birthHospital: '大通县人民医院',
  birthCertificate: 'T630012345',
  householdType: 'local',
  registeredDivision: '630121',
  guardians: [{ relation: 'mother', name: '李娜', phone: '13897000001' }],
};
const TODAY = '2026-11-21';

describe('the details of a file', () => {
  it('Q-02 Q-03 recognises registered place and household type from the identity data', () => {
    expect(registeredFrom(identity)).toBe('630121');
    expect(registeredFrom({ documentNumber: 'K1234567' })).toBeNull();
    expect(householdTypeFrom(identity, '630121')).toBe('local');
    expect(householdTypeFrom(identity, '630123100')).toBe('other_county');
    expect(householdTypeFrom(identity, '620102')).toBe('other_province');
    expect(householdTypeFrom(identity, null)).toBeNull();
    expect(householdTypeFrom({ ...identity, documentType: 'PASSPORT' }, null)).toBe('outside');
  });

  it('Q-03 recognises anew when the person moves, and keeps what was typed', () => {
    const before = { ...NO_DETAILS, ...identity, registeredDivision: '630121', householdType: 'local' } as const;
    const moved = { ...identity, residence: '630123100' };
    expect(detailsAfter(before, {}, moved)).toMatchObject({
      registeredDivision: '630121',
      householdType: 'other_county',
    });
    const typed = { ...before, householdType: 'other_province' } as const;
    expect(detailsAfter(typed, {}, moved)).toMatchObject({ householdType: 'other_province' });
    expect(detailsAfter(typed, { householdType: null }, moved)).toMatchObject({ householdType: 'other_county' });
    expect(() => detailsAfter(before, { registeredDivision: '990000' }, identity)).toThrow();
  });

  it('Q-01 names each field of the basic data set that is missing or contradicts another', () => {
    const gaps = (more: Partial<PersonFile>) => gapsOf({ ...file, ...more }, TODAY).map((g) => `${g.field} ${g.fault}`);
    expect(gaps({})).toEqual([]);
    expect(
      gaps({
        ...{ sex: 'U', documentNumber: null, residenceAddress: null, birthHospital: null, birthCertificate: null },
        ...{ guardians: [{ relation: 'other', name: '祖母' }], householdType: null },
      }),
    ).toEqual([
      'sex missing',
      'documentNumber missing',
      'contact missing',
      'residenceAddress missing',
      'birthHospital missing',
      'birthCertificate missing',
      'parents missing',
      'householdType missing',
    ]);
    expect(gaps({ birthDate: '2024-03-02' })).toEqual(['birthDate inconsistent']);
    expect(gaps({ sex: 'F', householdType: 'other_province' })).toEqual([
      'sex inconsistent',
      'householdType inconsistent',
    ]);
    // Somebody of age has no parents on the file, and nothing of the birth.
    const adult = { documentNumber: null, birthDate: '2008-11-21', phone: '13897000001', guardians: [] };
    expect(gaps({ ...adult, birthHospital: null, birthCertificate: null })).toEqual(['documentNumber missing']);
    expect(gaps({ ...adult, birthDate: '2008-11-22' })).toContain('parents missing');
  });
});
