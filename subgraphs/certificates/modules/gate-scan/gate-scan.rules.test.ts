import { describe, expect, it } from 'vitest';
import { decide } from './gate-scan.rules.ts';

const match = { outcome: 'match', refs: ['1'] } as const;

describe('what becomes of a scan that a device sent', () => {
  it('is accepted when the code is genuine, of this pupil, and says what the device showed', () => {
    expect(decide({ kind: 'genuine', result: 1, roster: match }, { result: 1 })).toEqual({
      outcome: 'accepted',
      reason: null,
    });
  });

  it('refuses an altered verdict with its reason (attack 34)', () => {
    expect(decide({ kind: 'genuine', result: 2, roster: match }, { result: 1 })).toEqual({
      outcome: 'refused',
      reason: 'verdict_differs',
    });
    for (const kind of ['altered', 'unknown_issuer', 'unreadable', 'expired', 'not_yet_valid'] as const)
      expect(decide({ kind, result: null, roster: null }, { result: 1 })).toEqual({ outcome: 'refused', reason: kind });
    expect(
      decide({ kind: 'genuine', result: 1, roster: { outcome: 'not_on_roster', refs: [] } }, { result: 1 }).reason,
    ).toBe('not_on_roster');
  });

  it('sends back to be looked at again what was revoked since', () => {
    expect(decide({ kind: 'revoked', result: 1, roster: match }, { result: 1 })).toEqual({
      outcome: 'look_again',
      reason: 'revoked',
    });
  });
});
