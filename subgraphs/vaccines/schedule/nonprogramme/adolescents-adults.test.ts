import { describe, expect, it } from 'vitest';
import { around, person, seen, short, verdict } from './others.test-kit.ts';

const OK = ['valid', 'valid'];
/** One day too early, then right. */
const young = ['TOO_YOUNG', ...OK];
const early = ['INTERVAL_SHORT', ...OK];
/** Right up to the last day before the bound. */
const late = ['valid', 'WRONG_PRODUCT', 'WRONG_PRODUCT'];

describe('section 11: zoster, recombinant 2202 from 50 years two doses 2-6 months apart, live 2203 from 40 one dose (GK)', () => {
  const adult = person('1976-11-20');
  it('RZV', () => {
    expect(short(adult, [], '2026-11-19', 'RZV')).toBe('1 not_yet 2026-11-20');
    expect(seen(adult, [], '2026-11-20', 'RZV')).toMatchObject({ status: 'due', latest: null, dosesNeeded: 2 });
    expect(around(adult, [], '2026-11-20', '2202')).toEqual(young);
    expect(around(adult, ['2026-11-20 2202'], '2027-01-20', '2202')).toEqual(early);
    expect(seen(adult, ['2026-11-20 2202'], '2027-05-20', 'RZV').reasons.map((r) => r.code)).not.toContain(
      'MAX_INTERVAL',
    );
    expect(seen(adult, ['2026-11-20 2202'], '2027-05-21', 'RZV').reasons.map((r) => r.code)).toContain('MAX_INTERVAL');
  });
  it('ZVL, live and injected; one of the two is enough', () => {
    expect(around(adult, [], '2016-11-20', '2203')).toEqual(young);
    expect(seen(adult, ['2026-10-01 2203'], '2026-11-20', 'RZV').reasons[0]).toMatchObject({
      code: 'ALTERNATIVE_COMPLETE',
      facts: { otherSeries: 'ZVL' },
    });
    expect(seen(person('1976-11-20', { conditions: [{ code: 'C03' }] }), [], '2026-11-20', 'ZVL').status).toBe(
      'contraindicated',
    );
    expect(seen(person('1976-11-20', { conditions: [{ code: 'C03' }] }), [], '2026-11-20', 'RZV').status).toBe('due');
    expect(verdict(adult, ['2026-10-01 2203', '2026-10-20 2201'])).toBe('LIVE_CONFLICT');
  });
});

describe('section 11: HPV 2, 4, 9-valent, three doses; two when begun young (SHPV, GK)', () => {
  const woman = person('2000-06-15');
  it('three doses at 0, 1 or 2, and 6 months', () => {
    expect(short(woman, ['2026-01-15 5501'], '2026-02-01', 'HPV2-3dose')).toBe('2 not_yet 2026-02-15');
    expect(short(woman, ['2026-01-15 5503'], '2026-02-01', 'HPV9-3dose')).toBe('2 not_yet 2026-03-15');
    expect(short(woman, ['2026-01-15 5502', '2026-03-15 5502'], '2026-04-01', 'HPV4-3dose')).toBe(
      '3 not_yet 2026-07-15',
    );
    expect(short(woman, ['2026-01-15 5502', '2026-05-15 5502'], '2026-06-01', 'HPV4-3dose')).toBe(
      '3 not_yet 2026-08-15',
    );
    expect(short(woman, [], '2046-06-14', 'HPV9-3dose')).toBe('1 due 2009-06-15');
    expect(short(woman, [], '2046-06-15', 'HPV9-3dose')).toBe('aged_out');
  });
  it('begun at 9-14 years: two doses, 6 months apart, never under 5', () => {
    const girl = person('2014-06-15');
    expect(short(girl, [], '2023-06-14', 'HPV9-3dose')).toBe('1 not_yet 2023-06-15');
    expect(seen(girl, ['2024-01-15 5503'], '2024-02-01', 'HPV9-3dose')).toMatchObject({
      dose: 2,
      dosesNeeded: 2,
      earliest: '2024-06-15',
      recommended: '2024-07-15',
    });
    expect(seen(girl, ['2029-06-14 5503'], '2029-07-01', 'HPV9-3dose').dosesNeeded).toBe(2);
    expect(seen(girl, ['2029-06-15 5503'], '2029-07-01', 'HPV9-3dose').dosesNeeded).toBe(3);
    expect(seen(girl, ['2028-06-14 5502'], '2028-07-01', 'HPV4-3dose').dosesNeeded).toBe(2);
    expect(seen(girl, ['2028-06-15 5502'], '2028-07-01', 'HPV4-3dose').dosesNeeded).toBe(3);
  });
  it('boys and men: only the imported 4-valent at 9-26 and the 9-valent at 16-26 years', () => {
    const boy = (birth: string) => person(birth, { sex: 'M' });
    expect(seen(boy('2000-06-15'), [], '2026-01-01', 'HPV2-3dose').reasons[0]?.code).toBe('NOT_ELIGIBLE');
    expect(short(boy('2017-01-02'), [], '2026-01-01', 'HPV4-3dose')).toBe('1 not_yet 2026-01-02');
    expect(short(boy('2017-01-01'), [], '2026-01-01', 'HPV4-3dose')).toBe('1 due 2026-01-01');
    expect(seen(boy('2017-01-01'), [], '2026-01-01', 'HPV4-3dose').reasons.map((r) => r.code)).toContain(
      'IMPORTED_ONLY',
    );
    expect(short(boy('2010-01-02'), [], '2026-01-01', 'HPV9-3dose')).toBe('1 not_yet 2026-01-02');
    expect(short(boy('1999-01-02'), [], '2026-01-01', 'HPV9-3dose')).toBe('1 due 2015-01-02');
    expect(short(boy('1999-01-01'), [], '2026-01-01', 'HPV9-3dose')).toBe('aged_out');
  });
  it('3.9 a full course of any valency: nothing more', () => {
    const full = ['2025-01-15 5501', '2025-02-15 5501', '2025-07-15 5501'];
    expect(seen(woman, full, '2026-01-01', 'HPV9-3dose').reasons[0]).toMatchObject({
      code: 'ALTERNATIVE_COMPLETE',
      facts: { otherSeries: 'HPV2-3dose' },
    });
  });
});

describe('section 11: HFRS 2904-2906, 16-60 years, 0, 14 days and 12 months (S46, days GK)', () => {
  it('takes in the year of being 60', () => {
    const adult = person('1970-03-10');
    expect(short(adult, [], '1986-03-09', 'HFRS')).toBe('1 not_yet 1986-03-10');
    expect(seen(adult, [], '2026-11-20', 'HFRS')).toMatchObject({
      status: 'due',
      latest: '2031-03-09',
      programme: 'key-population',
      reasons: [{ source: ['S46', 'GK'] }],
    });
    expect(short(adult, [], '2031-03-10', 'HFRS')).toBe('aged_out');
    expect(around(adult, [], '1986-03-10', '2904')).toEqual(young);
    expect(around(adult, [], '2031-03-10', '2906')).toEqual(late);
    expect(around(adult, ['2026-01-10 2904'], '2026-01-24', '2905')).toEqual(early);
    expect(around(adult, ['2026-01-10 2904', '2026-01-24 2904'], '2027-01-10', '2904')).toEqual(early);
  });
});
