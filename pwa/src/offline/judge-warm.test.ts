import { loadSchedule } from '@miaoben/schedule';
import { nipSchedule } from '@miaoben/seeds/reference/nip-schedule';
import { describe, expect, it } from 'vitest';
import { warmUp } from './judge-warm.ts';

describe('the engine is warmed before the pack comes', () => {
  it('Q-20 on any day a device may be unlocked, a leap day and the turn of a year too', () => {
    for (const day of ['2026-11-30', '2028-02-29', '2026-12-31', '2027-01-01'])
      expect(warmUp(loadSchedule(nipSchedule(), { asOf: day }), day)).toBe(120);
  });
});
