import { expect, it } from 'vitest';
import { daysTo } from './purposes.ts';

it.each([
  ['2026-12-20', '2026-12-20', 1],
  ['2026-12-20', '2026-12-01', 20],
  ['2027-02-28', '2026-12-01', 90],
])('Q-69 a file handed anew stays open to the day the one before had: to %s from %s', (last, today, days) => {
  expect(daysTo(last, today)).toBe(days);
});
