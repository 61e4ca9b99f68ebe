import { describe, expect, it } from 'vitest';
import { evaluateAndForecast, PatientDataError, type VaccineDoseAdministered } from './index.ts';
import { age, evaluationsIn, interval, judge, rawDose, rawSeries, supportingData } from './test-kit.ts';

const twoDoses = supportingData({
  A: {
    series: [
      rawSeries('two', [
        rawDose(1, { age: [age('2 months', { maxAge: '5 years' })] }),
        rawDose(2, { interval: [interval('4 weeks')] }),
      ]),
    ],
  },
});
const given = (...doses: string[]) => evaluationsIn(judge(twoDoses, { doses }), 'two');

describe('a dose administered against a target dose', () => {
  it('is too young below the absolute minimum age, in the grace period below the minimum age', () => {
    expect(given('2020-02-25 901')).toEqual(['NOT_VALID TOO_YOUNG']);
    expect(given('2020-02-26 901')).toEqual(['VALID GRACE_PERIOD']);
    expect(given('2020-02-29 901')).toEqual(['VALID GRACE_PERIOD']);
    expect(given('2020-03-01 901')).toEqual(['VALID']);
  });

  it('is extraneous from the maximum age on', () => {
    const late = (doses: string[]) => evaluationsIn(judge(twoDoses, { doses, on: '2026-01-01' }), 'two');
    expect(late(['2024-12-31 901'])).toEqual(['VALID']);
    expect(late(['2025-01-01 901'])).toEqual(['EXTRANEOUS TOO_OLD']);
  });

  it('keeps the interval from the previous dose, also from one that was not valid', () => {
    expect(given('2020-03-01 901', '2020-03-24 901')).toEqual(['VALID', 'NOT_VALID TOO_SOON']);
    expect(given('2020-03-01 901', '2020-03-25 901')).toEqual(['VALID', 'VALID GRACE_PERIOD']);
    expect(given('2020-03-01 901', '2020-03-29 901')).toEqual(['VALID', 'VALID']);
    expect(given('2020-03-01 901', '2020-03-15 901', '2020-04-02 901')).toEqual([
      'VALID',
      'NOT_VALID TOO_SOON',
      'NOT_VALID TOO_SOON',
    ]);
  });

  it('is extraneous when the series is complete', () => {
    expect(given('2020-03-01 901', '2020-04-01 901', '2020-05-01 901')).toEqual([
      'VALID',
      'VALID',
      'EXTRANEOUS SERIES_ALREADY_COMPLETE',
    ]);
  });

  it('is not valid when the vaccine is neither preferable nor allowable', () => {
    expect(given('2020-03-01 902')).toEqual(['NOT_VALID NOT_PREFERABLE_OR_ALLOWABLE']);
  });

  it('is judged in order of time, whatever the order of the list', () => {
    expect(given('2020-04-01 901', '2020-03-01 901')).toEqual(['VALID', 'VALID']);
  });

  it('is sub-standard when it was expired or spoiled, and the target dose stays open', () => {
    const doses = [
      { date: '2020-03-01', cvx: '901', lotExpirationDate: '2020-02-29' },
      { date: '2020-03-02', cvx: '901', lotExpirationDate: '2020-03-02' },
    ];
    const result = judge(twoDoses, {});
    expect(result.patientSeries[0]?.evaluations).toEqual([]);
    expect(evaluationsIn(judgeDoses(doses), 'two')).toEqual(['SUBSTANDARD DOSE_CONDITION', 'VALID']);
    expect(evaluationsIn(judgeDoses([{ date: '2020-03-01', cvx: '901', doseCondition: true }]), 'two')).toEqual([
      'SUBSTANDARD DOSE_CONDITION',
    ]);
  });

  it('names the field of a date that does not exist, and nothing of its content', () => {
    expect(() => given('2020-02-30 901')).toThrow(PatientDataError);
    expect(() => given('2020-02-30 901')).toThrow('doses[0].date: expected a calendar date YYYY-MM-DD');
  });
});

describe('vaccines of a target dose', () => {
  const product = {
    vaccineType: 'Test',
    cvx: '901',
    beginAge: '0 days',
    tradeName: 'Alpha',
    mvx: 'AAA',
    volume: '0.5',
  };
  const data = supportingData(
    {
      A: {
        series: [
          rawSeries('s', [
            rawDose(1, {
              preferableVaccine: [product],
              allowableVaccine: [{ vaccineType: 'Other', cvx: '902', beginAge: '6 months', endAge: '12 months' }],
              inadvertentVaccine: [{ vaccineType: 'Wrong', cvx: '903' }],
            }),
          ]),
        ],
      },
    },
    {
      vaccines: {
        '901': [{ antigen: 'A' }],
        '902': [{ antigen: 'A', associationEndAge: '11 months' }],
        '903': [{ antigen: 'A' }],
      },
    },
  );
  const one = (dose: Partial<VaccineDoseAdministered>) =>
    evaluationsIn(judgeDoses([{ date: '2020-07-01', cvx: '901', ...dose }], data), 's');

  it('a preferable vaccine of a named product is recognised by trade name or manufacturer', () => {
    expect(one({ tradeName: 'ALPHA' })).toEqual(['VALID']);
    expect(one({ mvx: 'AAA' })).toEqual(['VALID']);
    expect(one({ mvx: 'BBB' })).toEqual(['NOT_VALID NOT_PREFERABLE_OR_ALLOWABLE']);
  });

  it('less than the recommended volume is a remark, not a fault', () => {
    expect(one({ mvx: 'AAA', volume: 0.25 })).toEqual(['VALID LESS_THAN_RECOMMENDED_VOLUME']);
  });

  it('an allowable vaccine counts within its ages', () => {
    expect(one({ cvx: '902' })).toEqual(['VALID']);
    expect(one({ cvx: '902', date: '2020-06-30' })).toEqual(['NOT_VALID NOT_PREFERABLE_OR_ALLOWABLE']);
  });

  it('a vaccine has its antigen only within the ages of the association', () => {
    expect(one({ cvx: '902', date: '2020-12-01' })).toEqual([]);
  });

  it('an inadvertent vaccine is not valid, and no interval is measured from it', () => {
    expect(one({ cvx: '903' })).toEqual(['NOT_VALID INADVERTENT_ADMINISTRATION']);
    const withInterval = supportingData({
      A: {
        series: [
          rawSeries('s', [
            rawDose(1),
            rawDose(2, { interval: [interval('4 weeks')], inadvertentVaccine: [{ vaccineType: 'Wrong', cvx: '902' }] }),
          ]),
        ],
      },
    });
    const doses = ['2020-03-01 901', '2020-03-20 902', '2020-03-30 901'];
    expect(evaluationsIn(judge(withInterval, { doses }), 's')).toEqual([
      'VALID',
      'NOT_VALID INADVERTENT_ADMINISTRATION',
      'VALID',
    ]);
  });
});

function judgeDoses(doses: readonly VaccineDoseAdministered[], data = twoDoses) {
  return evaluateAndForecast(
    { birthDate: '2020-01-01', gender: 'FEMALE', observations: [], doses },
    data,
    '2021-01-01',
  );
}
