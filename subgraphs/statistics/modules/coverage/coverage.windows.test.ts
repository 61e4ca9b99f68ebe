import { addDays, addMonths } from '@miaoben/schedule';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRAIN, JUDGED } from './coverage.measures.ts';
import { monthOf } from './coverage.rules.ts';
import { byGrain, firstDayOf, firstMonthNotReached, reportWindows, slotsFor, type Window } from './coverage.windows.ts';

const date = fc.integer({ min: 0, max: 4000 }).map((n) => addDays('2020-01-01', n));
const total = (windows: readonly Window[], scale: number) => windows.reduce((n, w) => n + (w.to - w.from) * scale, 0);

describe('which birth months are due', () => {
  it('takes a month as due when its youngest child has reached the age', () => {
    const twoMonths = { months: 2, days: 0 };
    expect(firstDayOf(firstMonthNotReached('2026-11-29', twoMonths))).toBe('2026-09-01');
    expect(firstDayOf(firstMonthNotReached('2026-11-30', twoMonths))).toBe('2026-10-01');
  });

  it('is exact at every age and day: the last child of the month before is due, the last of the month is not', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: 0, max: 170 }), (today, months) => {
        const first = firstMonthNotReached(today, { months, days: 0 });
        const youngest = (month: number) => addDays(firstDayOf(month + 1), -1);
        expect(addMonths(youngest(first - 1), months) <= today).toBe(true);
        expect(addMonths(youngest(first), months) > today).toBe(true);
      }),
    );
  });

  it('shows HPV only where the oldest cohort has reached 13 years, and no Japanese encephalitis in Qinghai', () => {
    const names = (division: string, from: number) => slotsFor(division, from, '2026-11-21').map((s) => s.slot);
    expect(names('63', 2019)).toHaveLength(20);
    expect(names('6301', 2012).slice(20)).toEqual(['HPV-1', 'HPV-2']);
    expect(names('62', 2019).slice(20)).toEqual(['JE-1', 'JE-2']);
  });
});

describe('windows of a report', () => {
  const cohorts = fc.tuple(fc.integer({ min: 2007, max: 2026 }), fc.integer({ min: 0, max: 10 }));

  it('cover each birth month of each dose once, and each month of a full course with one age group', () => {
    fc.assert(
      fc.property(date, cohorts, (today, [from, more]) => {
        const slots = slotsFor('62', from, today);
        const windows = reportWindows(slots, from, from + more, today);
        const of = (column: number, figure: string) =>
          windows.filter((w) => w.column === column && w.figure === figure).sort((a, b) => a.from - b.from);
        for (const { measure } of slots) {
          expect(total(of(measure, 'due'), 1)).toBe((more + 1) * 12);
          expect(total(of(measure, 'done'), 1)).toBe((more + 1) * 12);
        }
        const oneYear = firstMonthNotReached(today, { months: 12, days: 0 });
        for (const figure of ['due', 'done']) {
          const full = of(JUDGED, figure);
          for (const [i, w] of full.entries()) if (i > 0) expect(w.from).toBe(full[i - 1]!.to);
          expect(total(full, 1)).toBe(Math.max(0, Math.min((from + more + 1) * 12, oneYear) - from * 12));
        }
      }),
    );
  });

  it('lose nothing when whole years are taken from the yearly rollup', () => {
    fc.assert(
      fc.property(fc.integer({ min: 24_084, max: 24_300 }), fc.integer({ min: 1, max: 60 }), (from, length) => {
        const split = byGrain([{ measure: 1, from, to: from + length, column: 1, figure: 'done' }], 'county');
        const years = split.filter((w) => w.grain === GRAIN.countyYear);
        const months = split.filter((w) => w.grain === GRAIN.countyMonth);
        expect(total(years, 12) + total(months, 1)).toBe(length);
        expect(months.every((m) => m.from >= from && m.to <= from + length)).toBe(true);
        expect(years.every((y) => y.from * 12 >= from && y.to * 12 <= from + length)).toBe(true);
      }),
    );
  });

  it('names months as year * 12 + month - 1', () => {
    expect(firstDayOf(monthOf('2024-02-29'))).toBe('2024-02-01');
  });
});
