import { describe, expect, it } from 'vitest';
import { DAY, endOfSeason, seasonOf, seasonsWanted, statusListOf, windowOf } from './key.rules.ts';

const at = (shanghai: string): number => Date.parse(`${shanghai}+08:00`) / 1000;

describe('keys of a season', () => {
  it('belong to the calendar year of Shanghai, not of UTC', () => {
    expect(seasonOf(at('2027-01-01T00:00:00'))).toBe('2027');
    expect(seasonOf(at('2026-12-31T23:59:59'))).toBe('2026');
    expect(endOfSeason(at('2026-05-01T12:00:00'))).toBe(at('2026-12-31T23:59:59'));
  });

  it('sign through one year and verify 90 days beyond the last code', () => {
    const { signFrom, signTo, verifyTo } = windowOf('2026');
    expect(signFrom).toBe(at('2026-01-01T00:00:00'));
    expect(signTo).toBe(at('2026-12-31T23:59:59'));
    expect(verifyTo).toBe(signTo + (150 + 90) * DAY);
  });

  it('are made 60 days ahead, so that devices know them before they sign', () => {
    expect(seasonsWanted(at('2026-09-01T00:00:00'))).toEqual(['2026']);
    expect(seasonsWanted(at('2026-11-21T00:00:00'))).toEqual(['2026', '2027']);
  });

  it('name one status list per season and kind of code', () => {
    expect(statusListOf('result', '2026')).toBe('2026-result');
    expect(statusListOf('presentation', '2026')).toBe('2026-presentation');
    expect(statusListOf('status', '2026')).toBeNull();
    expect(statusListOf('root', 'current')).toBeNull();
  });
});
