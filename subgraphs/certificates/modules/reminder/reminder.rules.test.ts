import { describe, expect, it } from 'vitest';
import { reminderDue } from './reminder.rules.ts';

const day = (date: string) => new Date(`${date}T12:00:00+08:00`);
const year = { from: day('2026-01-01'), until: day('2026-12-31') };

describe('when a holder is reminded', () => {
  it.each([
    ['2026-11-30', null],
    ['2026-12-01', '30'],
    ['2026-12-23', '30'],
    ['2026-12-24', '7'],
    ['2026-12-30', '7'],
    ['2026-12-31', 'expired'],
    ['2027-01-29', 'expired'],
    ['2027-02-01', null],
  ] as const)('J-55 on %s of a certificate to 31 December: %s', (at, step) => {
    expect(reminderDue(year, [30, 7], day(at))).toBe(step);
  });

  it('J-55 is not told at issue of what is valid for 30 days only', () => {
    const month = { from: day('2026-12-01'), until: day('2026-12-31') };
    expect(reminderDue(month, [30, 7], day('2026-12-01'))).toBeNull();
    expect(reminderDue(month, [30, 7], day('2026-12-24'))).toBe('7');
  });
});
