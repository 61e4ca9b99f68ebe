import { describe, expect, it } from 'vitest';
import { explain, type RabiesExposure, rabiesBefore, rabiesPlan } from '../index.ts';
import { doctor } from '../messages/zh-CN/doctor.ts';
import { history, person, schedule, seen, short, verdict } from '../nonprogramme/others.test-kit.ts';

const adult = person('1990-01-10');
const bitten: RabiesExposure = { date: '2026-06-01', grade: 'II' };

const plan = (exposure: RabiesExposure, doses: readonly string[], asOf: string, who = adult) =>
  rabiesPlan(exposure, history(...doses), who, schedule, asOf);
const days = (exposure: RabiesExposure, doses: readonly string[], asOf: string) =>
  plan(exposure, doses, asOf).days.map((d) => (d.count > 1 ? `${d.count}x ${d.date}` : d.date));
const on = (...dates: string[]) => dates.map((d) => `${d} 2802`);
/** A full course of five from 2025-01-01. */
const FULL = on('2025-01-01', '2025-01-04', '2025-01-08', '2025-01-15', '2025-01-29');

describe('section 10: grades (SRAB)', () => {
  it('I: no vaccine', () => {
    expect(plan({ ...bitten, grade: 'I' }, [], '2026-06-01')).toMatchObject({
      course: 'none',
      woundCare: false,
      days: [],
      globulin: null,
      reasons: [{ code: 'RABIES_GRADE_I', source: ['SRAB'] }],
    });
  });
  it('II: wound care and vaccine; III: passive immunisation besides', () => {
    expect(plan(bitten, [], '2026-06-01')).toMatchObject({ course: 'essen', woundCare: true, globulin: null });
    expect(plan({ ...bitten, grade: 'III' }, [], '2026-06-01')).toMatchObject({
      course: 'essen',
      woundCare: true,
      globulin: { until: '2026-06-08' },
      reasons: [{ code: 'RABIES_GLOBULIN', source: ['SRAB'] }],
    });
  });
});

describe('section 10: five doses (Essen) on days 0, 3, 7, 14, 28 (SRAB)', () => {
  it('from the first dose on', () => {
    expect(days(bitten, [], '2026-06-01')).toEqual([
      '2026-06-01',
      '2026-06-04',
      '2026-06-08',
      '2026-06-15',
      '2026-06-29',
    ]);
    expect(days(bitten, [], '2026-06-03')[0]).toBe('2026-06-03');
    expect(days(bitten, on('2026-06-03'), '2026-06-03')).toEqual([
      '2026-06-06',
      '2026-06-10',
      '2026-06-17',
      '2026-07-01',
    ]);
  });
  it('into the deltoid from 2 years, before into the thigh', () => {
    const site = (birth: string) => plan(bitten, [], '2026-06-01', person(birth)).days[0]?.site;
    expect(site('2024-06-01')).toBe('deltoid');
    expect(site('2024-06-02')).toBe('anterolateral-thigh');
  });
  it('a dose is too early the day before its day', () => {
    for (const [given, next] of [
      [['2026-06-01'], '2026-06-04'],
      [['2026-06-01', '2026-06-04'], '2026-06-08'],
      [['2026-06-01', '2026-06-04', '2026-06-08'], '2026-06-15'],
      [['2026-06-01', '2026-06-04', '2026-06-08', '2026-06-15'], '2026-06-29'],
    ] as const) {
      const before = new Date(Date.parse(next) - 86_400_000).toISOString().slice(0, 10);
      expect(verdict(adult, on(...given, before))).toBe('INTERVAL_SHORT');
      expect(verdict(adult, on(...given, next))).toBe('valid');
    }
  });
  it('is forecast from an exposure, or from the doses alone', () => {
    const exposed = person('1990-01-10', { observations: [{ code: 'RABIES_EXPOSURE_II', date: '2026-06-01' }] });
    expect(short(exposed, [], '2026-06-02', 'RabV-PEP-5')).toBe('1 due 2026-06-01');
    expect(short(exposed, [], '2026-06-02', 'RabV-PEP-4')).toBe('1 due 2026-06-01');
    expect(short(exposed, [], '2026-06-02', 'RabV-PrEP')).toBe('not_applicable');
    expect(short(adult, on('2026-06-01', '2026-06-04'), '2026-06-05', 'RabV-PEP-5')).toBe('3 not_yet 2026-06-08');
    expect(seen(adult, on('2026-06-01', '2026-06-04'), '2026-06-05', 'RabV-PEP-4').reasons[0]).toMatchObject({
      code: 'ALTERNATIVE_BEGUN',
      facts: { otherSeries: 'RabV-PEP-5' },
    });
    expect(short(adult, FULL, '2025-02-01', 'RabV-PEP-5')).toBe('complete');
    expect(short(adult, [], '2026-06-02', 'RabV-PEP-5')).toBe('not_applicable');
  });
});

describe('section 10: 2-1-1 (Zagreb), two doses on day 0, then days 7 and 21, for labelled products only (SRAB, label GK)', () => {
  const labelled = { ...bitten, product: { code: '2802', labelled211: true }, prefer211: true };
  it('is planned when the label allows it', () => {
    expect(days(labelled, [], '2026-06-01')).toEqual(['2x 2026-06-01', '2026-06-08', '2026-06-22']);
    expect(plan(labelled, [], '2026-06-01').course).toBe('zagreb');
    const not = { ...labelled, product: { code: '2803', labelled211: false } };
    expect(plan(not, [], '2026-06-01').course).toBe('essen');
  });
  it('two doses of one day are its beginning and no duplicate; a third is', () => {
    const doses = on('2026-06-01', '2026-06-01');
    expect(verdict(adult, doses)).toBe('valid');
    expect(verdict(adult, [...doses, ...on('2026-06-01')])).toBe('DUPLICATE');
    expect(short(adult, doses, '2026-06-02', 'RabV-PEP-4')).toBe('3 not_yet 2026-06-08');
    expect(short(adult, doses, '2026-06-02', 'RabV-PEP-5')).toBe('not_applicable');
    expect(verdict(adult, [...doses, ...on('2026-06-07')])).toBe('INTERVAL_SHORT');
    expect(verdict(adult, [...doses, ...on('2026-06-08', '2026-06-21')])).toBe('INTERVAL_SHORT');
    expect(short(adult, [...doses, ...on('2026-06-08', '2026-06-22')], '2026-06-23', 'RabV-PEP-4')).toBe('complete');
  });
  it('7 duplicates: a product without the label, another day, or the same dose number', () => {
    expect(verdict(adult, ['2026-06-01 2803', '2026-06-01 2803'])).toBe('DUPLICATE');
    expect(verdict(adult, on('2026-06-01', '2026-06-04', '2026-06-04'))).toBe('DUPLICATE');
    const [first, second] = history(...on('2026-06-01', '2026-06-01'));
    const one = rabiesPlan(
      bitten,
      [
        { ...first!, doseNumber: 1 },
        { ...second!, doseNumber: 1 },
      ],
      adult,
      schedule,
      '2026-06-02',
    );
    expect(one).toMatchObject({ course: 'essen', given: 1 });
    const two = rabiesPlan(
      bitten,
      [
        { ...first!, doseNumber: 1 },
        { ...second!, doseNumber: 2 },
      ],
      adult,
      schedule,
      '2026-06-02',
    );
    expect(two).toMatchObject({ course: 'zagreb', given: 2 });
  });
});

describe('section 10: delay shifts the rest, never restarts (SRAB)', () => {
  it('by as many days as a dose came late', () => {
    expect(days(bitten, on('2026-06-01', '2026-06-06'), '2026-06-06')).toEqual([
      '2026-06-10',
      '2026-06-17',
      '2026-07-01',
    ]);
    expect(days(bitten, on('2026-06-01'), '2026-07-10')).toEqual([
      '2026-07-10',
      '2026-07-14',
      '2026-07-21',
      '2026-08-04',
    ]);
    expect(short(adult, on('2026-06-01', '2026-06-04'), '2027-06-01', 'RabV-PEP-5')).toBe('3 due 2026-06-08');
  });
});

describe('section 10: another product brings its own schedule (SRAB)', () => {
  it('from five doses to 2-1-1 only the days that are left of it', () => {
    const changed = { ...bitten, product: { code: '2801', labelled211: true }, prefer211: true };
    expect(days(changed, on('2026-06-01', '2026-06-04'), '2026-06-04')).toEqual(['2026-06-08', '2026-06-22']);
    expect(plan(changed, on('2026-06-01', '2026-06-04'), '2026-06-04').reasons.map((r) => r.code)).toContain(
      'RABIES_PRODUCT_CHANGED',
    );
  });
  it('from 2-1-1 to five doses all the days after the first', () => {
    const doses = on('2026-06-01', '2026-06-01');
    const changed = { ...bitten, product: { code: '2803', labelled211: false } };
    expect(days(changed, doses, '2026-06-02')).toEqual(['2026-06-04', '2026-06-08', '2026-06-15', '2026-06-29']);
    expect(verdict(adult, [...doses, '2026-06-04 2803'])).toBe('valid');
    expect(short(adult, [...doses, '2026-06-08 2803'], '2026-06-09', 'RabV-PEP-5')).toBe('4 not_yet 2026-06-12');
  });
});

describe('section 10: passive immunisation, 20 IU/kg human, 40 IU/kg equine, within 7 days of dose 1 (SRAB)', () => {
  const deep: RabiesExposure = { ...bitten, grade: 'III', weightKg: 61.3 };
  it('by weight', () => {
    expect(plan(deep, [], '2026-06-01').globulin).toEqual({
      until: '2026-06-08',
      humanIU: 1226,
      equineIU: 2452,
      humanIUPerKg: 20,
      equineIUPerKg: 40,
    });
    expect(plan({ date: bitten.date, grade: 'III' }, [], '2026-06-01').globulin).toMatchObject({
      humanIU: null,
      equineIU: null,
    });
  });
  it('up to the seventh day after the first dose', () => {
    expect(plan(deep, on('2026-06-02'), '2026-06-09').globulin?.until).toBe('2026-06-09');
    expect(plan(deep, on('2026-06-02'), '2026-06-10').globulin).toBeNull();
    const exposed = person('1990-01-10', { observations: [{ code: 'RABIES_EXPOSURE_III', date: '2026-06-01' }] });
    const codes = (asOf: string) => seen(exposed, on('2026-06-02'), asOf, 'RabV-PEP-5').reasons.map((r) => r.code);
    expect(codes('2026-06-09')).toContain('RABIES_GLOBULIN');
    expect(codes('2026-06-10')).not.toContain('RABIES_GLOBULIN');
  });
  it('grade II with severe immunodeficiency is treated as grade III', () => {
    const weak = person('1990-01-10', { conditions: [{ code: 'IMMUNODEFICIENCY', from: '2020-01-01' }] });
    expect(plan({ ...bitten, weightKg: 50 }, [], '2026-06-01', weak).globulin?.humanIU).toBe(1000);
    expect(plan({ ...bitten, weightKg: 50 }, [], '2026-06-01').globulin).toBeNull();
  });
});

describe('section 10: exposed again after a full course (SRAB)', () => {
  it('less than 3 months: nothing', () => {
    // Last dose on 2025-01-29: protected until 2025-04-29.
    expect(plan({ ...bitten, date: '2025-04-28' }, FULL, '2025-04-28')).toMatchObject({
      course: 'none',
      days: [],
      reasons: [{ code: 'RABIES_PROTECTED', facts: { until: '2025-04-29' } }],
    });
    expect(verdict(adult, [...FULL, ...on('2025-04-28')])).toBe('EXCESS_DOSE');
  });
  it('3 months or more: days 0 and 3, no passive immunisation', () => {
    const again: RabiesExposure = { date: '2025-04-29', grade: 'III', weightKg: 60 };
    expect(plan(again, FULL, '2025-04-29')).toMatchObject({ course: 'again', globulin: null });
    expect(days(again, FULL, '2025-04-29')).toEqual(['2025-04-29', '2025-05-02']);
    expect(days(again, [...FULL, ...on('2025-04-30')], '2025-04-30')).toEqual(['2025-05-03']);
    const exposed = person('1990-01-10', { observations: [{ code: 'RABIES_EXPOSURE_III', date: '2025-04-29' }] });
    expect(short(exposed, FULL, '2025-04-29', 'RabV-PEP-5')).toBe('1 due 2025-04-29');
    expect(seen(exposed, FULL, '2025-04-29', 'RabV-PEP-5').dosesNeeded).toBe(2);
    expect(verdict(exposed, [...FULL, ...on('2025-04-29', '2025-05-01')])).toBe('INTERVAL_SHORT');
    expect(short(exposed, [...FULL, ...on('2025-04-29', '2025-05-02')], '2025-05-03', 'RabV-PEP-5')).toBe('complete');
    expect(
      plan({ ...again, date: '2025-07-01' }, [...FULL, ...on('2025-04-29', '2025-05-02')], '2025-07-01').course,
    ).toBe('none');
  });
  it('passive immunisation again only with severe immunodeficiency', () => {
    const weak = person('1990-01-10', { conditions: [{ code: 'C03' }] });
    expect(plan({ date: '2025-06-01', grade: 'III', weightKg: 60 }, FULL, '2025-06-01', weak).globulin?.humanIU).toBe(
      1200,
    );
  });
  it('during a course: the course goes on; after one never finished: from the beginning (derived)', () => {
    const two = on('2026-06-01', '2026-06-04');
    expect(plan({ ...bitten, date: '2026-06-05' }, two, '2026-06-05')).toMatchObject({ course: 'essen', given: 2 });
    expect(plan({ ...bitten, date: '2026-09-01' }, two, '2026-09-01')).toMatchObject({ course: 'essen', given: 0 });
  });
});

describe('section 10: before an exposure, days 0, 7, 21, booster after 1 year, then every 3-5 years (SRAB)', () => {
  const keeper = person('1990-01-10', { observations: [{ code: 'RABIES_PRE_EXPOSURE', date: '2026-01-01' }] });
  const three = on('2026-01-01', '2026-01-08', '2026-01-22');
  it('as days', () => {
    expect(rabiesBefore(schedule, '2026-01-01')).toEqual([
      '2026-01-01',
      '2026-01-08',
      '2026-01-22',
      '2027-01-22',
      '2030-01-22',
    ]);
  });
  it('is forecast on request', () => {
    expect(short(keeper, [], '2026-01-01', 'RabV-PrEP')).toBe('1 due 2026-01-01');
    expect(short(keeper, [], '2026-01-01', 'RabV-PEP-5')).toBe('not_applicable');
    expect(short(keeper, on('2026-01-01'), '2026-01-02', 'RabV-PrEP')).toBe('2 not_yet 2026-01-08');
    expect(verdict(keeper, on('2026-01-01', '2026-01-07'))).toBe('INTERVAL_SHORT');
    expect(verdict(keeper, on('2026-01-01', '2026-01-08', '2026-01-21'))).toBe('INTERVAL_SHORT');
    expect(verdict(keeper, on('2026-01-01', '2026-01-08', '2026-01-29'))).toBe('valid');
  });
  it('boosters while the risk lasts', () => {
    expect(short(keeper, three, '2026-06-01', 'RabV-PrEP')).toBe('4 not_yet 2027-01-22');
    expect(short(keeper, [...three, ...on('2027-01-22')], '2027-02-01', 'RabV-PrEP')).toBe('5 not_yet 2030-01-22');
    expect(short(adult, three, '2026-06-01', 'RabV-PrEP')).toBe('complete');
  });
  it('is told from its doses when they lie a week apart (derived)', () => {
    expect(short(adult, on('2026-01-01', '2026-01-08'), '2026-01-09', 'RabV-PrEP')).toBe('3 not_yet 2026-01-22');
    // Until the third dose shows which course it is, both are told.
    expect(short(adult, on('2026-01-01', '2026-01-08'), '2026-01-09', 'RabV-PEP-5')).toBe('3 not_yet 2026-01-12');
    expect(short(adult, on('2026-01-01', '2026-01-08', '2026-01-12'), '2026-01-13', 'RabV-PrEP')).toBe(
      'not_applicable',
    );
    // One dose alone may be the first of either.
    expect(short(adult, on('2026-01-01'), '2026-01-02', 'RabV-PrEP')).toBe('2 not_yet 2026-01-08');
    expect(short(adult, on('2026-01-01'), '2026-01-02', 'RabV-PEP-5')).toBe('2 not_yet 2026-01-04');
  });
  it('counts as a full course when an exposure follows', () => {
    expect(plan({ date: '2026-06-01', grade: 'III' }, three, '2026-06-01')).toMatchObject({
      course: 'again',
      globulin: null,
    });
  });
});

describe('section 10: no contraindication after exposure, and nothing to wait for (SRAB)', () => {
  it('neither pregnancy, allergy nor fever, nor another vaccine or immunoglobulin', () => {
    const ill = person('1990-01-10', {
      conditions: [{ code: 'C01' }, { code: 'C02' }, { code: 'D01' }, { code: 'D04' }, { code: 'PREGNANT' }],
      observations: [
        { code: 'RABIES_EXPOSURE_III', date: '2026-06-01' },
        { code: 'IMMUNOGLOBULIN', date: '2026-06-01' },
      ],
    });
    expect(short(ill, ['2026-05-30 1201'], '2026-06-01', 'RabV-PEP-5')).toBe('1 due 2026-06-01');
    expect(verdict(ill, ['2026-05-30 1201', '2026-06-01 2802'])).toBe('valid');
  });
  it('Q-17 says so with the document', () => {
    const [why] = plan({ ...bitten, grade: 'III' }, [], '2026-06-01').reasons;
    expect(explain(why!, doctor)).toContain('最晚2026');
    expect(explain(why!, doctor)).toContain('SRAB');
  });
});
