import { expect, it } from 'vitest';
import { periodOf, rateOf } from './adverse-event.rules.ts';

it('a period is the calendar week, month, quarter or year of a day', () => {
  expect(periodOf('week', '2026-11-21')).toEqual({ from: '2026-11-16', to: '2026-11-22' });
  expect(periodOf('week', '2026-11-22')).toEqual({ from: '2026-11-16', to: '2026-11-22' });
  expect(periodOf('week', '2026-11-23')).toEqual({ from: '2026-11-23', to: '2026-11-29' });
  expect(periodOf('month', '2028-02-03')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
  expect(periodOf('quarter', '2026-11-21')).toEqual({ from: '2026-10-01', to: '2026-12-31' });
  expect(periodOf('quarter', '2026-03-31')).toEqual({ from: '2026-01-01', to: '2026-03-31' });
  expect(periodOf('year', '2026-11-21')).toEqual({ from: '2026-01-01', to: '2026-12-31' });
});

it('a rate is of 100,000 doses, and none without doses', () => {
  expect(rateOf(3, 60_000)).toBe(5);
  expect(rateOf(3, 0)).toBeNull();
  expect(rateOf(3, null)).toBeNull();
});
