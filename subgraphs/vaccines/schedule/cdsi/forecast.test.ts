import { describe, expect, it } from 'vitest';
import {
  type AntigenParts,
  age,
  interval,
  judge,
  rawDose,
  rawSeries,
  type Story,
  skip,
  supportingData,
} from './test-kit.ts';

type Raw = Record<string, unknown>;
const group = (antigen: AntigenParts, story: Story = {}) =>
  judge(supportingData({ A: antigen }), story).vaccineGroups[0]!;
const series = (...doses: Raw[]) => ({ series: [rawSeries('s', doses, {}, { defaultSeries: 'Yes' })] });

describe('the dates of a forecast', () => {
  it('are those of the ages for a first dose', () => {
    const ages = [
      age('2 months', { earliestRecAge: '4 months', latestRecAge: '5 months + 4 weeks', maxAge: '2 years' }),
    ];
    expect(group(series(rawDose(1, { age: ages })), { on: '2020-02-01' })).toMatchObject({
      status: 'NOT_COMPLETE',
      doseNumber: 1,
      earliest: '2020-03-01',
      recommended: '2020-05-01',
      pastDue: '2020-06-28',
      latest: '2021-12-31',
      recommendedVaccines: ['901'],
    });
  });

  it('come from the intervals where there is no recommended age, and never lie before the earliest date', () => {
    const second = rawDose(2, {
      interval: [interval('4 weeks', { earliestRecInt: '8 weeks', latestRecInt: '13 weeks' })],
    });
    expect(group(series(rawDose(1), second), { doses: ['2020-03-01 901'] })).toMatchObject({
      doseNumber: 2,
      earliest: '2020-03-29',
      recommended: '2020-04-26',
      pastDue: '2020-05-30',
      latest: null,
    });
    const late = rawDose(2, { age: [age('4 months', { latestRecAge: '5 months' })], interval: [interval('4 weeks')] });
    expect(group(series(rawDose(1), late), { doses: ['2020-12-15 901'] })).toMatchObject({
      earliest: '2021-01-12',
      recommended: '2021-01-12',
      pastDue: '2021-01-12',
    });
  });

  it('a forecast never lies before the last dose of the antigen, valid or not', () => {
    const ages = [age('2 months')];
    expect(group(series(rawDose(1, { age: ages })), { doses: ['2020-12-30 902'] }).earliest).toBe('2020-12-30');
  });

  it('wait for the season, and end with it', () => {
    const season = { seasonalRecommendation: { startDate: '2021-07-01', endDate: '2022-06-30' } };
    const yearly = series(rawDose(1, { ...season, recurringDose: 'Yes', age: [age('6 months')] }));
    expect(group(yearly)).toMatchObject({ earliest: '2021-07-01', doseNumber: 1 });
    expect(group(yearly, { doses: ['2020-10-01 901'], on: '2021-07-02' })).toMatchObject({ doseNumber: 1 });
    expect(group(yearly, { doses: ['2021-10-01 901'], on: '2021-12-01' })).toMatchObject({ doseNumber: 2 });
    expect(group(yearly, { on: '2022-07-01' })).toMatchObject({
      status: 'NOT_RECOMMENDED',
      reasons: ['PAST_SEASON'],
      earliest: null,
    });
  });

  it('a recurring dose asks for its like as long as nothing skips it', () => {
    const booster = rawDose(2, { interval: [interval('10 years')], recurringDose: 'Yes' });
    const doses = ['2020-03-01 901', '2030-03-01 901'];
    expect(group(series(rawDose(1), booster), { doses, on: '2031-01-01' })).toMatchObject({
      status: 'NOT_COMPLETE',
      doseNumber: 3,
      earliest: '2040-03-01',
    });
  });
});

describe('who needs no further dose', () => {
  const one = rawDose(1, { age: [age('2 months', { maxAge: '8 months' })] });

  it('is complete with all target doses, not recommended when all were skipped', () => {
    expect(group(series(one), { doses: ['2020-04-01 901'] })).toMatchObject({
      status: 'COMPLETE',
      earliest: null,
      doseNumber: null,
    });
    const always = skip('Both', [{ conditionID: '1', conditionType: 'Age' }]);
    expect(group(series(rawDose(1, { conditionalSkip: [always] })))).toMatchObject({
      status: 'NOT_RECOMMENDED',
      reasons: ['PAST_IMMUNIZATION_HISTORY'],
    });
  });

  it('ages out on the maximum age, or when the earliest date comes too late', () => {
    expect(group(series(one), { on: '2020-08-31' }).status).toBe('NOT_COMPLETE');
    expect(group(series(one), { on: '2020-09-01' })).toMatchObject({
      status: 'AGED_OUT',
      reasons: ['EXCEEDED_MAXIMUM_AGE'],
    });
    const two = rawDose(2, { age: [{ maxAge: '8 months' }], interval: [interval('4 weeks')] });
    expect(group(series(one, two), { doses: ['2020-08-04 901'], on: '2020-08-04' })).toMatchObject({
      status: 'AGED_OUT',
      reasons: ['CANNOT_FINISH_BEFORE_MAXIMUM_AGE'],
    });
  });

  it('is immune by a guideline or by date and country of birth, unless an exclusion holds', () => {
    const immunity = {
      clinicalHistory: [{ guidelineCode: '020', guidelineTitle: '' }],
      dateOfBirth: { immunityBirthDate: '01/02/2020', birthCountry: 'U.S.', exclusion: [{ exclusionCode: '055' }] },
    };
    const antigen = { ...series(rawDose(1, { age: [age('2 months')] })), immunity };
    expect(group(antigen, { observations: [{ code: '020' }] }).status).toBe('IMMUNE');
    expect(group(antigen).status).toBe('NOT_COMPLETE');
    expect(group(antigen, { countryOfBirth: 'U.S.' }).status).toBe('IMMUNE');
    expect(group(antigen, { countryOfBirth: 'U.S.', observations: [{ code: '055' }] }).status).toBe('NOT_COMPLETE');
    expect(group(antigen, { countryOfBirth: 'U.S.', birthDate: '2020-01-02' }).status).toBe('NOT_COMPLETE');
  });

  it('is contraindicated for the antigen within its ages', () => {
    const contraindication = { observationCode: '278', contraindicationText: '', endAge: '12 months' };
    const antigen = {
      ...series(rawDose(1, { age: [age('2 months')] })),
      contraindications: { vaccineGroup: { contraindication } },
    };
    const observations = [{ code: '278' }];
    expect(group(antigen, { observations, on: '2020-12-31' }).status).toBe('CONTRAINDICATED');
    expect(group(antigen, { observations, on: '2021-01-01' }).status).toBe('NOT_COMPLETE');
  });

  it('a contraindicated vaccine is not recommended; with all of them the series is contraindicated', () => {
    const preferableVaccine = ['901', '902'].map((cvx) => ({ vaccineType: cvx, cvx, forecastVaccineType: 'Y' }));
    const against = (...cvx: string[]) => ({
      ...series(rawDose(1, { age: [age('2 months')], preferableVaccine })),
      contraindications: {
        vaccine: { contraindication: { observationCode: '111', contraindicatedVaccine: cvx.map((c) => ({ cvx: c })) } },
      },
    });
    const observations = [{ code: '111' }];
    expect(group(against('901'), { observations }).recommendedVaccines).toEqual(['902']);
    expect(group(against('901', '902'), { observations }).status).toBe('CONTRAINDICATED');
  });
});

describe('relevant series', () => {
  const risk = (indication: Raw) =>
    supportingData({
      A: {
        series: [
          rawSeries('risk', [rawDose(1, { age: [age('2 months')] })], {
            seriesType: 'Risk',
            requiredGender: ['Female', 'Unknown'],
            indication: [{ observationCode: { code: '032' }, description: '', ...indication }],
          }),
        ],
      },
    });
  const names = (data: ReturnType<typeof risk>, story: Story) =>
    judge(data, story).patientSeries.map((s) => s.series.name);

  it('a risk series needs an indication within its ages and the gender', () => {
    const observations = [{ code: '032' }];
    expect(names(risk({}), { observations })).toEqual(['risk']);
    expect(names(risk({}), {})).toEqual([]);
    expect(names(risk({}), { observations, gender: 'MALE' })).toEqual([]);
    expect(names(risk({ beginAge: '13 months' }), { observations })).toEqual([]);
    expect(names(risk({ endAge: '12 months' }), { observations })).toEqual([]);
  });
});
