import type { Answer } from '@miaoben/credential/verify';
import { describe, expect, it } from 'vitest';
import { lookOfResult } from '../own-check/result-badge.tsx';
import { VERDICT_LOOK } from '../school-check/verdict-look.ts';
import { lookOf } from './answer-look.ts';

const genuine = (result: number) => lookOf({ kind: 'genuine', result } as Answer);
const REFUSED = ['altered', 'revoked', 'unknown_issuer', 'expired', 'unreadable', 'clock_wrong'] as const;

describe('what the gate shows', () => {
  it('J-135 attack 37: contraindicated and not yet due are one word, one colour, one shape, one sentence', () => {
    expect(genuine(4)).toEqual(genuine(5));
    expect(genuine(4).tone).toBe('neutral');
    expect(VERDICT_LOOK.postponed).toEqual(VERDICT_LOOK.not_yet_due);
    expect(lookOfResult(4)).toEqual(lookOfResult(5));
    for (const result of [4, 5]) expect(JSON.stringify(genuine(result))).not.toMatch(/禁忌|疾病|过敏|contraind/i);
  });

  it('J-135 tells valid and invalid apart by word and shape too, not by colour alone', () => {
    const good = genuine(1);
    for (const kind of REFUSED) {
      const look = lookOf({ kind, reason: null } as unknown as Answer);
      expect(look.icon).not.toBe(good.icon);
      expect(look.word).not.toBe(good.word);
    }
    expect(new Set([1, 2, 3, 4].map((result) => genuine(result).icon)).size).toBe(4);
  });
});
