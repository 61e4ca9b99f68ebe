import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseResidentId, residentIdCheckCharacter, residentIdDifference } from './index.ts';

const code = (raw: string | number, today?: string): string => {
  const result = parseResidentId(raw, today);
  return result.ok ? 'ok' : result.code;
};

describe('resident ID number (GB 11643)', () => {
  it('Q-09 reads birth date, sex and division from a good number', () => {
    expect(parseResidentId('11010519491231002X')).toEqual({
      ok: true,
      value: {
        number: '11010519491231002X',
        kind: 'resident',
        birthDate: '1949-12-31',
        sex: 'F',
        division: '110105',
        upgraded: false,
      },
    });
  });

  it('Q-09 refuses a bad check digit', () => expect(code('110105194912310021')).toBe('ID_CHECK_DIGIT'));

  it('Q-09 accepts 全角 digits, spaces and a lower-case x', () => {
    expect(code('１１０１０５１９４９１２３１００２ｘ')).toBe('ok');
    expect(code(" '110105 19491231 002x ")).toBe('ok');
  });

  it('Q-09 says that a spreadsheet lost the last digits, not that the parent mistyped', () => {
    expect(code(110105194912310020)).toBe('DIGITS_LOST');
    expect(code('1.10105E+17')).toBe('DIGITS_LOST');
    expect(code('110105194912310000')).toBe('DIGITS_LOST');
  });

  it('names each other fault', () => {
    expect(code('')).toBe('EMPTY');
    expect(code('1101051949123100')).toBe('ID_LENGTH');
    expect(code('11010519491231O02X')).toBe('ID_CHARACTERS');
    expect(code('1101051949\u200B1231002X')).toBe('TEXT_SUSPICIOUS');
    expect(code(withCheck('99010519491231002'))).toBe('ID_DIVISION');
    expect(code(withCheck('11010520230229002'))).toBe('ID_BIRTH_DATE');
    expect(code(withCheck('63012120270101002'), '2026-11-20')).toBe('ID_BIRTH_DATE_FUTURE');
    expect(code(withCheck('63012120200101000'))).toBe('ID_SEQUENCE');
  });

  it('J-02 upgrades a 15-digit number', () => {
    const result = parseResidentId('110105491231002');
    expect(result.ok && result.value).toMatchObject({
      number: '11010519491231002X',
      upgraded: true,
      birthDate: '1949-12-31',
    });
  });

  it('H-02 tells residence permits of compatriots and of foreigners from resident cards', () => {
    const kind = (first17: string) => {
      const result = parseResidentId(withCheck(first17));
      return result.ok && result.value.kind;
    };
    expect(kind('81000019900101001')).toBe('hmt_residence_permit');
    expect(kind('83000019900101001')).toBe('hmt_residence_permit');
    expect(kind('96338019900101001')).toBe('foreign_permanent_residence');
  });

  it('J-06 names the first difference to what stands beside it', () => {
    const id = parseResidentId('11010519491231002X');
    if (!id.ok) throw new Error(id.code);
    expect(residentIdDifference(id.value, { birthDate: '1949-12-30', sex: 'F' })).toBe('ID_BIRTH_DATE_DIFFERS');
    expect(residentIdDifference(id.value, { sex: 'M' })).toBe('ID_SEX_DIFFERS');
    expect(residentIdDifference(id.value, { birthDate: '1949-12-31', sex: 'F' })).toBeNull();
  });

  it('notices every single wrong digit and every swap of neighbours', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 17, maxLength: 17 }).map((d) => d.join(''));
    fc.assert(
      fc.property(digits, fc.nat(16), fc.integer({ min: 1, max: 9 }), (first17, at, by) => {
        const changed = first17.slice(0, at) + ((Number(first17.charAt(at)) + by) % 10) + first17.slice(at + 1);
        expect(residentIdCheckCharacter(changed)).not.toBe(residentIdCheckCharacter(first17));
        const swapped = first17.slice(0, at) + first17.charAt(at + 1) + first17.charAt(at) + first17.slice(at + 2);
        if (at < 16 && swapped !== first17) {
          expect(residentIdCheckCharacter(swapped)).not.toBe(residentIdCheckCharacter(first17));
        }
      }),
    );
  });
});

function withCheck(first17: string): string {
  return first17 + residentIdCheckCharacter(first17);
}
