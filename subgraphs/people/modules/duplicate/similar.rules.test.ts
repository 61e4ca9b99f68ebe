import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Likeness, oneCharacterApart, similarity } from './similar.rules.ts';

const file = (more: Partial<Likeness>): Likeness => ({
  name: '王小明',
  nameKey: more.name ?? '王小明',
  pinyin: '',
  birthDate: '2024-03-01',
  sex: 'M',
  documentBlind: null,
  guardianPhones: [],
  guardianNames: [],
  ...more,
});

describe('files of one person', () => {
  it.each([
    ['same name and birth date', {}, {}, ['same_name']],
    ['one character typed wrong', {}, { name: '王晓明' }, ['similar_name']],
    ['same sound', { name: '张伟', pinyin: 'zhangwei' }, { name: '章玮', pinyin: 'zhangwei' }, ['similar_name']],
    ['newborn named later', { name: '李娜之子' }, { guardianNames: ['李娜'] }, ['newborn_name']],
    [
      'same phone of a guardian',
      { guardianPhones: ['p'] },
      { name: '完全不同', guardianPhones: ['p'] },
      ['same_guardian_phone'],
    ],
    [
      'same document, all else different',
      { documentBlind: 'd' },
      { documentBlind: 'd', birthDate: '2001-01-01' },
      ['same_document'],
    ],
    [
      'birth certificate in one, ID card in the other, one character apart',
      { documentBlind: 'a', documentType: 'BIRTH_CERTIFICATE', guardianPhones: ['p'] },
      { name: '王晓明', documentBlind: 'b', documentType: 'RESIDENT_ID', guardianPhones: ['p'] },
      ['similar_name', 'same_guardian_phone'],
    ],
  ])('Q-09 %s: a candidate', (_what, a, b, reasons) => {
    expect(similarity(file(a), file(b))?.reasons).toEqual(reasons);
  });

  it.each([
    ['another birth date', {}, { birthDate: '2024-03-02' }],
    ['two-character names one apart', { name: '张伟' }, { name: '张丽' }],
    [
      'twins told apart by their documents',
      { documentBlind: 'a', guardianPhones: ['p'] },
      { name: '王晓明', documentBlind: 'b', guardianPhones: ['p'] },
    ],
    [
      'twins, one with the birth certificate, one with the ID card',
      { documentBlind: 'a', documentType: 'BIRTH_CERTIFICATE', guardianPhones: ['p'] },
      { name: '王思远', documentBlind: 'b', documentType: 'RESIDENT_ID', guardianPhones: ['p'] },
    ],
  ])('%s: none', (_what, a, b) => {
    expect(similarity(file(a), file(b))).toBeNull();
  });

  it('is the same from both sides', () => {
    const any = fc.record({
      name: fc.constantFrom('王小明', '王晓明', '李娜之子', '张伟'),
      birthDate: fc.constantFrom('2024-03-01', '2024-03-02'),
      sex: fc.constantFrom('F', 'M', 'U'),
      documentBlind: fc.constantFrom(null, 'a', 'b'),
      documentType: fc.constantFrom(undefined, 'RESIDENT_ID', 'BIRTH_CERTIFICATE'),
      guardianPhones: fc.subarray(['p', 'q']),
      guardianNames: fc.subarray(['李娜']),
    });
    fc.assert(
      fc.property(any, any, (a, b) => {
        expect(similarity(file(a), file(b))).toEqual(similarity(file(b), file(a)));
      }),
    );
  });

  it('knows one edit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...'甲乙丙丁')),
        fc.nat(),
        fc.constantFrom(...'戊己'),
        (chars, at, extra) => {
          const i = at % (chars.length + 1);
          const longer = chars.toSpliced(i, 0, extra).join('');
          expect(oneCharacterApart(chars.join(''), longer)).toBe(true);
          expect(oneCharacterApart(longer, `${extra}${extra}${longer}`)).toBe(false);
        },
      ),
    );
    expect(oneCharacterApart('甲乙丙', '甲丁丙')).toBe(true);
    expect(oneCharacterApart('甲乙丙', '甲丙乙')).toBe(false);
    expect(oneCharacterApart('甲', '甲')).toBe(false);
  });
});
