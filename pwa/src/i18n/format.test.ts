import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageOn, formatDate, formatDay, formatInstant, todayInChina } from './format.ts';

describe('dates on the screen', () => {
  it('shows a calendar date as it stands, in any zone', () => {
    expect(formatDate('2026-01-01')).toBe('2026年1月1日');
  });

  it('Q-144 names the year of a day that is not in this one', () => {
    expect(formatDay('2026-12-01', '2026-11-21')).toBe('12月1日周二');
    expect(formatDay('2028-04-21', '2026-11-21')).toBe('2028年4月21日周五');
  });

  it('shows instants in the time of China', () => {
    expect(formatInstant('2026-11-20T17:30:00Z')).toBe('2026年11月21日 01:30');
    expect(todayInChina(Date.parse('2026-11-20T17:30:00Z'))).toBe('2026-11-21');
  });

  it('counts whole calendar months of age', () => {
    expect(ageOn('2024-01-31', '2024-02-29')).toEqual({ years: 0, months: 0, days: 29 });
    expect(ageOn('2024-01-31', '2024-03-31')).toMatchObject({ years: 0, months: 2 });
    expect(ageOn('2020-03-15', '2026-03-14')).toMatchObject({ years: 5, months: 11 });
  });

  it('an age never falls from one day to the next', () => {
    const day = fc.integer({ min: 0, max: 8_000 }).map((n) => new Date(1.5e12 + n * 864e5).toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 7_000 }), (birth, after) => {
        const on = (n: number) => new Date(Date.parse(birth) + n * 864e5).toISOString().slice(0, 10);
        const [a, b] = [ageOn(birth, on(after)), ageOn(birth, on(after + 1))];
        return b.years * 12 + b.months >= a.years * 12 + a.months && a.months >= 0 && a.months < 12;
      }),
    );
  });
});
