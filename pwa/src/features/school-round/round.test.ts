import { describe, expect, it } from 'vitest';
import { countStandings, daysUntil, standingOf } from './round.ts';

describe('where a pupil stands', () => {
  it('H-27 asks for a decision before anything else, and for nothing once the doses are given or put off', () => {
    expect(standingOf({ state: 'candidate', verdict: 'candidate' })).toBe('decide');
    expect(standingOf({ state: 'overdue', verdict: 'candidate' })).toBe('decide');
    expect(standingOf({ state: 'evaluated', verdict: 'missing_doses' })).toBe('tell');
    expect(standingOf({ state: 'unmatched', verdict: 'no_file' })).toBe('tell');
    expect(standingOf({ state: 'notified', verdict: 'no_file' })).toBe('told');
    expect(standingOf({ state: 'overdue', verdict: 'missing_doses' })).toBe('overdue');
    expect(standingOf({ state: 'caught_up', verdict: 'complete' })).toBe('caughtUp');
    expect(standingOf({ state: 'exempt', verdict: 'missing_doses' })).toBe('done');
    for (const verdict of ['complete', 'postponed', 'not_yet_due'] as const)
      expect(standingOf({ state: 'evaluated', verdict })).toBe('done');
  });

  it('Q-77 the numbers add up to the class', () => {
    const counts = countStandings([
      { state: 'evaluated', verdict: 'complete' },
      { state: 'notified', verdict: 'missing_doses' },
      { state: 'notified', verdict: 'no_file' },
    ]);
    expect(counts).toEqual({ decide: 0, tell: 0, told: 2, overdue: 0, caughtUp: 0, done: 1 });
  });

  it('counts the days that are left', () => {
    expect(daysUntil('2026-12-01', '2026-11-21')).toBe(10);
    expect(daysUntil('2026-11-20', '2026-11-21')).toBe(-1);
  });
});
