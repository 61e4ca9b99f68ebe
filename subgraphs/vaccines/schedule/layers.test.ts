import { nipSchedule } from '@miaoben/seeds/reference/nip-schedule';
import { describe, expect, it } from 'vitest';
import { evaluate, forecast, loadSchedule, ruleOf, ScheduleFormatError, type Subject } from './index.ts';

const document = nipSchedule();

/** A province that pays for varicella vaccine: two doses at 12 months and 4 years. */
const varicella = {
  id: 'P32-varicella',
  zh: '省级增加：水痘疫苗',
  divisions: ['3201', '3202'],
  effectiveFrom: '2026-01-01',
  source: 'PROVINCE',
  sources: { PROVINCE: { title: 'a notice of the province', docNo: '1/2026' } },
  series: [
    {
      id: 'Varicella',
      zh: '水痘疫苗',
      programme: 'province',
      codes: ['2201'],
      live: true,
      injected: true,
      doses: [
        { dose: 1, recommendedAge: 'P12M', minAge: 'P12M', completeBefore: 'P18M', source: 'PROVINCE' },
        {
          dose: 2,
          recommendedAge: 'P4Y',
          minAge: 'P4Y',
          completeBefore: 'P5Y',
          minIntervals: [{ from: 1, min: 'P3M' }],
          source: 'PROVINCE',
        },
      ],
    },
  ],
};

/** A province that gives a third dose of MMR at 4 years and wants the second one earlier. */
const thirdMmr = {
  id: 'P33-MMR3',
  zh: '省级增加：麻腮风第3剂',
  divisions: ['33'],
  effectiveFrom: '2026-01-01',
  effectiveTo: '2026-12-31',
  source: 'GK',
  overrides: [
    { series: 'MMR', dose: 2, completeBefore: 'P20M', source: 'GK' },
    {
      series: 'MMR',
      dose: 3,
      recommendedAge: 'P4Y',
      minAge: 'P4Y',
      minIntervals: [{ from: 2, min: 'P28D' }],
      source: 'GK',
    },
  ],
};

const noJe = {
  id: 'P23-no-JE',
  zh: '不开展乙脑常规接种',
  divisions: ['23'],
  effectiveFrom: '2026-01-01',
  source: 'GK',
  notRoutine: [{ series: 'JE', source: 'GK' }],
};

const schedule = loadSchedule(document, 'current', [varicella, thirdMmr, noJe]);
const child = (division: string, birthDate = '2025-01-10'): Subject => ({
  birthDate,
  sex: 'F',
  division,
  conditions: [],
});
const doses = (...list: [string, string][]) => list.map(([date, vaccine], i) => ({ id: String(i), date, vaccine }));
const seriesOf = (subject: Subject, history: ReturnType<typeof doses>, asOf: string, name: string) =>
  forecast(subject, history, schedule, asOf).find((f) => f.series === name);

describe('a vaccine a province adds (预防接种工作规范 2023, 1.1; section 11)', () => {
  it('is forecast where the province says so, with its bounds and its mark', () => {
    expect(seriesOf(child('320102'), [], '2026-01-10', 'Varicella')).toMatchObject({
      status: 'due',
      dose: 1,
      earliest: '2026-01-10',
      overdueFrom: '2026-07-10',
      latest: '2043-01-09',
      products: ['2201'],
      reasons: [{ code: 'MIN_AGE', source: ['PROVINCE'] }],
    });
  });

  it('names the document of the province behind its rules', () => {
    expect(ruleOf(schedule, 'Varicella-1.minAge')?.sources).toEqual([
      { mark: 'PROVINCE', title: 'a notice of the province', docNo: '1/2026' },
    ]);
    expect(ruleOf(schedule, 'Varicella2-1.minAge')).toBeNull();
  });

  it('is unknown elsewhere, in the other divisions of the province too', () => {
    for (const division of ['320302', '110101', '32', ''])
      expect(seriesOf(child(division), [], '2026-01-10', 'Varicella')).toBeUndefined();
  });

  it('holds from the day of the notice', () => {
    expect(seriesOf(child('320102', '2024-01-10'), [], '2025-12-31', 'Varicella')).toBeUndefined();
    expect(seriesOf(child('320102', '2024-01-10'), [], '2026-01-01', 'Varicella')).toBeDefined();
  });

  it('is judged like a dose of the programme, live spacing included', () => {
    const history = doses(['2026-01-09', '2201'], ['2026-01-20', '1201']);
    const judge = (division: string) => evaluate(child(division), history, schedule, '2026-06-01').doses;
    expect(judge('320102')[0]).toMatchObject({
      clinicallyValid: false,
      reasons: [{ code: 'TOO_YOUNG', facts: { daysShort: 1 } }],
    });
    expect(judge('320302')[0]).toMatchObject({ clinicallyValid: true, series: [] });
    expect(judge('320102')[1]?.reasons[0]).toMatchObject({ code: 'LIVE_CONFLICT' });
    const second = seriesOf(child('320102'), doses(['2026-01-10', '2201']), '2029-01-10', 'Varicella');
    expect(second).toMatchObject({ status: 'due', dose: 2, earliest: '2029-01-10' });
  });
});

describe('a dose a province adds or moves', () => {
  const history = doses(['2025-09-10', '1201'], ['2026-07-10', '1201']);

  it('is forecast there after the national ones', () => {
    expect(seriesOf(child('330106'), history, '2026-08-01', 'MMR')).toMatchObject({
      status: 'not_yet',
      dose: 3,
      dosesNeeded: 3,
      earliest: '2029-01-10',
    });
    expect(seriesOf(child('320102'), history, '2026-08-01', 'MMR')).toMatchObject({ status: 'complete' });
  });

  it('moves a bound of a national dose and leaves the others of that dose as they are', () => {
    const one = doses(['2025-09-10', '1201']);
    expect(seriesOf(child('330106'), one, '2026-08-01', 'MMR')).toMatchObject({
      dose: 2,
      earliest: '2026-07-10',
      overdueFrom: '2026-09-10',
    });
    expect(seriesOf(child('320102'), one, '2026-08-01', 'MMR')).toMatchObject({ overdueFrom: '2027-01-10' });
  });

  it('ends with the last day of its layer', () => {
    expect(seriesOf(child('330106'), history, '2026-12-31', 'MMR')?.status).toBe('not_yet');
    expect(seriesOf(child('330106'), history, '2027-01-01', 'MMR')?.status).toBe('complete');
  });
});

describe('what is no routine in a province', () => {
  it('Q-17 keeps the national exemption of 63, 54, 65 and 66 (3.6, S46)', () => {
    for (const division of ['63', '540102', '650104', '66'])
      expect(seriesOf(child(division), [], '2026-06-01', 'JE')?.status).toBe('not_applicable');
    expect(seriesOf(child('320102'), [], '2026-06-01', 'JE')?.status).toBe('overdue');
  });

  it('can be said of another province from a day on', () => {
    expect(seriesOf(child('230102'), [], '2026-06-01', 'JE')).toMatchObject({
      status: 'not_applicable',
      reasons: [{ code: 'NOT_ROUTINE_IN_DIVISION', source: ['GK'] }],
    });
    expect(seriesOf(child('230102'), [], '2025-12-31', 'JE')?.status).toBe('due');
  });
});

describe('layers over each other', () => {
  it('hold together in the narrower division', () => {
    const both = loadSchedule(document, 'current', [{ ...thirdMmr, divisions: ['3201'] }, varicella]);
    const found = forecast(child('320102'), doses(['2025-09-10', '1201'], ['2026-07-10', '1201']), both, '2026-09-01');
    expect(found.find((f) => f.series === 'MMR')?.dose).toBe(3);
    expect(found.find((f) => f.series === 'Varicella')?.dose).toBe(1);
    const later = forecast(child('320102'), [], both, '2027-01-01');
    expect(later.find((f) => f.series === 'MMR')?.dosesNeeded).toBe(2);
    expect(later.find((f) => f.series === 'Varicella')?.dose).toBe(1);
  });
});

describe('a layer that is wrong is refused with its place', () => {
  const [series] = varicella.series;
  it.each([
    ['an unknown series', { ...noJe, notRoutine: [{ series: 'XX', source: 'GK' }] }, 'layers[0].notRoutine[0].series'],
    [
      'an unknown dose',
      { ...thirdMmr, overrides: [{ series: 'MMR', dose: 4, source: 'GK' }] },
      'layers[0].overrides[0].dose',
    ],
    [
      'a new dose without an age',
      { ...thirdMmr, overrides: [{ series: 'MMR', dose: 3, source: 'GK' }] },
      'layers[0].overrides[0].minAge',
    ],
    [
      'a series with two tables',
      { ...thirdMmr, overrides: [{ series: 'JE', dose: 1, source: 'GK' }] },
      'layers[0].overrides[0].series',
    ],
    ['a division of three digits', { ...noJe, divisions: ['230'] }, 'layers[0].divisions[0]'],
    ['no division', { ...noJe, divisions: [] }, 'layers[0].divisions'],
    ['a misspelt member', { ...noJe, notRoutin: [] }, 'layers[0].notRoutin'],
    [
      'a misspelt member of an override',
      { ...thirdMmr, overrides: [{ series: 'MMR', dose: 2, minage: 'P1M', source: 'GK' }] },
      'layers[0].overrides[0].minage',
    ],
    ['a mark nobody explains', { ...noJe, source: 'NOTICE' }, 'layers[0].source'],
    ['a day that is none', { ...noJe, effectiveFrom: '2026-02-30' }, 'layers[0].effectiveFrom'],
    ['an end before the beginning', { ...noJe, effectiveTo: '2025-12-31' }, 'layers[0].effectiveTo'],
    [
      'an unknown vaccine code',
      { ...varicella, series: [{ ...series, codes: ['9999'] }] },
      'layers[0].series[0].codes[0]',
    ],
    ['a series that is there already', { ...varicella, series: [{ ...series, id: 'MMR' }] }, 'layers[0].series[0].id'],
    [
      'a length that is none',
      { ...thirdMmr, overrides: [{ series: 'MMR', dose: 2, minAge: '18 months', source: 'GK' }] },
      'layers[0]:$.series[5].doses[1].minAge',
    ],
  ])('%s', (_name, layer, path) => {
    expect(() => loadSchedule(document, 'current', [layer])).toThrow(ScheduleFormatError);
    expect(() => loadSchedule(document, 'current', [layer])).toThrow(`schedule data at ${path}:`);
  });

  it('two layers of one id', () => {
    expect(() => loadSchedule(document, 'current', [noJe, noJe])).toThrow('schedule data at layers[1].id:');
  });
});

describe('versions follow each other without a gap', () => {
  const versions = document.scheduleVersions;
  const changed = (i: number, fields: object) => ({
    ...document,
    scheduleVersions: versions.map((v, at) => (at === i ? { ...v, ...fields } : v)),
  });
  it.each([
    ['a gap', changed(1, { effectiveFrom: '2025-01-02' }), '$.scheduleVersions[1].effectiveFrom'],
    ['an overlap', changed(1, { effectiveFrom: '2024-12-31' }), '$.scheduleVersions[1].effectiveFrom'],
    ['an open end in the middle', changed(1, { effectiveTo: null }), '$.scheduleVersions[1].effectiveTo'],
    ['an end of the last one', changed(3, { effectiveTo: '2027-01-01' }), '$.scheduleVersions[3].effectiveTo'],
    ['an end before the beginning', changed(0, { effectiveFrom: '2025-01-01' }), '$.scheduleVersions[0].effectiveTo'],
    ['no version', { ...document, scheduleVersions: [] }, '$.scheduleVersions'],
  ])('%s is refused', (_name, wrong, path) => {
    expect(() => loadSchedule(wrong, 'current')).toThrow(`schedule data at ${path}:`);
  });
});
