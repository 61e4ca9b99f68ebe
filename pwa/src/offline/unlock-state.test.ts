import { describe, expect, it } from 'vitest';
import { EXPIRES_MS, isExpired, isStrongPin, waitAfter } from './unlock-state.ts';

describe('the PIN of the packs', () => {
  it('makes guessing slow from the fifth wrong PIN on', () => {
    expect([1, 4, 5, 6, 30].map(waitAfter)).toEqual([0, 0, 30_000, 60_000, 3_600_000]);
  });

  it('takes six digits that are no pattern', () => {
    for (const pin of ['482915', '112233', '906090']) expect(isStrongPin(pin)).toBe(true);
    for (const pin of ['111111', '123456', '654321', '789012', '12345', '12a456', ''])
      expect(isStrongPin(pin)).toBe(false);
  });

  it('shuts after seven days without contact, also when the clock is turned back', () => {
    const lastContact = 10 * EXPIRES_MS;
    expect(isExpired({ lastContact }, lastContact + EXPIRES_MS)).toBe(false);
    expect(isExpired({ lastContact }, lastContact + EXPIRES_MS + 1)).toBe(true);
    expect(isExpired({ lastContact }, lastContact - EXPIRES_MS - 1)).toBe(true);
  });
});
