import type { CertificateChanged } from '@miaoben/schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, stretches } from './cells.rules.ts';
import { partsOf } from './certificate-parts.rules.ts';
import { certificate } from './certificate-statistics.test-kit.ts';
import { populationOn } from './population.rules.ts';

describe('population classes', () => {
  it.each([
    ['2026-11-01', '2026-11-01', 'newborn'],
    ['2026-11-01', '2026-11-28', 'newborn'],
    ['2026-11-01', '2026-11-29', 'infant'],
    ['2025-11-29', '2026-11-28', 'infant'],
    ['2025-11-29', '2026-11-29', 'preschool'],
    ['2020-11-30', '2026-11-29', 'preschool'],
    ['2020-11-29', '2026-11-29', 'school_age'],
    ['2008-11-30', '2026-11-29', 'school_age'],
    ['2008-11-29', '2026-11-29', 'adult'],
    ['2008-02-29', '2026-02-28', 'school_age'],
    ['2008-02-29', '2026-03-01', 'adult'],
    [null, '2026-11-29', 'unknown'],
  ])('of somebody born %s on %s: %s', (birthDate, day, expected) => {
    expect(populationOn(birthDate, day)).toBe(expected);
  });
});

describe('spans', () => {
  const day = fc.nat(2_000).map((n) => addDays('2023-01-01', n));
  it('are cut into days and whole months that hold each day once', () => {
    fc.assert(
      fc.property(day, fc.nat(400), (from, length) => {
        const to = addDays(from, length);
        const days: string[] = [];
        for (const stretch of stretches(from, to)) {
          if (stretch.grain === 'm') {
            expect(stretch.from.endsWith('-01')).toBe(true);
            expect(addDays(stretch.to, 1).endsWith('-01')).toBe(true);
          }
          for (let at = stretch.from; at <= stretch.to; at = addDays(at, 1)) days.push(at);
        }
        expect(days).toEqual(Array.from({ length: length + 1 }, (_, i) => addDays(from, i)));
      }),
    );
  });
});

describe('a revoked certificate', () => {
  it.each([
    ['issuer', 'revoked_issuer'],
    ['holder', 'revoked_holder'],
    ['replaced', 'revoked_replaced'],
    ['record_changed', 'revoked_replaced'],
    ['person_changed', 'revoked_replaced'],
    ['file_closed', 'revoked_other'],
    ['lot_recalled', 'revoked_other'],
  ])('with the reason %s counts as %s, and as one in all', (revokedReason, measure) => {
    const event: CertificateChanged = certificate({ revokedAt: '2026-10-02T00:00:00Z', revokedReason });
    const measures = partsOf(event).map((p) => p.measure);
    expect(measures.filter((m) => m.startsWith('revoked'))).toEqual(['revoked', measure]);
  });

  it('is counted on the day in Shanghai, not in UTC', () => {
    expect(partsOf(certificate({ issuedAt: '2026-09-30T16:30:00Z' }))[0]?.day).toBe('2026-10-01');
    expect(partsOf(certificate({ issuedAt: '2026-09-30T15:59:59Z' }))[0]?.day).toBe('2026-09-30');
  });
});
