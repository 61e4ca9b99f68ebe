import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, isoOf } from '../dates.ts';
import { dateOr, parseOffset } from './offset.ts';

describe('lengths of time in the supporting data', () => {
  it('reads years, months, weeks and days with their signs', () => {
    expect(parseOffset('6 weeks - 4 days')).toEqual({ months: 0, days: 38 });
    expect(parseOffset('19 months + 4 weeks')).toEqual({ months: 19, days: 28 });
    expect(parseOffset('16 years - 4 months')).toEqual({ months: 188, days: 0 });
    expect(parseOffset('8 months + 1 day')).toEqual({ months: 8, days: 1 });
    expect(parseOffset('1 years - 4 days')).toEqual({ months: 12, days: -4 });
    expect(parseOffset('0 days')).toEqual({ months: 0, days: 0 });
  });

  it('refuses what is no length', () => {
    for (const text of ['', 'n/a', '6', 'weeks', '6 weeks 4 days', '6 weeks - ', '6 fortnights', 'about 2 days'])
      expect(parseOffset(text)).toBeNull();
  });

  it('calculates dates as CALCDT-5 and CALCDT-6 print them', () => {
    const from = (date: string, length: string) => isoOf(dateOr(dayOf(date), parseOffset(length), Number.NaN));
    expect(from('2000-03-31', '6 months')).toBe('2000-10-01');
    expect(from('2000-01-31', '6 months - 4 days')).toBe('2000-07-27');
    expect(from('2001-02-01', '5 weeks')).toBe('2001-03-08');
    expect(dateOr(dayOf('2001-02-01'), null, null)).toBeNull();
  });

  it('reads back every length it is given', () => {
    const units = ['year', 'month', 'week', 'day'] as const;
    const amount = fc.nat({ max: 99 });
    fc.assert(
      fc.property(amount, amount, fc.constantFrom(...units), fc.constantFrom('+', '-'), (a, b, unit, sign) => {
        const parsed = parseOffset(`${a} years ${sign} ${b} ${unit}s`)!;
        const signed = sign === '-' ? 0 - b : b;
        const months = unit === 'year' ? signed * 12 : unit === 'month' ? signed : 0;
        const days = unit === 'week' ? signed * 7 : unit === 'day' ? signed : 0;
        expect(parsed).toEqual({ months: a * 12 + months, days });
      }),
    );
  });
});
