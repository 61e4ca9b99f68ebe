import { describe, expect, it } from 'vitest';
import { creditCodeFault } from './organisation.rules.ts';

describe('unified social credit code', () => {
  // Published codes of companies listed in China, and the example of GB 32100-2015, annex B.
  it.each(['91350100M000100Y43', '91440300708461136T', '91330100799655058B'])('Q-72 takes %s', (code) => {
    expect(creditCodeFault(code)).toBeNull();
  });

  it('Q-72 notices each single wrong character', () => {
    const code = '91350100M000100Y43';
    for (let at = 8; at < 17; at += 1) {
      const wrong = `${code.slice(0, at)}${code[at] === '7' ? '8' : '7'}${code.slice(at + 1)}`;
      expect([at, creditCodeFault(wrong)]).toEqual([at, 'check_digit']);
    }
  });

  it('Q-72 refuses what has not the form', () => {
    for (const code of ['', '91350100M000100Y4', '91350100M000100Y433', '91350100I000100Y43', '9135010OM000100Y43'])
      expect(creditCodeFault(code)).toBe('format');
  });
});
