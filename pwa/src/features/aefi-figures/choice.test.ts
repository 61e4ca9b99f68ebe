import { expect, it } from 'vitest';
import { noRateOf, type Report } from './choice.ts';

const figures = (total: number | null, ...rows: (number | null)[]) =>
  ({
    from: '2026-11-01',
    to: '2026-11-30',
    total: { doses: total },
    rows: rows.map((doses) => ({ doses })),
  }) as unknown as Report;

it('a rate that is empty says why', () => {
  expect(noRateOf(figures(7, 5, 2), 'division')).toBeNull();
  expect(noRateOf({ ...figures(null, null), from: '2026-11-16', to: '2026-11-22' }, 'division')).toBe('noRate.months');
  expect(noRateOf({ ...figures(null, null), to: '2026-11-29' }, 'unit')).toBe('noRate.months');
  expect(noRateOf(figures(null, null), 'unit')).toBe('noRate.townshipUnits');
  expect(noRateOf(figures(7, null, null), 'lot')).toBe('noRate.rows');
  expect(noRateOf(figures(5, 5, 0), 'vaccine')).toBe('noRate.none');
});
