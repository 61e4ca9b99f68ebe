import { describe, expect, it } from 'vitest';
import { declaredGroupsOf, latestEnd, mayBelong, specialGroupsOf } from './special-groups.ts';

describe('special groups', () => {
  it('Q-06 names pregnancy while it lasts and lowered immunity by any of its states; what was withdrawn counts no more', () => {
    const fact = (code: string, more = {}) => ({ code, date: '2026-01-01', until: null, withdrawn: false, ...more });
    const on = (conditions: string[], ...healthFacts: ReturnType<typeof fact>[]) =>
      specialGroupsOf({ conditions, healthFacts }, '2026-11-30');
    expect(on([])).toEqual([]);
    expect(on([], fact('C05', { until: '2026-12-01' }))).toEqual(['pregnant']);
    expect(on([], fact('C05', { until: '2026-11-30' }))).toEqual([]);
    expect(on(['HIV_INFECTED'], fact('C05'))).toEqual(['pregnant', 'immunocompromised']);
    expect(on([], fact('D04', { withdrawn: true }))).toEqual([]);
    expect(on(['HBSAG_POS_MOTHER'])).toEqual([]);
  });

  it('Q-06 tells of a declared group from its first day until the expected end, as long as it is not known', () => {
    const declared = [
      { group: 'pregnant' as const, since: '2026-06-01', expectedEnd: '2026-12-01' },
      { group: 'immunocompromised' as const, since: '2026-11-30' },
    ];
    const on = (day: string, ...known: ('pregnant' | 'immunocompromised')[]) => declaredGroupsOf(declared, known, day);
    expect(on('2026-11-29')).toEqual(['pregnant']);
    expect(on('2026-11-30')).toEqual(['pregnant', 'immunocompromised']);
    expect(on('2026-11-30', 'pregnant')).toEqual(['immunocompromised']);
    expect(on('2026-12-01')).toEqual(['immunocompromised']);
  });

  it('Q-06 lets a woman or a girl of ten be declared pregnant, for 45 weeks at most; lowered immunity anybody', () => {
    const born = (birthDate: string, sex = 'F') => ({ sex, birthDate });
    expect(mayBelong('pregnant', born('2016-11-30'), '2026-11-30')).toBe(true);
    expect(mayBelong('pregnant', born('2016-12-01'), '2026-11-30')).toBe(false);
    expect(mayBelong('pregnant', born('1990-01-01', 'M'), '2026-11-30')).toBe(false);
    expect(mayBelong('immunocompromised', born('2026-11-01', 'M'), '2026-11-30')).toBe(true);
    expect(latestEnd('pregnant', '2026-01-01')).toBe('2026-11-12');
    expect(latestEnd('immunocompromised', '2026-01-01')).toBeNull();
  });
});
