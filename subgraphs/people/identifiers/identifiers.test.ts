import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isUuidV7,
  maskDocumentNumber,
  maskName,
  maskPhone,
  normaliseProse,
  normaliseText,
  parseDocument,
  parsePhone,
  parseUnitCode,
  residentIdCheckCharacter,
  toSimplified,
  unifiedCode,
  unifiedCodeKind,
  uuidV7From,
  uuidV7Time,
} from './index.ts';

const documentResult = (type: string, raw: string | number): string => {
  const result = parseDocument(type, raw);
  return result.ok ? result.value.number : result.code;
};

describe('H-02 documents of the recipient classes', () => {
  it('accepts each in its one spelling', () => {
    expect(documentResult('RESIDENT_ID', '11010519491231002x')).toBe('11010519491231002X');
    expect(documentResult('BIRTH_CERTIFICATE', 'ｔ630012345')).toBe('T630012345');
    expect(documentResult('HM_TRAVEL_PERMIT', 'h 12345678')).toBe('H12345678');
    expect(documentResult('TW_TRAVEL_PERMIT', 12345678)).toBe('12345678');
    expect(documentResult('PASSPORT', 'k-1234567')).toBe('K1234567');
    expect(documentResult('MILITARY_ID', '军字第 2001988 号')).toBe('军字第2001988号');
    expect(documentResult('MILITARY_ID', '南字2001988')).toBe('南字第2001988号');
  });

  it('refuses a number under the wrong type', () => {
    expect(documentResult('HMT_RESIDENCE_PERMIT', '11010519491231002X')).toBe('ID_WRONG_TYPE');
    expect(documentResult('BIRTH_CERTIFICATE', '11010519491231002X')).toBe('DOCUMENT_FORMAT');
    expect(documentResult('LIBRARY_CARD', '1')).toBe('DOCUMENT_TYPE_UNKNOWN');
    expect(documentResult('PASSPORT', '   ')).toBe('EMPTY');
    expect(documentResult('HMT_RESIDENCE_PERMIT', '810000199408230021')).toBe('810000199408230021');
    expect(documentResult('HMT_RESIDENCE_PERMIT', '810000199408230022')).toBe('ID_CHECK_DIGIT');
  });

  it('H-02 takes the permanent residence card of foreigners as issued now and as issued before 2023', () => {
    expect(documentResult('FOREIGN_PERMANENT_RESIDENCE', 'usa 1101 850412 12')).toBe('USA110185041212');
    expect(documentResult('FOREIGN_PERMANENT_RESIDENCE', 'USA110185133212')).toBe('ID_CHARACTERS');
    const now = `963156198504120${'01'}`;
    expect(documentResult('FOREIGN_PERMANENT_RESIDENCE', now + residentIdCheckCharacter(now))).toBe(
      now + residentIdCheckCharacter(now),
    );
  });
});

describe('J-01 unified identity code', () => {
  const mother = '11010519491231002X';
  const cases = [
    [{ kind: 'resident', idNumber: mother }, mother],
    [{ kind: 'newborn', birthDate: '2026-11-05', sex: 'F', order: 2, motherCode: mother }, `B20261122${mother}`],
    [{ kind: 'military', cardNumber: '军字第2001988号' }, 'A军字第2001988号'],
    [{ kind: 'hmt', permitNumber: 'H12345678' }, 'TH12345678'],
    [{ kind: 'other', division: '630121', birthDate: '2020-03-01', sex: 'M', order: 1 }, 'O630121202003011'],
    [{ kind: 'other', division: '630121', birthDate: '2020-03-01', sex: 'M', order: 2 }, 'O630121202003011-2'],
  ] as const;

  it.each(cases)('J-01 %j', (source, expected) => {
    expect(unifiedCode(source)).toBe(expected);
    expect(unifiedCodeKind(expected)).toEqual({ ok: true, value: source.kind });
  });

  it('J-01 twins have two codes', () => {
    const twin = { kind: 'newborn', birthDate: '2026-11-05', sex: 'F', motherCode: mother } as const;
    expect(unifiedCode({ ...twin, order: 1 })).not.toBe(unifiedCode({ ...twin, order: 2 }));
  });

  it('refuses a code of no rule', () =>
    expect(unifiedCodeKind('X123')).toEqual({ ok: false, code: 'UNIFIED_CODE_FORMAT' }));
});

describe('phone numbers', () => {
  const phone = (raw: string | number): string => {
    const result = parsePhone(raw);
    return result.ok ? `${result.value.kind} ${result.value.number}` : result.code;
  };

  it('Q-09 reads mobiles and landlines however typed', () => {
    expect(phone('138 0013 8000')).toBe('mobile 13800138000');
    expect(phone('+86-138-0013-8000')).toBe('mobile 13800138000');
    expect(phone(13_800_138_000)).toBe('mobile 13800138000');
    expect(phone('１３８００１３８０００')).toBe('mobile 13800138000');
    expect(phone('0971-8212345')).toBe('landline 09718212345');
  });

  it('Q-09 refuses others', () => {
    expect(phone('12345678901')).toBe('PHONE_FORMAT');
    expect(phone('1.38001E+10')).toBe('DIGITS_LOST');
    expect(phone('')).toBe('EMPTY');
    expect(phone('138\u200B00138000')).toBe('TEXT_SUSPICIOUS');
  });
});

describe('Q-101 unit codes of 12 digits', () => {
  it('takes one apart, and knows the codes for doses given elsewhere', () => {
    expect(parseUnitCode('630121100001')).toEqual({
      ok: true,
      value: { kind: 'unit', code: '630121100001', province: '63', township: '630121100' },
    });
    expect(parseUnitCode('777777777777')).toMatchObject({
      value: { kind: 'special', meaning: 'BACK_ENTERED_OTHER_PROVINCE' },
    });
    expect(parseUnitCode('6301211000')).toMatchObject({ code: 'UNIT_CODE_FORMAT' });
    expect(parseUnitCode('000121100001')).toMatchObject({ code: 'UNIT_CODE_PROVINCE' });
    expect(parseUnitCode('')).toMatchObject({ code: 'EMPTY' });
  });
});

describe('masking', () => {
  it('shows the least that lets a clerk recognise the person', () => {
    expect(maskName('张小明')).toBe('张*明');
    expect(maskName('张伟')).toBe('张*');
    expect(maskName('巴图·苏和')).toBe('巴***和');
    expect(maskName('𬍛')).toBe('*');
    expect(maskName('𬍛明')).toBe('𬍛*');
    expect(maskName('John Smith')).toBe('J*** S****');
    expect(maskName('')).toBe('');
    expect(maskPhone('13812341234')).toBe('138****1234');
    expect(maskPhone('09718212345')).toBe('097******45');
    expect(maskDocumentNumber('630121202003011234')).toBe('6301**********1234');
    expect(maskDocumentNumber('T630012345')).toBe('T6******45');
    expect(maskDocumentNumber('ABC')).toBe('A*C');
    expect(maskDocumentNumber('AB')).toBe('**');
  });

  it('never gives away a whole value', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('张', '1', 'A', '𬍛'), minLength: 1, maxLength: 20 }), (text) => {
        for (const mask of [maskName, maskPhone, maskDocumentNumber]) expect(mask(text)).not.toBe(text);
      }),
    );
  });
});

describe('text', () => {
  it('is stable: folding twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (raw) => {
        for (const normalise of [normaliseText, normaliseProse]) {
          const once = normalise(raw).text;
          expect(normalise(once).text).toBe(once);
        }
      }),
    );
  });

  it('keeps the punctuation of a sentence, folds the rest of it', () => {
    const raw = '发烧，３８．５℃　（已就诊）……下周再来！';
    expect(normaliseProse(raw)).toEqual({ text: '发烧，38.5°C （已就诊）……下周再来！', suspicions: [] });
    expect(normaliseText(raw).text).toBe('发烧,38.5°C (已就诊)......下周再来!');
    expect(normaliseProse('好\u202E，坏').suspicions.map(({ kind }) => kind)).toEqual(['bidi']);
  });

  it('turns traditional characters into simplified ones', () => expect(toSimplified('張偉買買提')).toBe('张伟买买提'));
});

describe('UUID version 7', () => {
  it('round-trips its time and is recognised', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31 - 1), fc.integer(), fc.integer(), fc.integer(), (seconds, a, b, c) => {
        const id = uuidV7From(seconds * 1000, a, b, c);
        expect(isUuidV7(id)).toBe(true);
        expect(uuidV7Time(id)).toBe(seconds * 1000);
      }),
    );
    expect(isUuidV7('0190163d-8694-4fff-8694-0190163d8694')).toBe(false);
    expect(isUuidV7('0190163D-8694-7FFF-8694-0190163D8694')).toBe(false);
  });
});
