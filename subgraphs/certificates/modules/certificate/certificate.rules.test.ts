import { MAX_VALIDITY } from '@miaoben/credential';
import { describe, expect, it } from 'vitest';
import { expiryOf, sameVerdict, verdictOf } from './certificate.rules.ts';

const at = (shanghai: string): number => Date.parse(`${shanghai}+08:00`) / 1000;
const missing = (majorCode: string, series: string, dose: number) => ({
  series,
  seriesName: series,
  majorCode,
  dose,
  earliest: '2026-11-21',
});

describe('validity of a certificate', () => {
  it('Q-49 runs to the end of 31 December in Shanghai when nothing is missing', () => {
    expect(expiryOf(1, at('2026-11-21T10:00:00'))).toBe(at('2026-12-31T23:59:59'));
  });

  it('Q-49 stops at the 150 days a verifier takes: 1 August to 31 December is too long', () => {
    const issued = at('2026-08-01T00:00:00');
    expect(expiryOf(1, issued)).toBe(issued + 150 * 86_400);
    expect(expiryOf(1, issued) - issued).toBe(MAX_VALIDITY.static);
    expect(expiryOf(1, issued)).toBeLessThan(at('2026-12-31T23:59:59'));
  });

  it.each([2, 4, 5] as const)('is 30 days for result %i, which changes soon', (result) => {
    const issued = at('2026-09-01T08:00:00');
    expect(expiryOf(result, issued)).toBe(issued + 30 * 86_400);
  });

  it('is a day at least, also in the last minutes of the year', () => {
    const issued = at('2026-12-31T23:58:00');
    expect(expiryOf(1, issued)).toBe(issued + 86_400);
  });
});

describe('what a code says', () => {
  it('counts missing doses by the two-digit major code and dates the rule by its first day in force', () => {
    const verdict = verdictOf({
      personId: 'p',
      scheduleVersion: 'NIP-2026',
      ruleDate: '2026-06-17',
      result: 2,
      missing: [missing('12', 'MMR', 2), missing('17', 'MPSV-AC', 1), missing('19', 'HepA', 1)],
      awaited: [],
    });
    expect(verdict).toEqual({
      result: 2,
      missing: [
        { vaccine: '12', doses: 1 },
        { vaccine: '17', doses: 1 },
        { vaccine: '19', doses: 1 },
      ],
      scheduleVersion: 'NIP-2026',
      ruleDate: '2026-06-17',
    });
  });

  it('is the same only when result and doses are', () => {
    const two = { result: 2 as const, missing: [{ vaccine: '12', doses: 1 }] };
    expect(sameVerdict(two, { ...two })).toBe(true);
    expect(sameVerdict(two, { ...two, missing: [{ vaccine: '12', doses: 2 }] })).toBe(false);
    expect(sameVerdict(two, { result: 1, missing: [] })).toBe(false);
  });
});
