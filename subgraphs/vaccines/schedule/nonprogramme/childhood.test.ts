import { describe, expect, it } from 'vitest';
import { forecast } from '../index.ts';
import { around, history, person, schedule, seen, short, verdict } from './others.test-kit.ts';

const OK = ['valid', 'valid'];
/** One day too early, then right. */
const young = ['TOO_YOUNG', ...OK];
const early = ['INTERVAL_SHORT', ...OK];
/** Right up to the last day before the bound. */
const late = ['valid', 'WRONG_PRODUCT', 'WRONG_PRODUCT'];

describe('section 11: varicella 2201, two doses at 12-18 months and 4 years, at least 3 months apart (GK)', () => {
  const child = person('2024-01-31');
  it('dose 1 from 12 months, recommended at 15, without an upper age', () => {
    expect(seen(child, [], '2025-01-31', 'VarV')).toMatchObject({
      status: 'due',
      dose: 1,
      dosesNeeded: 2,
      earliest: '2025-01-31',
      recommended: '2025-04-30',
      overdueFrom: null,
      latest: null,
      products: ['2201'],
      programme: 'non-NIP',
      reasons: [{ code: 'MIN_AGE', source: ['GK'] }],
    });
    expect(short(child, [], '2025-01-30', 'VarV')).toBe('1 not_yet 2025-01-31');
    expect(around(child, [], '2025-01-31', '2201')).toEqual(young);
  });

  it('dose 2 from 15 months and 3 months after dose 1, recommended at 4 years', () => {
    const one = ['2025-01-31 2201'];
    expect(seen(child, one, '2025-06-01', 'VarV')).toMatchObject({
      status: 'due',
      dose: 2,
      earliest: '2025-04-30',
      recommended: '2028-01-31',
    });
    expect(around(child, ['2025-03-10 2201'], '2025-06-10', '2201')).toEqual(early);
    expect(short(child, [...one, '2025-06-01 2201'], '2026-01-01', 'VarV')).toBe('complete');
    expect(verdict(child, [...one, '2025-06-01 2201', '2026-06-01 2201'])).toBe('EXCESS_DOSE');
  });

  it('from 13 years two doses at least 4 weeks apart', () => {
    const adult = person('2000-05-20');
    expect(short(adult, ['2013-05-20 2201'], '2013-06-01', 'VarV')).toBe('2 not_yet 2013-06-17');
    expect(around(adult, ['2013-05-20 2201'], '2013-06-17', '2201')).toEqual(early);
    // Begun the day before, the child's interval holds.
    expect(short(adult, ['2013-05-19 2201'], '2013-06-30', 'VarV')).toBe('2 not_yet 2013-08-19');
  });

  it('5: keeps 28 days to other injected live vaccines, both ways', () => {
    expect(short(child, ['2025-07-31 1201'], '2025-08-10', 'VarV')).toBe('1 deferred 2025-08-28');
    expect(around(child, ['2025-07-31 1201'], '2025-08-28', '2201')).toEqual(['LIVE_CONFLICT', ...OK]);
    expect(around(child, ['2025-07-31 2201'], '2025-08-28', '1201')).toEqual(['LIVE_CONFLICT', ...OK]);
    const mmr = forecast(child, history('2024-09-30 1201', '2025-07-31 2201'), schedule, '2025-08-10');
    expect(mmr.find((f) => f.series === 'MMR')).toMatchObject({ status: 'deferred', earliest: '2025-08-28' });
    expect(verdict(child, ['2025-07-31 1201', '2025-07-31 2201'])).toBe('valid');
  });

  it('5: waits 3 months after a blood product', () => {
    const treated = person('2024-01-31', { observations: [{ code: 'IMMUNOGLOBULIN', date: '2025-02-28' }] });
    expect(short(treated, [], '2025-03-10', 'VarV')).toBe('1 deferred 2025-05-28');
    expect(around(treated, [], '2025-05-28', '2201')).toEqual(['CONTRAINDICATED', ...OK]);
  });

  it('6: is contraindicated in immunodeficiency and pregnancy, as a live vaccine', () => {
    for (const code of ['IMMUNODEFICIENCY', 'PREGNANT', 'HIV_INFECTED_SYMPTOMATIC'])
      expect(seen(person('2000-01-31', { conditions: [{ code }] }), [], '2025-02-01', 'VarV').status).toBe(
        'contraindicated',
      );
    expect(short(person('2024-01-31', { conditions: [{ code: 'D01' }] }), [], '2025-02-01', 'VarV')).toMatch(
      /deferred/,
    );
    const allergic = person('2024-01-31', { conditions: [{ code: 'C01', vaccine: 'VarV' }] });
    expect(seen(allergic, [], '2025-02-01', 'VarV').status).toBe('contraindicated');
    expect(seen(allergic, [], '2025-02-01', 'PCV13').status).toBe('due');
  });
});

describe('section 11: EV71 5401 5402, two doses at least 1 month apart from 6 months, best before 12 (GK)', () => {
  const child = person('2024-08-31');
  it('is due from 6 months, late from 12 months, past at 6 years', () => {
    expect(short(child, [], '2025-02-27', 'EV71')).toBe('1 not_yet 2025-02-28');
    expect(seen(child, [], '2025-02-28', 'EV71')).toMatchObject({
      status: 'due',
      overdueFrom: '2025-08-31',
      latest: '2030-08-30',
    });
    expect(short(child, [], '2025-08-30', 'EV71')).toBe('1 due 2025-02-28');
    expect(short(child, [], '2025-08-31', 'EV71')).toBe('1 overdue 2025-02-28');
    expect(short(child, [], '2030-08-30', 'EV71')).toBe('1 overdue 2025-02-28');
    expect(short(child, [], '2030-08-31', 'EV71')).toBe('aged_out');
    expect(around(child, [], '2025-02-28', '5401')).toEqual(young);
    expect(around(child, [], '2030-08-31', '5402')).toEqual(late);
  });
  it('takes either product for dose 2, a month later', () => {
    expect(seen(child, ['2025-02-28 5401'], '2025-03-10', 'EV71')).toMatchObject({
      dose: 2,
      earliest: '2025-03-28',
      recommended: '2025-03-31',
    });
    expect(around(child, ['2025-02-28 5401'], '2025-03-28', '5402')).toEqual(early);
    expect(short(child, ['2025-02-28 5401', '2025-03-28 5402'], '2025-04-01', 'EV71')).toBe('complete');
  });
});

describe('section 11: influenza 21xx, yearly from 6 months (GK)', () => {
  const toddler = person('2022-03-15');
  it('6 months to 8 years never vaccinated: two doses at least 4 weeks apart', () => {
    expect(seen(toddler, [], '2026-11-20', 'Influenza')).toMatchObject({
      status: 'due',
      dose: 1,
      dosesNeeded: 2,
      earliest: '2026-09-01',
      latest: '2027-04-30',
    });
    expect(short(toddler, ['2026-10-01 2108'], '2026-10-28', 'Influenza')).toBe('2 not_yet 2026-10-29');
    expect(around(toddler, ['2026-10-01 2108'], '2026-10-29', '2108')).toEqual(early);
    expect(short(toddler, ['2026-10-01 2108', '2026-10-29 2110'], '2026-12-01', 'Influenza')).toBe('complete');
  });
  it('one dose in each later season, whatever was given before', () => {
    expect(seen(toddler, ['2025-10-01 2102'], '2026-11-20', 'Influenza')).toMatchObject({
      status: 'due',
      dose: 2,
      dosesNeeded: 2,
    });
    expect(short(toddler, ['2025-10-01 2102', '2026-10-01 2108'], '2026-11-20', 'Influenza')).toBe('complete');
    expect(verdict(toddler, ['2025-10-01 2102', '2026-10-01 2108', '2026-12-01 2108'])).toBe('EXCESS_DOSE');
  });
  it('from 9 years one dose: the day before the birthday two, on it one', () => {
    expect(seen(person('2017-11-21'), [], '2026-11-20', 'Influenza').dosesNeeded).toBe(2);
    expect(seen(person('2017-11-20'), [], '2026-11-20', 'Influenza').dosesNeeded).toBe(1);
    expect(short(person('1950-01-01'), ['2026-09-10 2103'], '2026-11-20', 'Influenza')).toBe('complete');
  });
  it('is not due outside the season and begins again with the next one', () => {
    expect(short(toddler, [], '2026-08-31', 'Influenza')).toBe('1 not_yet 2026-09-01');
    expect(short(toddler, [], '2026-09-01', 'Influenza')).toBe('1 due 2026-09-01');
    expect(short(toddler, [], '2027-04-30', 'Influenza')).toBe('1 due 2026-09-01');
    expect(short(toddler, [], '2027-05-01', 'Influenza')).toBe('1 not_yet 2027-09-01');
    expect(seen(toddler, [], '2026-08-31', 'Influenza').reasons.map((r) => r.code)).toContain('SEASON');
    // No room for dose 2 in the season: one dose in the next.
    expect(seen(toddler, ['2027-04-10 2108'], '2027-04-12', 'Influenza')).toMatchObject({
      earliest: '2027-09-01',
      dosesNeeded: 2,
    });
  });
  it('begins at 6 months; whoever reaches them after the season waits for the next one', () => {
    expect(around(person('2026-04-30'), [], '2026-10-30', '2108')).toEqual(young);
    expect(short(person('2026-11-10'), [], '2027-01-01', 'Influenza')).toBe('1 not_yet 2027-09-01');
  });
  it('gives the nasal live product from 3 to 17 years, one dose, and not in immunodeficiency', () => {
    expect(seen(toddler, [], '2026-11-20', 'Influenza').products).toContain('2109');
    expect(seen(person('2024-03-15'), [], '2026-11-20', 'Influenza').products).not.toContain('2109');
    expect(seen(person('2008-11-20'), [], '2026-11-20', 'Influenza').products).not.toContain('2109');
    expect(around(person('2023-11-20'), [], '2026-11-20', '2109')).toEqual(young);
    expect(around(person('2008-11-20'), [], '2026-11-20', '2109')).toEqual(late);
    expect(short(toddler, ['2026-10-01 2109'], '2026-12-01', 'Influenza')).toBe('complete');
    const weak = person('2022-03-15', { conditions: [{ code: 'IMMUNODEFICIENCY' }] });
    expect(seen(weak, [], '2026-11-20', 'Influenza')).toMatchObject({
      status: 'due',
      products: ['2102', '2103', '2108', '2110', '2111', '2112'],
    });
  });
});

describe('section 11: PCV13 2503, 2, 4, 6 months and 12-15 months, fewer when started late (GK)', () => {
  const child = person('2025-01-10');
  it('the full course: 6 weeks, 4 weeks, 4 weeks, 12 months and 8 weeks', () => {
    expect(seen(child, [], '2025-02-21', 'PCV13')).toMatchObject({
      status: 'due',
      dosesNeeded: 4,
      earliest: '2025-02-21',
      recommended: '2025-03-10',
      latest: '2031-01-09',
    });
    expect(around(child, [], '2025-02-21', '2503')).toEqual(young);
    expect(around(child, ['2025-03-10 2503'], '2025-04-07', '2503')).toEqual(early);
    expect(around(child, ['2025-03-10 2503', '2025-05-10 2503'], '2025-06-07', '2503')).toEqual(early);
    const three = ['2025-03-10 2503', '2025-05-10 2503', '2025-07-10 2503'];
    expect(short(child, three, '2025-08-01', 'PCV13')).toBe('4 not_yet 2026-01-10');
    expect(around(child, three, '2026-01-10', '2503')).toEqual(young);
    expect(short(child, [...three, '2026-01-10 2503'], '2026-02-01', 'PCV13')).toBe('complete');
  });
  it.each([
    ['2025-08-09', 4],
    ['2025-08-10', 3],
    ['2026-01-09', 3],
    ['2026-01-10', 2],
    ['2027-01-09', 2],
    ['2027-01-10', 1],
  ])('begun on %s: %i doses', (first, needed) => {
    expect(seen(child, [`${first} 2503`], first, 'PCV13').dosesNeeded).toBe(needed);
    expect(seen(child, [], first, 'PCV13').dosesNeeded).toBe(needed);
  });
  it('begun at 7-11 months: 2 months, then 12 months of age and 8 weeks', () => {
    expect(around(child, ['2025-08-10 2503'], '2025-10-10', '2503')).toEqual(early);
    expect(short(child, ['2025-08-10 2503', '2025-10-10 2503'], '2025-12-01', 'PCV13')).toBe('3 not_yet 2026-01-10');
    expect(short(child, ['2025-12-10 2503', '2026-02-10 2503'], '2026-03-01', 'PCV13')).toBe('3 not_yet 2026-04-07');
  });
  it('begun at 12-23 months: two doses 2 months apart; ends at 6 years', () => {
    expect(around(child, ['2026-01-10 2503'], '2026-03-10', '2503')).toEqual(early);
    expect(around(child, [], '2031-01-10', '2503')).toEqual(late);
    expect(short(child, [], '2031-01-10', 'PCV13')).toBe('aged_out');
  });
});

describe('section 11: PPSV23 2501, from 2 years one dose, again after 5 years for high risk (GK)', () => {
  const child = person('2020-02-29');
  it('one dose from 2 years', () => {
    expect(short(child, [], '2022-02-27', 'PPSV23')).toBe('1 not_yet 2022-02-28');
    expect(around(child, [], '2022-02-28', '2501')).toEqual(young);
    expect(short(child, ['2022-03-01 2501'], '2030-01-01', 'PPSV23')).toBe('complete');
  });
  it('once more after 5 years with weak immunity', () => {
    const weak = person('2020-02-29', { conditions: [{ code: 'IMMUNODEFICIENCY', from: '2020-02-29' }] });
    expect(short(weak, ['2022-03-01 2501'], '2026-01-01', 'PPSV23')).toBe('2 not_yet 2027-03-01');
    expect(around(weak, ['2022-03-01 2501'], '2027-03-01', '2501')).toEqual(early);
    expect(short(weak, ['2022-03-01 2501', '2027-03-01 2501'], '2040-01-01', 'PPSV23')).toBe('complete');
    // Of a person without a known risk: too many before the time, right after it.
    expect(around(child, ['2022-03-01 2501'], '2027-03-01', '2501')).toEqual(['EXCESS_DOSE', ...OK]);
  });
});

describe('section 11: rotavirus, one of LLR 2401, RV5 2402, RV3 2403 (GK)', () => {
  const baby = person('2026-01-01');
  it('LLR: one dose a year from 2 months to 3 years', () => {
    expect(around(baby, [], '2026-03-01', '2401')).toEqual(young);
    expect(short(baby, ['2026-03-01 2401'], '2026-06-01', 'RV-LLR')).toBe('2 not_yet 2027-03-01');
    expect(around(baby, ['2026-03-01 2401'], '2027-03-01', '2401')).toEqual(early);
    expect(around(baby, [], '2029-01-01', '2401')).toEqual(late);
    expect(short(baby, [], '2028-12-31', 'RV-LLR')).toBe('1 due 2026-03-01');
    expect(short(baby, [], '2029-01-01', 'RV-LLR')).toBe('aged_out');
    // The next year's dose would come on the third birthday: nothing more.
    expect(short(baby, ['2028-01-01 2401'], '2028-02-01', 'RV-LLR')).toBe('complete');
    expect(short(baby, ['2027-12-31 2401'], '2028-02-01', 'RV-LLR')).toBe('2 not_yet 2028-12-31');
  });
  it('RV5: first dose at 6-12 weeks, 4-10 weeks between, last before 32 weeks', () => {
    expect(seen(baby, [], '2026-02-12', 'RV5')).toMatchObject({
      status: 'due',
      earliest: '2026-02-12',
      latest: '2026-03-26',
    });
    expect(around(baby, [], '2026-02-12', '2402')).toEqual(young);
    expect(around(baby, [], '2026-03-27', '2402')).toEqual(late);
    expect(short(baby, [], '2026-03-27', 'RV5')).toBe('aged_out');
    const one = ['2026-02-12 2402'];
    expect(around(baby, one, '2026-03-12', '2402')).toEqual(early);
    expect(seen(baby, one, '2026-04-23', 'RV5').reasons.map((r) => r.code)).not.toContain('MAX_INTERVAL');
    expect(seen(baby, one, '2026-04-24', 'RV5')).toMatchObject({
      status: 'due',
      overdueFrom: null,
      latest: '2026-08-12',
    });
    expect(seen(baby, one, '2026-04-24', 'RV5').reasons.map((r) => r.code)).toContain('MAX_INTERVAL');
    expect(verdict(baby, [...one, '2026-06-20 2402'])).toBe('valid');
    expect(around(baby, [...one, '2026-04-01 2402'], '2026-08-13', '2402')).toEqual(late);
    expect(short(baby, [...one, '2026-03-12 2402', '2026-04-09 2402'], '2026-05-01', 'RV5')).toBe('complete');
  });
  it('RV3: the same with a first dose up to 13 weeks', () => {
    expect(around(baby, [], '2026-04-03', '2403')).toEqual(late);
    expect(around(baby, ['2026-04-02 2403'], '2026-04-30', '2403')).toEqual(early);
    expect(around(baby, ['2026-04-02 2403', '2026-04-30 2403'], '2026-08-13', '2403')).toEqual(late);
  });
  it('the one begun is finished; the one completed makes the others needless, and says which', () => {
    expect(seen(baby, ['2026-02-12 2402'], '2026-03-01', 'RV3')).toMatchObject({
      status: 'not_applicable',
      dose: null,
      earliest: null,
      reasons: [{ code: 'ALTERNATIVE_BEGUN', facts: { otherSeries: 'RV5' } }],
    });
    const full = ['2026-02-12 2402', '2026-03-12 2402', '2026-04-09 2402'];
    expect(seen(baby, full, '2026-06-01', 'RV-LLR')).toMatchObject({
      status: 'not_applicable',
      reasons: [{ code: 'ALTERNATIVE_COMPLETE', facts: { otherSeries: 'RV5' } }],
    });
    // Begun and past its age: another one may still be given.
    expect(short(baby, ['2026-02-12 2402'], '2026-09-01', 'RV-LLR')).toBe('1 due 2026-03-01');
  });
  it('5: keeps no interval to other vaccines, being oral', () => {
    expect(verdict(baby, ['2026-03-01 0101', '2026-03-05 2401'])).toBe('valid');
  });
});

describe('section 11: Hib 2301 2302, three doses and a booster at 18 months, from 1 year one dose (GK)', () => {
  const child = person('2025-01-10');
  it('the full course', () => {
    expect(around(child, [], '2025-03-10', '2301')).toEqual(young);
    expect(around(child, ['2025-03-10 2301'], '2025-04-10', '2302')).toEqual(early);
    expect(around(child, ['2025-03-10 2301', '2025-04-10 2301'], '2025-05-10', '2301')).toEqual(early);
    const three = ['2025-03-10 2301', '2025-04-10 2301', '2025-05-10 2301'];
    expect(seen(child, three, '2026-03-01', 'Hib')).toMatchObject({
      status: 'due',
      dose: 4,
      earliest: '2026-01-10',
      recommended: '2026-07-10',
    });
    expect(around(child, three, '2026-01-10', '2301')).toEqual(young);
  });
  it.each([
    ['2025-07-09', 4],
    ['2025-07-10', 3],
    ['2026-01-09', 3],
    ['2026-01-10', 1],
  ])('begun on %s: %i doses', (first, needed) => {
    expect(seen(child, [`${first} 2301`], first, 'Hib').dosesNeeded).toBe(needed);
  });
  it('takes the doses of combinations', () => {
    for (const code of ['4901', '5001', '5301'])
      expect(short(child, [`2026-01-10 ${code}`], '2026-02-01', 'Hib')).toBe('complete');
    expect(short(child, [], '2031-01-10', 'Hib')).toBe('aged_out');
  });
});
