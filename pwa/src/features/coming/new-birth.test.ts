import { describe, expect, it } from 'vitest';
import { type BirthDraft, faultsOfBirth, inputOfBirth } from './new-birth.ts';

const RULES = { hbsagRequired: true, antiHbsRequired: false };
const TODAY = '2026-11-21';
const PATH = ['6301', '630121', '630121100'];
const draft = (more: Partial<BirthDraft> = {}): BirthDraft => ({
  name: '',
  sex: 'F',
  birthDate: TODAY,
  birthTime: '08:30',
  weight: '3250',
  weeks: '39',
  order: '',
  certificate: '',
  motherName: '李娜',
  motherId: '',
  motherPhone: '',
  tests: { hbsag: 'negative', antiHbs: '', testedOn: '' },
  household: PATH,
  residence: PATH,
  address: '',
  destination: { by: 'residence', unit: 'unit' },
  ...more,
});
const faults = (more: Partial<BirthDraft>, rules = RULES) => faultsOfBirth(draft(more), rules, TODAY);

describe('a new birth file', () => {
  it('S-10 asks for the mother’s results where the region says so', () => {
    expect(faults({})).toEqual([]);
    const none = { hbsag: '', antiHbs: '', testedOn: '' } as const;
    expect(faults({ tests: none })).toEqual(['tests']);
    expect(faults({ tests: none }, { hbsagRequired: false, antiHbsRequired: false })).toEqual([]);
    expect(faults({}, { hbsagRequired: true, antiHbsRequired: true })).toEqual(['tests']);
    expect(faults({ tests: { hbsag: 'untested', antiHbs: '', testedOn: '2026-11-22' } })).toEqual(['tests']);
  });

  it('S-12 asks for both townships and the destination', () => {
    expect(faults({ household: ['6301'], residence: [], destination: { by: 'household', unit: '' } })).toEqual([
      'household',
      'residence',
      'unit',
    ]);
  });

  it('tells what cannot be: a day to come, an hour that is none, weights and weeks out of range', () => {
    expect(faults({ birthDate: '2026-11-22', birthTime: '24:00', weight: '299', weeks: '46', order: '0' })).toEqual([
      'birthDate',
      'birthTime',
      'weight',
      'weeks',
      'order',
    ]);
    expect(faults({ sex: '', motherName: ' ', weight: '3k' })).toEqual(['sex', 'weight', 'motherName']);
  });

  it('is sent with empty fields left out', () => {
    expect(inputOfBirth(draft(), 'id', ['x'])).toMatchObject({
      name: null,
      birthWeightG: 3250,
      birthOrder: null,
      mother: { name: '李娜', documentNumber: null, hbsag: 'negative', antiHbs: null },
      household: '630121100',
      destinationUnit: 'unit',
      notDuplicateOf: ['x'],
    });
  });
});
