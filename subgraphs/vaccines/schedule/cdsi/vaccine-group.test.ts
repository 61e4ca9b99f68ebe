import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AntigenParts, age, interval, judge, rawDose, rawSeries, type Story, supportingData } from './test-kit.ts';

type Raw = Record<string, unknown>;
const antigen = (name: string, doses: Raw[], more: Raw = {}): AntigenParts => ({
  series: [rawSeries(`${name} series`, doses, { targetDisease: name, vaccineGroup: 'G' }, { defaultSeries: 'Yes' })],
  ...more,
});
const vaccines = {
  '901': [{ antigen: 'A' }, { antigen: 'B' }],
  '902': [{ antigen: 'A' }],
};
const both = { preferableVaccine: ['901', '902'].map((cvx) => ({ vaccineType: cvx, cvx, forecastVaccineType: 'Y' })) };
const groups = [{ name: 'G', antigen: ['A', 'B'] }];
const forecast = (antigens: Record<string, AntigenParts>, story: Story, fullGroups: string[] = []) =>
  judge(supportingData(antigens, { vaccines, groups, fullGroups }), story).vaccineGroups;

describe('a vaccine group of several antigens', () => {
  const two = (minimum: string, more: Raw = {}) => [
    rawDose(1, { ...both, age: [age('2 months')] }),
    rawDose(2, { ...both, interval: [interval(minimum, more)] }),
  ];
  const story = { doses: ['2020-06-01 901', '2020-08-01 902'], on: '2020-08-15' };

  it('waits for the latest earliest date of its antigens', () => {
    const result = forecast(
      { A: antigen('A', two('4 weeks')), B: antigen('B', two('6 months')) },
      { doses: ['2020-06-01 901'] },
    );
    expect(result).toMatchObject([
      { status: 'NOT_COMPLETE', earliest: '2020-12-01', recommended: '2020-12-01', doseNumber: 2 },
    ]);
  });

  it('follows the earliest date when an interval overrides, but not before the last dose of the group', () => {
    const result = forecast(
      { A: antigen('A', two('9 months')), B: antigen('B', two('4 weeks', { intervalPriority: 'override' })) },
      story,
    );
    expect(result[0]?.earliest).toBe('2020-08-01');
  });

  it('numbers the dose by the antigen that is furthest, or by the one that is least when all are given together', () => {
    const antigens = { A: antigen('A', [...two('4 weeks'), rawDose(3, both)]), B: antigen('B', two('4 weeks')) };
    expect(forecast(antigens, story)[0]?.doseNumber).toBe(3);
    expect(forecast(antigens, story, ['G'])[0]?.doseNumber).toBe(2);
  });

  it('goes on without a contraindicated antigen unless it must be given in full', () => {
    const contraindications = { vaccineGroup: { contraindication: { observationCode: '079' } } };
    const antigens = { A: antigen('A', two('4 weeks')), B: antigen('B', two('4 weeks'), { contraindications }) };
    const sick = { doses: ['2020-06-01 901'], observations: [{ code: '079' }] };
    expect(forecast(antigens, sick)[0]).toMatchObject({ status: 'NOT_COMPLETE', recommendedAntigens: ['A'] });
    expect(forecast(antigens, sick, ['G'])[0]).toMatchObject({
      status: 'CONTRAINDICATED',
      earliest: null,
      doseNumber: null,
    });
  });

  it('is complete when every antigen is complete or immune', () => {
    const immunity = { clinicalHistory: { guidelineCode: '020' } };
    const antigens = { A: antigen('A', [rawDose(1, both)]), B: antigen('B', [rawDose(1, both)], { immunity }) };
    const status = (codes: string[], doses: string[]) =>
      forecast(antigens, { doses, observations: codes.map((code) => ({ code })) })[0]?.status;
    expect(status(['020'], ['2020-06-01 902'])).toBe('COMPLETE');
    expect(status([], ['2020-06-01 901'])).toBe('COMPLETE');
    expect(status([], ['2020-06-01 902'])).toBe('AGED_OUT');
  });
});

describe('series groups of one vaccine group', () => {
  const risk = rawSeries(
    'risk',
    [rawDose(1, { age: [age('12 months')] })],
    { seriesType: 'Risk', indication: [{ observationCode: { code: '032' }, description: '' }] },
    { seriesGroup: '2', seriesGroupName: 'Increased Risk' },
  );
  const later = rawSeries(
    'later',
    [rawDose(1, { age: [age('50 years')] })],
    {},
    { seriesGroup: '3', defaultSeries: 'Yes', minAgeToStart: '50 years' },
  );
  const data = supportingData({
    A: { series: [rawSeries('standard', [rawDose(1)], {}, { defaultSeries: 'Yes' }), risk, later] },
  });

  it('have a forecast each; a valid dose counts once, wherever it is valid', () => {
    const result = judge(data, { doses: ['2020-06-01 901'], observations: [{ code: '032' }] }).vaccineGroups;
    expect(result).toMatchObject([
      { seriesGroup: '1', risk: false, status: 'COMPLETE', startsLater: false },
      { seriesGroup: '2', risk: true, status: 'NOT_COMPLETE', doseNumber: 2, earliest: '2021-01-01' },
      { seriesGroup: '3', risk: false, status: 'NOT_COMPLETE', startsLater: true },
    ]);
  });

  it('do not depend on the order of the doses', () => {
    const days = fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { maxLength: 8 });
    fc.assert(
      fc.property(days, fc.infiniteStream(fc.nat()), (list, order) => {
        const doses = list.map((d) => `2020-06-${String(d).padStart(2, '0')} ${d % 2 ? '901' : '902'}`);
        const keys = new Map(doses.map((d) => [d, order.next().value]));
        const shuffled = doses.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
        const plain = (input: string[]) =>
          judge(data, { doses: input, observations: [{ code: '032' }] }).vaccineGroups.map(({ series, ...rest }) => ({
            ...rest,
            series: series.map((s) => s.evaluations.map((e) => [e.dose.date, e.status, e.reasons])),
          }));
        expect(plain(shuffled)).toEqual(plain(doses.toSorted()));
      }),
    );
  });
});
