import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import pairs from '../../../tests/data/name-match-pairs.json' with { type: 'json' };
import { compareNames, isNewbornName, nameKey, newbornName, parseName } from './index.ts';

const VERDICTS = { true: 'match', false: 'no_match', review: 'review', flag: 'flag' } as const;

describe('comparing names', () => {
  it('has all 18 pairs of the attack list', () => expect(pairs.pairs).toHaveLength(18));

  it.each(pairs.pairs)('$why', ({ a, b, expect: expected }) => {
    const verdict = VERDICTS[String(expected) as keyof typeof VERDICTS];
    expect(compareNames(a, b).verdict).toBe(verdict);
    expect(compareNames(b, a).verdict).toBe(verdict);
  });

  it('shows the code point that made a name suspicious', () => {
    expect(compareNames('张\u202E伟', '张伟').suspicions).toEqual([{ kind: 'bidi', codePoint: 'U+202E', index: 1 }]);
  });

  it('flags a private-use character nobody can read, and reviews one that GBK software wrote', () => {
    expect(compareNames('\uE000明', '\uE000明').verdict).toBe('flag');
    expect(compareNames('\uE863明', '\uE863明').verdict).toBe('review');
  });

  it('flags Cyrillic letters in a Latin name', () => {
    expect(compareNames('M\u0430ria', 'Maria').verdict).toBe('flag');
  });

  it('leaves word order and accents of Latin names to a person', () => {
    expect(compareNames('Wei Zhang', 'ZHANG WEI').verdict).toBe('review');
    expect(compareNames('José Núñez', 'Jose Nunez').verdict).toBe('review');
    expect(compareNames('John Smith', 'JOHN  SMITH').verdict).toBe('match');
    expect(compareNames('John Smith', 'Joan Smith').verdict).toBe('no_match');
  });

  it('is symmetric, and every match or same-script review shares a key', () => {
    const name = fc.string({
      unit: fc.constantFrom('张', '張', '伟', '偉', '·', '・', ' ', '\u3000', '\uE863', '䶮', 'a', 'Ａ'),
      maxLength: 6,
    });
    fc.assert(
      fc.property(name, name, (a, b) => {
        const { verdict } = compareNames(a, b);
        expect(compareNames(b, a).verdict).toBe(verdict);
        if (verdict === 'match') expect(nameKey(a)).toBe(nameKey(b));
      }),
    );
  });
});

describe('Q-09 a name in an imported row', () => {
  it('comes back in its one spelling', () => {
    expect(parseName(' 才让　卓玛 ')).toEqual({ ok: true, value: '才让卓玛' });
    expect(parseName('巴图・苏和')).toEqual({ ok: true, value: '巴图·苏和' });
    expect(parseName('ＪＯＨＮ  Smith')).toEqual({ ok: true, value: 'JOHN Smith' });
    expect(parseName('𬍛')).toEqual({ ok: true, value: '𬍛' });
  });

  it('is refused with the reason', () => {
    expect(parseName('  ')).toEqual({ ok: false, code: 'EMPTY' });
    expect(parseName('张伟1')).toEqual({ ok: false, code: 'NAME_CHARACTERS' });
    expect(parseName('=HYPERLINK("x")')).toEqual({ ok: false, code: 'NAME_CHARACTERS' });
    expect(parseName('<img onerror>')).toEqual({ ok: false, code: 'NAME_CHARACTERS' });
    expect(parseName('张'.repeat(51))).toEqual({ ok: false, code: 'TOO_LONG', detail: '50' });
    expect(parseName('张\u200B伟')).toEqual({ ok: false, code: 'TEXT_SUSPICIOUS', detail: 'U+200B invisible @2' });
  });

  it('may be that of a child not yet named', () => {
    expect(newbornName('李秀英', 'F')).toBe('李秀英之女');
    expect(isNewbornName('李秀英之女')).toBe(true);
    expect(isNewbornName('之子')).toBe(false);
  });
});
