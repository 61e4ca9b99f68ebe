import { nipSchedule } from '@miaoben/seeds/reference/nip-schedule';
import { describe, expect, it } from 'vitest';
import { evaluate, evaluateWithOthers, forecastOthers } from '../index.ts';
import { around, history, person, schedule, seen, short, verdict } from './others.test-kit.ts';

const OK = ['valid', 'valid'];
/** One day too early, then right. */
const young = ['TOO_YOUNG', ...OK];
const early = ['INTERVAL_SHORT', ...OK];
/** Right up to the last day before the bound. */
const _late = ['valid', 'WRONG_PRODUCT', 'WRONG_PRODUCT'];

describe('section 11: combinations 5001 and 4901 (S46, GK)', () => {
  const child = person('2025-01-10');
  it('DTaP-IPV/Hib at 2, 3, 4 and 18 months', () => {
    expect(short(child, [], '2025-03-10', 'DTaP-IPV-Hib')).toBe('1 due 2025-03-10');
    expect(seen(child, ['2025-03-10 5001'], '2025-03-20', 'DTaP-IPV-Hib')).toMatchObject({
      dose: 2,
      earliest: '2025-04-07',
      recommended: '2025-04-10',
    });
    const three = ['2025-03-10 5001', '2025-04-10 5001', '2025-05-10 5001'];
    expect(short(child, three, '2025-06-01', 'DTaP-IPV-Hib')).toBe('4 not_yet 2026-07-10');
    expect(short(child, [...three, '2026-07-10 5001'], '2026-08-01', 'DTaP-IPV-Hib')).toBe('complete');
  });
  it('DTaP-Hib at 3, 4, 5 and 18 months', () => {
    expect(short(child, [], '2025-04-09', 'DTaP-Hib')).toBe('1 not_yet 2025-04-10');
  });
  it('follow the doses of the single vaccines', () => {
    expect(short(child, ['2025-03-10 0402', '2025-03-10 0303'], '2025-03-20', 'DTaP-IPV-Hib')).toBe(
      '2 not_yet 2025-04-07',
    );
  });
  it('are not applicable when something they hold is no longer needed', () => {
    const polio = ['2025-03-10 0303', '2025-04-10 0303', '2025-05-10 0303', '2026-07-10 5001'];
    expect(seen(child, polio, '2026-08-01', 'DTaP-IPV-Hib')).toMatchObject({
      status: 'not_applicable',
      reasons: [{ code: 'NOT_NEEDED', facts: { otherSeries: 'Polio' } }],
    });
    expect(seen(person('2010-01-10'), [], '2026-08-01', 'DTaP-Hib').status).toBe('not_applicable');
    expect(seen(child, ['2026-01-10 2301'], '2026-02-01', 'DTaP-Hib').reasons[0]).toMatchObject({
      code: 'NOT_NEEDED',
      facts: { otherSeries: 'Hib' },
    });
  });
  it('lose nothing of their worth in the programme by their other part', () => {
    const doses = ['2026-01-10 2301', '2026-02-10 5001'];
    const judged = evaluateWithOthers(child, history(...doses), schedule, '2026-03-01').doses[1];
    expect(judged).toMatchObject({ clinicallyValid: true, countedForCoverage: true, reasons: [] });
    expect(judged?.series.map((s) => s.series)).toEqual(expect.arrayContaining(['DTaP', 'Polio']));
    expect(judged?.series.map((s) => s.series)).not.toContain('Hib');
  });
  it('6: are contraindicated in encephalopathy for their pertussis part', () => {
    const ill = person('2025-01-10', { conditions: [{ code: 'C06' }] });
    expect(seen(ill, [], '2025-04-01', 'DTaP-IPV-Hib').status).toBe('contraindicated');
    expect(seen(ill, [], '2025-04-01', 'Hib').status).toBe('due');
  });
});

describe('meningococcal conjugates and polysaccharides 1702, 1704, 1703 (GK)', () => {
  const child = person('2025-01-10');
  it('MCV-AC and MCV4 from 3 months, MPSV4 from 2 years', () => {
    expect(around(child, [], '2025-04-10', '1702')).toEqual(young);
    expect(short(child, ['2025-04-10 1702'], '2025-04-20', 'MCV-AC')).toBe('2 not_yet 2025-05-10');
    expect(short(child, ['2025-04-10 1704', '2025-05-10 1704', '2025-06-10 1704'], '2025-07-01', 'MCV4')).toBe(
      '4 not_yet 2026-01-10',
    );
    expect(short(child, [], '2032-01-10', 'MCV4')).toBe('aged_out');
    expect(short(child, [], '2027-01-09', 'MPSV4')).toBe('1 not_yet 2027-01-10');
  });
  it('a full course of one, or of the programme, makes the others needless', () => {
    const doses = ['2025-04-10 1702', '2025-05-10 1702', '2025-06-10 1702'];
    expect(short(child, doses, '2025-07-01', 'MCV-AC')).toBe('complete');
    expect(seen(child, doses, '2027-07-01', 'MPSV4').reasons[0]).toMatchObject({
      code: 'ALTERNATIVE_COMPLETE',
      facts: { otherSeries: 'MCV-AC' },
    });
    const programme = ['2018-01-10 1701', '2021-01-10 1701'];
    expect(seen(person('2015-01-10'), programme, '2021-02-01', 'MCV4').reasons[0]).toMatchObject({
      facts: { otherSeries: 'MPSV-AC' },
    });
  });
});

describe('section 11: by label or only on an occasion', () => {
  it('HepE has a table from 16 years: 0, 1, 6 months (GK)', () => {
    const adult = person('2000-01-31');
    expect(short(adult, [], '2016-01-30', 'HepE')).toBe('1 not_yet 2016-01-31');
    expect(short(adult, ['2026-01-31 5201'], '2026-02-01', 'HepE')).toBe('2 not_yet 2026-02-28');
    expect(short(adult, ['2026-01-31 5201', '2026-02-28 5201'], '2026-03-01', 'HepE')).toBe('3 not_yet 2026-07-31');
  });
  it('tetanus and leptospirosis wait for an occasion; a course that has begun goes on', () => {
    const adult = person('1990-01-10');
    for (const series of ['TT', 'Lepto', 'Anthrax'])
      expect(seen(adult, [], '2026-11-20', series)).toMatchObject({
        status: 'not_applicable',
        reasons: [{ code: 'ON_OCCASION' }],
      });
    expect(short(adult, ['2026-11-01 0801'], '2026-11-20', 'TT')).toBe('2 not_yet 2026-11-29');
    expect(short(adult, ['2026-11-01 3401'], '2026-11-20', 'Lepto')).toBe('2 due 2026-11-08');
    expect(short(adult, ['2026-11-01 3601'], '2026-11-20', 'Anthrax')).toBe('complete');
    expect(around(adult, ['2026-11-01 0801'], '2026-11-29', '0801')).toEqual(early);
    expect(around(adult, ['2026-11-01 3401'], '2026-11-08', '3401')).toEqual(early);
    expect(around(person('2010-01-10'), [], '2017-01-10', '3401')).toEqual(young);
  });
  it('typhoid Vi, TBE, cholera, yellow fever and two combinations have no table: the label decides', () => {
    for (const series of ['TyphoidVi', 'TBE', 'OralCholera', 'YellowFever', 'HepA-HepB', 'MenAC-Hib'])
      expect(seen(person('1990-01-10'), [], '2026-11-20', series)).toMatchObject({
        status: 'not_applicable',
        reasons: [{ code: 'BY_LABEL' }],
      });
    expect(verdict(person('1990-01-10'), ['2026-11-01 3002'])).toBe('valid');
    expect(verdict(person('1990-01-10'), ['2026-11-01 5101', '2026-11-20 2201'])).toBe('LIVE_CONFLICT');
  });
});

describe('the list as a whole', () => {
  it('names every vaccine outside the programme as the data do, each with its marks', () => {
    const { nonNip, keyPopulationVaccines, byLabelVaccines } = nipSchedule();
    const names = [...nonNip, ...keyPopulationVaccines, ...byLabelVaccines]
      .map((v) => v.id)
      .filter((id) => id !== 'Rabies-rules');
    const found = forecastOthers(person('2020-01-10'), [], schedule, '2026-11-20');
    expect(found.map((f) => f.series).sort()).toEqual(names.sort());
    for (const f of found)
      for (const r of f.reasons) expect(r.source.length, `${f.series} ${r.code}`).toBeGreaterThan(0);
  });

  it('judges doses of the programme as the programme does', () => {
    const doses = history(
      '2025-01-10 0101',
      '2025-03-10 5001',
      '2025-03-15 5001',
      '2025-09-10 1201',
      '2025-09-20 2201',
      '2030-01-10 1704',
    );
    const child = person('2025-01-10');
    const plain = evaluate(child, doses, schedule, '2031-01-01').doses;
    for (const [i, judged] of evaluateWithOthers(child, doses, schedule, '2031-01-01').doses.entries()) {
      const { series, ...verdict } = plain[i]!;
      if (judged.vaccine === '2201') expect(judged.reasons.map((r) => r.code)).toEqual(['LIVE_CONFLICT', 'TOO_YOUNG']);
      else expect(judged).toMatchObject(verdict);
      expect(judged.series.slice(0, series.length)).toEqual(series);
    }
  });
});
