import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plusRolled } from './dates.ts';
import { addDays, addMonths, addYears, ageAt, dayOf, diffDays, isoOf, parsePeriod } from './index.ts';

const days = fc.integer({ min: dayOf('1900-01-01'), max: dayOf('2199-12-31') });

describe('civil dates', () => {
  it('month addition clamps to the last day of the month', () => {
    expect(addMonths('2026-08-31', 6)).toBe('2027-02-28');
    expect(addMonths('2023-08-31', 6)).toBe('2024-02-29');
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
    expect(addYears('2024-02-29', 1)).toBe('2025-02-28');
    expect(addDays('2025-05-01', 28)).toBe('2025-05-29');
    expect(diffDays('2024-02-28', '2024-03-01')).toBe(2);
  });

  it('rolls over to the first of the next month where CDSi asks for it (CALCDT-5, CALCDT-6)', () => {
    const rolled = (date: string, months: number, more = 0) => isoOf(plusRolled(dayOf(date), { months, days: more }));
    expect(rolled('2000-03-31', 6)).toBe('2000-10-01');
    expect(rolled('2000-08-31', 6)).toBe('2001-03-01');
    expect(rolled('2000-01-31', 6, -4)).toBe('2000-07-27');
    expect(rolled('2024-02-29', 12)).toBe('2025-03-01');
    expect(rolled('2001-02-01', 0, 35)).toBe('2001-03-08');
  });

  it('agrees with the calendar of the platform for every day of three centuries', () => {
    fc.assert(
      fc.property(days, (day) => {
        const iso = isoOf(day);
        expect(dayOf(iso)).toBe(day);
        expect(iso).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
      }),
      { numRuns: 5000 },
    );
  });

  it('an age is the largest number of months that has been reached', () => {
    expect(ageAt('2024-02-29', '2025-02-28')).toEqual({ years: 1, months: 0, days: 0 });
    expect(ageAt('2026-01-31', '2026-02-27')).toEqual({ years: 0, months: 0, days: 27 });
    fc.assert(
      fc.property(days, fc.nat({ max: 20_000 }), (day, later) => {
        const [birth, on] = [isoOf(day), isoOf(day + later)];
        const age = ageAt(birth, on);
        expect(addDays(addMonths(birth, age.years * 12 + age.months), age.days)).toBe(on);
        expect(addMonths(birth, age.years * 12 + age.months + 1) > on).toBe(true);
      }),
    );
  });

  it('refuses what is no calendar date or duration', () => {
    for (const bad of ['2026-02-29', '2026-13-01', '2026-00-10', '20260101', '2026-1-1', '', '2026-01-01T00:00'])
      expect(dayOf(bad)).toBeNaN();
    expect(() => addMonths('2026-02-30', 1)).toThrow(RangeError);
    expect(() => ageAt('2026-02-02', '2026-02-01')).toThrow(RangeError);
    expect(parsePeriod('P13Y5M')).toEqual({ months: 161, days: 0 });
    expect(parsePeriod('P4W')).toEqual({ months: 0, days: 28 });
    expect([parsePeriod('P'), parsePeriod('PT12H'), parsePeriod('3M')]).toEqual([null, null, null]);
  });
});
