import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idNumber } from '../../people.test-kit.ts';
import { NOTHING_KNOWN, type PersonFile } from '../person/person.file.ts';
import { type CheckedFile, findingsOf, gapsOf, holds, RULE_SET, successorOf } from './quality.rules.ts';
import { type Condition, QUALITY_FIELDS, readRuleSet } from './quality.vocabulary.ts';

const GOOD: PersonFile = {
  ...NOTHING_KNOWN,
  id: '01890000-0000-7000-8000-0000000000f1',
  name: '张小明',
  sex: 'M',
  birthDate: '2024-03-01',
  documentType: 'RESIDENT_ID',
  documentNumber: idNumber('2024-03-01', 10, 'M'),
  phone: '13897000001',
  ethnicity: '01',
  residence: '630121100',
  residenceAddress: '人民路 1 号',
  managingOrgId: '01890000-0000-7000-8000-000000000001',
  registrationState: 'active',
  conditions: [],
  birthWeightG: 3_300,
  guardians: [{ relation: 'mother', name: '李娜', phone: '13897000001' }],
};
const file = (more: Partial<PersonFile> = {}, rest: Partial<CheckedFile> = {}): CheckedFile => ({
  file: { ...GOOD, ...more },
  diedOn: null,
  today: '2026-11-21',
  doses: [],
  isKnownPlace: false,
  ...rest,
});
const dose = (givenOn: string, expiresOn: string | null = null) => ({ vaccine: '0202', givenOn, expiresOn });
const EMPTY = { documentNumber: null, phone: null, guardians: [], residenceAddress: null } as const;

describe('the rules of the data check', () => {
  it('Q-08 a file with nothing wrong breaks no rule', () => {
    expect(findingsOf(file())).toEqual([]);
  });

  it.each<[string, Partial<PersonFile>, Partial<CheckedFile>, string[]]>([
    ['an empty name', { name: ' ' }, {}, ['name_empty']],
    ['a name with special characters', { name: '张#明' }, {}, ['name_special']],
    ['a name with a character nobody sees', { name: '张\u200b小明' }, {}, ['name_special']],
    ['a name with layout', { name: '张　明' }, {}, ['name_spelling']],
    ['an empty card', EMPTY, {}, ['empty_card', 'document_missing', 'phone_missing']],
    ['a wrong number', { documentNumber: '630121202403010021' }, {}, ['document_wrong']],
    ['another sex', { sex: 'F' }, {}, ['sex_differs']],
    ['another birth date', { birthDate: '2024-03-02' }, {}, ['birth_date_differs']],
    ['a day to come', { birthDate: '2027-01-01', documentNumber: null }, {}, ['birth_date_range']],
    ['a phone of six digits', { phone: '123456' }, {}, ['phone_wrong']],
    ['an ethnicity off the list', { ethnicity: '99' }, {}, ['ethnicity_unknown']],
    ['a weight of 33 kg', { birthWeightG: 33_000 }, {}, ['weight_range']],
    ['an old division', { residence: '632126100' }, {}, ['division_retired']],
    ['a division nobody knows', { residence: '630121999' }, {}, ['division_unknown']],
    ['a death that left the file open', {}, { diedOn: '2025-01-01' }, ['death_open']],
    ['a death without a report', { registrationState: 'dead' }, {}, ['death_unproven']],
    ['a death before birth', { registrationState: 'dead' }, { diedOn: '2023-01-01' }, ['death_before_birth']],
    ['a dose before birth', {}, { doses: [dose('2024-02-29')] }, ['dose_before_birth']],
    ['a dose on a day to come', {}, { doses: [dose('2026-11-22')] }, ['dose_in_future']],
    [
      'a dose after death',
      { registrationState: 'dead' },
      { diedOn: '2024-05-01', doses: [dose('2024-05-02')] },
      ['dose_after_death'],
    ],
    ['a dose of an expired lot', {}, { doses: [dose('2025-01-02', '2025-01-01')] }, ['dose_after_expiry']],
    ['a dose on the last day of its lot', {}, { doses: [dose('2025-01-01', '2025-01-01')] }, []],
    ['a dose twice', {}, { doses: [dose('2024-04-01'), dose('2024-04-01')] }, ['dose_doubled']],
    ['a township younger than the reference data', { residence: '630121999' }, { isKnownPlace: true }, []],
    ['a cancelled file', { ...EMPTY, name: '', registrationState: 'cancelled' }, {}, []],
  ])('Q-08 J-06 J-08 finds %s', (_what, more, rest, rules) => {
    expect(findingsOf(file(more, rest))).toEqual(rules);
  });

  it('Q-08 a provisional name is found from the first birthday on', () => {
    const newborn = { name: '李娜之子', birthDate: '2025-11-21', documentNumber: null };
    expect(findingsOf(file(newborn))).toEqual(['name_newborn']);
    expect(findingsOf(file({ ...newborn, birthDate: '2025-11-22' }))).toEqual([]);
  });

  it('J-08 an old county code leads to the one that took its place, a code in use to none', () => {
    expect(successorOf('632126100')).toBe('630223100');
    expect(successorOf('630223100')).toBeNull();
    expect(successorOf('999999100')).toBeNull();
  });

  it('Q-01 S-41 one list of rules: what only the single file tells is no finding of the desk', () => {
    expect(gapsOf(GOOD, '2026-11-21').map((g) => g.field)).toEqual([
      ...['birthHospital', 'birthCertificate', 'householdType'],
    ]);
    expect(findingsOf(file())).toEqual([]);
    const nameless = { ...GOOD, name: '' };
    expect([gapsOf(nameless, '2026-11-21')[0], findingsOf(file(nameless))]).toEqual([
      { field: 'name', fault: 'missing' },
      ['name_empty'],
    ]);
  });

  it('S-41 rules are data of a closed vocabulary: another word, a broken pattern, a rule twice are refused', () => {
    const [rule] = RULE_SET.rules;
    const set = (...rules: unknown[]) => ({ version: '1', source: '', divisionChanges: [], rules });
    expect(readRuleSet(set(rule)).rules).toEqual([rule]);
    expect(() => readRuleSet(set(rule, rule))).toThrow('twice');
    expect(() => readRuleSet(set({ ...rule, when: { is: 'looks_odd', field: 'name' } }))).toThrow();
    expect(() => readRuleSet(set({ ...rule, when: { is: 'not_pattern', field: 'name', pattern: '(' } }))).toThrow();
    expect(() => readRuleSet(set({ ...rule, when: { all: [] } }))).toThrow();
  });
});

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom(...QUALITY_FIELDS).map((field) => ({ is: 'empty', field }) as const),
  fc.constantFrom('sex', 'birthDate').map((field) => ({ is: 'differs_from_document', field }) as Condition),
  fc.integer({ min: 1, max: 300 }).map((months) => ({ is: 'older_than', months }) as const),
  fc.constantFrom<Condition>({ is: 'newborn_name' }, { is: 'retired_division' }, { is: 'death_confirmed' }),
);
const anyFile = fc
  .record({
    name: fc.string({ unit: 'binary', maxLength: 6 }),
    sex: fc.constantFrom('F' as const, 'M' as const, 'U' as const),
    birthDate: fc
      .date({ min: new Date('1890-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
      .map((d) => d.toISOString().slice(0, 10)),
    documentNumber: fc.option(fc.string({ maxLength: 20 })),
    phone: fc.option(fc.string({ maxLength: 12 })),
    ethnicity: fc.option(fc.string({ maxLength: 2 })),
    residence: fc.stringMatching(/^\d{9}$/),
    birthWeightG: fc.option(fc.integer()),
  })
  .map((more) => file(more));

describe('the evaluator', () => {
  it('S-41 answers for whatever stands in a file, and obeys De Morgan', () => {
    fc.assert(
      fc.property(anyFile, fc.array(leaf, { minLength: 1, maxLength: 4 }), (checked, parts) => {
        expect(Array.isArray(findingsOf(checked))).toBe(true);
        const none = holds({ not: { any: parts } }, checked);
        expect(holds({ all: parts.map((not) => ({ not })) }, checked)).toBe(none);
        expect(holds({ any: parts }, checked)).toBe(parts.some((part) => holds(part, checked)));
      }),
    );
  });
});
