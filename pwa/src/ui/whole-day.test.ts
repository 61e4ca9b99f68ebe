import { expect, it } from 'vitest';
import { dayProblem, EARLIEST_DAY } from './whole-day.ts';

it('a day is asked with when it is whole and can be meant, not at each key', () => {
  const typed = ['', '0002-11-30', '0020-11-30', '0202-11-30', '2026-11-30'];
  expect(typed.map((text) => dayProblem(text, EARLIEST_DAY, '2026-12-01'))).toEqual([
    'unfinished',
    'unfinished',
    'unfinished',
    'unfinished',
    null,
  ]);
  expect(dayProblem('2026-12-02', EARLIEST_DAY, '2026-12-01')).toBe('outside');
  expect(dayProblem('2026-10-31', '2026-11-01', '2026-12-01')).toBe('outside');
  expect(dayProblem('20261-11-30', EARLIEST_DAY, '2026-12-01')).toBe('unfinished');
});
