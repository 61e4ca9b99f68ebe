import { readFileSync } from 'node:fs';
import { edgeOf, mermaidOf } from '@miaoben/kernel/transitions';
import { describe, expect, it } from 'vitest';
import { idNumber } from '../../people.test-kit.ts';
import { NewbornAction, NewbornState } from './newborn.enums.ts';
import type { ToldNewborn } from './newborn.port.ts';
import { completedFile, completions, draftOf, NEWBORN_TABLE } from './newborn.rules.ts';

const TODAY = '2026-11-21';
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const told = (more: Partial<ToldNewborn> = {}): ToldNewborn => ({
  id: 'FY1',
  name: '马依诺',
  sex: 'F',
  birthDate: '2026-11-05',
  birthTime: null,
  birthWeightG: 3300,
  birthOrder: 1,
  idNumber: idNumber('2026-11-05', 20, 'F'),
  birthCertificate: 'T630100201',
  mother: { name: '马秀兰', documentNumber: null, phone: '13897000066' },
  father: null,
  hbsag: 'positive',
  household: '630121100',
  residence: '630121100',
  residenceAddress: null,
  hospital: null,
  ...more,
});

describe('the states of a newborn of the maternal-child system', () => {
  it('J-12 take each edge of the table and no other, and are drawn in the README as they are', () => {
    for (const from of Object.values(NewbornState))
      for (const action of Object.values(NewbornAction)) {
        const edge = NEWBORN_TABLE.find((t) => t.from === from && t.action === action);
        expect(edgeOf(NEWBORN_TABLE, from, action, ['clinic'])).toBe(edge ?? 'wrong_state');
        expect(edgeOf(NEWBORN_TABLE, from, action, [])).toBe('forbidden');
      }
    expect(readme).toContain(mermaidOf(NEWBORN_TABLE, ['waiting']));
  });
});

describe('what the maternal-child system tells', () => {
  it.each([
    [
      {
        idNumber: `${idNumber('2026-11-05', 20, 'F').slice(0, 17)}${idNumber('2026-11-05', 20, 'F').endsWith('1') ? '2' : '1'}`,
      },
      'idNumber',
      'check_digit',
    ],
    [{ idNumber: idNumber('2026-11-04', 20, 'F') }, 'idNumber', 'birth_date_differs_from_id'],
    [{ idNumber: idNumber('2026-11-05', 20, 'M') }, 'idNumber', 'sex_differs_from_id'],
    [{ idNumber: null, birthCertificate: null }, 'idNumber', 'required'],
    [{ birthCertificate: '12' }, 'birthCertificate', 'format'],
    [{ birthDate: '2026-11-22', idNumber: null }, 'birthDate', 'date_in_future'],
    [{ birthWeightG: 33 }, 'birthWeightG', 'out_of_range'],
    [{ residence: '63' }, 'residence', 'unknown_code'],
    [{ mother: { name: '马秀兰', documentNumber: null, phone: '12' } }, 'mother', undefined],
  ])('J-12 is checked for validity (GB 11643 for the ID number): %j', (more, field, reason) => {
    const { draft, faults } = draftOf(told(more), TODAY);
    expect(draft).toBeNull();
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject(reason ? { field, reason } : { field });
  });

  it('J-12 becomes a file: the ID number before the birth certificate, the mother’s name for a child without one, her HBsAg', () => {
    expect(draftOf(told(), TODAY).draft?.file).toMatchObject({
      documentType: 'RESIDENT_ID',
      birthCertificate: 'T630100201',
      conditions: ['HBSAG_POS_MOTHER'],
      guardians: [{ relation: 'mother', name: '马秀兰' }],
    });
    expect(draftOf(told({ idNumber: null, name: null }), TODAY).draft?.file).toMatchObject({
      documentType: 'BIRTH_CERTIFICATE',
      documentNumber: 'T630100201',
      birthCertificate: null,
      name: '马秀兰之女',
    });
  });

  it('J-12 completes the obstetric file of the child, and changes nothing it says otherwise', () => {
    const ward = draftOf(told({ idNumber: null, name: null, birthWeightG: null, hbsag: 'negative' }), TODAY).draft!
      .file;
    const { draft } = draftOf(told({ father: { name: '马成', documentNumber: null, phone: null } }), TODAY);
    expect(completedFile(ward, draft!)).toMatchObject({
      documentType: 'RESIDENT_ID',
      documentNumber: idNumber('2026-11-05', 20, 'F'),
      birthCertificate: 'T630100201',
      name: '马依诺',
      birthWeightG: 3300,
      conditions: [],
      guardians: [{ relation: 'mother' }, { relation: 'father', name: '马成' }],
    });
    expect(completions(completedFile(ward, draft!), draft!)).toEqual([]);
    const named = { ...ward, name: '马一诺', birthWeightG: 3000 };
    expect(completedFile(named, draft!)).toMatchObject({ name: '马一诺', birthWeightG: 3000 });
  });
});
