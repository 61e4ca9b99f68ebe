import { describe, expect, it } from 'vitest';
import { specialGroupsOf } from './special-groups.ts';

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
});
