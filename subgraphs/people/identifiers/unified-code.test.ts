import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CodedFile, codeBaseOf, joinCode, residentIdCheckCharacter, splitCode, unifiedCodeKind } from './index.ts';

const numberOf = (division: string, birthDate: string, order: number): string => {
  const first17 = `${division}${birthDate.replaceAll('-', '')}${String(order).padStart(3, '0')}`;
  return first17 + residentIdCheckCharacter(first17);
};
const day = fc
  .date({ min: new Date('1950-01-01'), max: new Date('2026-11-21'), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10));
const idNumber = (prefix: string) =>
  fc.tuple(day, fc.integer({ min: 1, max: 999 })).map(([born, n]) => numberOf(prefix, born, n));
const document = fc.oneof(
  idNumber('630121').map((n) => ['RESIDENT_ID', n] as const),
  idNumber('810000').map((n) => ['HMT_RESIDENCE_PERMIT', n] as const),
  fc.constant(['MILITARY_ID', '军字第2001988号'] as const),
  fc.constant(['PASSPORT', 'K1234567'] as const),
  fc.constant(['BIRTH_CERTIFICATE', 'T630012345'] as const),
  fc.constant(['OTHER', null] as const),
);
const file: fc.Arbitrary<CodedFile> = fc
  .record({
    document,
    birthDate: day,
    sex: fc.constantFrom('F' as const, 'M' as const, 'U' as const),
    birthOrder: fc.option(fc.integer({ min: 1, max: 9 })),
    motherNumber: fc.option(fc.oneof(idNumber('630121'), idNumber('810000'))),
    division: fc.constantFrom('630121', '630121100', '630123100'),
  })
  .map(({ document: [documentType, documentNumber], ...rest }) => ({ ...rest, documentType, documentNumber }));

describe('J-01 the code of a file', () => {
  it('J-01 is of the rule its data fall under, whatever they are, and comes apart again', () => {
    fc.assert(
      fc.property(file, fc.integer({ min: 1, max: 9 }), (of, order) => {
        const base = codeBaseOf(of, null);
        const isShared = base.kind === 'newborn' || base.kind === 'other';
        const code = joinCode(base, isShared ? order : 1);
        expect(unifiedCodeKind(code)).toEqual({ ok: true, value: base.kind });
        expect(splitCode(code)).toEqual({ base: base.base, order: isShared ? order : 1 });
      }),
    );
  });

  it('J-01 H-02 goes by class: own number first, then the mother’s, then place, day and sex', () => {
    const child: CodedFile = {
      documentType: 'BIRTH_CERTIFICATE',
      documentNumber: 'T630012345',
      birthDate: '2026-11-05',
      sex: 'F',
      birthOrder: 2,
      motherNumber: '11010519491231002X',
      division: '630121100',
    };
    const code = (more: Partial<CodedFile>) => {
      const base = codeBaseOf({ ...child, ...more }, null);
      return joinCode(base, base.order ?? 1);
    };
    expect(code({})).toBe('B2026112211010519491231002X');
    expect(code({ sex: 'U' })).toBe('B2026110211010519491231002X');
    expect(code({ motherNumber: numberOf('830000', '1990-01-01', 12) })).toMatch(/^B20261122T830000/);
    expect(code({ documentType: 'RESIDENT_ID', documentNumber: '63012120261105002X' })).toBe('63012120261105002X');
    expect(code({ motherNumber: null })).toBe('O630121202611052');
    expect(code({ documentType: 'PASSPORT', documentNumber: 'K1234567' })).toBe('O630121202611052');
    expect(code({ documentType: 'PASSPORT', documentNumber: null })).toBe('B2026112211010519491231002X');
  });

  it('J-01 keeps order and first division while the data stay, over any move', () => {
    fc.assert(
      fc.property(file, fc.integer({ min: 2, max: 9 }), (of, order) => {
        const quiet = { ...of, birthOrder: null };
        const base = codeBaseOf(quiet, null);
        fc.pre(base.kind === 'newborn' || base.kind === 'other');
        const held = joinCode(base, order);
        const moved = codeBaseOf({ ...quiet, division: '632321100' }, held);
        expect(joinCode(moved, moved.order ?? 0)).toBe(held);
      }),
    );
  });
});
