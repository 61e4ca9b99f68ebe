import { describe, expect, it } from 'vitest';
import { age, bestSeries, interval, judge, rawDose, rawSeries, supportingData } from './test-kit.ts';

type Raw = Record<string, unknown>;
const RISK = { seriesType: 'Risk', indication: [{ observationCode: { code: '032' }, description: '' }] };
const observations = [{ code: '032' }];
const other = { preferableVaccine: [{ vaccineType: 'Other', cvx: '902', forecastVaccineType: 'Y' }] };
const either = { preferableVaccine: ['901', '902'].map((cvx) => ({ vaccineType: cvx, cvx })) };
const chosen = (series: Raw[], doses: string[] = [], on = '2021-01-01') =>
  bestSeries(judge(supportingData({ A: { series } }), { doses, on, observations }));

describe('the prioritized series of a series group', () => {
  const standard = rawSeries(
    'standard',
    [rawDose(1), rawDose(2)],
    {},
    { defaultSeries: 'Yes', maxAgeToStart: '7 months' },
  );
  const late = rawSeries('late', [rawDose(1, { age: [age('7 months')] })], {}, { seriesPreference: '2' });

  it('is the default one before any valid dose', () => {
    expect(chosen([standard, late])).toEqual(['standard']);
    expect(chosen([standard, late], ['2020-03-01 903'])).toEqual(['standard']);
  });

  it('is one that was started before its maximum age to start', () => {
    expect(chosen([standard, late], ['2020-03-01 901'])).toEqual(['standard']);
    expect(chosen([standard, late], ['2020-08-01 901'])).toEqual(['late']);
  });

  it('is the only complete one, however the others stand', () => {
    const short = rawSeries('short', [rawDose(1)], {}, { seriesPreference: '9' });
    expect(chosen([standard, short], ['2020-03-01 901'])).toEqual(['short']);
  });

  it('of several complete ones that with the most valid doses, then the best ranked', () => {
    const two = rawSeries('two', [rawDose(1), rawDose(2)], {}, { seriesPreference: '3' });
    const one = rawSeries('one', [rawDose(1)], {}, { seriesPreference: '1' });
    const same = rawSeries('same', [rawDose(1)], {}, { seriesPreference: '2' });
    expect(chosen([one, two], ['2020-03-01 901', '2020-04-01 901'])).toEqual(['two']);
    expect(chosen([same, one], ['2020-03-01 901'])).toEqual(['one']);
  });

  it('of several begun ones a product series with all doses valid', () => {
    const mixed = rawSeries('mixed', [rawDose(1, either), rawDose(2, either), rawDose(3, either)]);
    const product = rawSeries(
      'product',
      [rawDose(1, other), rawDose(2, other), rawDose(3, other)],
      {},
      { productPath: 'Yes', seriesPreference: '2' },
    );
    expect(chosen([mixed, product], ['2020-03-01 902'])).toEqual(['product']);
    expect(chosen([mixed, product], ['2020-03-01 902', '2020-04-01 901'])).toEqual(['mixed']);
  });

  it('of several begun ones that which can still be finished', () => {
    const closing = rawSeries('closing', [
      rawDose(1),
      rawDose(2),
      rawDose(3, { age: [{ maxAge: '8 months' }], interval: [interval('9 months')] }),
    ]);
    const open = rawSeries('open', [rawDose(1), rawDose(2), rawDose(3), rawDose(4)], {}, { seriesPreference: '2' });
    expect(chosen([closing, open], ['2020-03-01 901'], '2020-04-01')).toEqual(['open']);
  });

  it('of several begun ones that which is closest to the end', () => {
    const long = rawSeries('long', [rawDose(1), rawDose(2), rawDose(3)]);
    const short = rawSeries('short', [rawDose(1), rawDose(2)], {}, { seriesPreference: '2' });
    expect(chosen([long, short], ['2020-03-01 901'])).toEqual(['short']);
  });

  it('without default and without doses that which starts earliest and binds to no product', () => {
    const two = rawSeries('two', [rawDose(1, { age: [age('2 months')] })], {}, { seriesPreference: '2' });
    const three = rawSeries('three', [rawDose(1, { age: [age('3 months')] })]);
    const product = rawSeries('product', [rawDose(1, { age: [age('2 months')] })], {}, { productPath: 'Yes' });
    expect(chosen([two, three, product])).toEqual(['two']);
  });

  it('is none that is contraindicated, unless all are', () => {
    const contraindications = {
      vaccine: { contraindication: { observationCode: '032', contraindicatedVaccine: [{ cvx: '901' }] } },
    };
    const series = [
      rawSeries('a', [rawDose(1)], RISK),
      rawSeries('b', [rawDose(1, { ...other, age: [age('2 months')] })], RISK),
    ];
    const best = (list: Raw[]) => judge(supportingData({ A: { series: list, contraindications } }), { observations });
    expect(bestSeries(best(series))).toEqual(['b']);
    expect(best(series.slice(0, 1)).vaccineGroups[0]?.status).toBe('CONTRAINDICATED');
  });
});

describe('risk series', () => {
  const b = rawSeries('b', [rawDose(1, { age: [age('2 months')] })], RISK, { seriesPriority: 'B' });

  it('of a lower priority stand back', () => {
    const a = rawSeries('a', [rawDose(1, { age: [age('3 months')] })], RISK, { seriesPriority: 'A' });
    expect(chosen([b, a])).toEqual(['a']);
  });

  it('that the patient has outgrown without a valid dose leave the field to a lower priority', () => {
    const a = rawSeries('a', [rawDose(1, { age: [age('2 months', { maxAge: '6 months' })] })], RISK, {
      seriesPriority: 'A',
    });
    expect(chosen([b, a])).toEqual(['b']);
    expect(chosen([b, a], [], '2020-06-01')).toEqual(['a']);
  });
});

describe('the best series over all series groups', () => {
  const groupTwo = { seriesGroup: '2', seriesGroupName: 'Increased Risk' };
  const doses = [rawDose(1, { age: [age('2 months')] })];
  const standard = (equivalent: string) =>
    rawSeries('standard', doses, { equivalentSeriesGroups: equivalent }, { defaultSeries: 'Yes' });
  const risk = (equivalent: string, n = 1) =>
    rawSeries(
      'risk',
      [...doses, ...(n > 1 ? [rawDose(2)] : [])],
      { ...RISK, equivalentSeriesGroups: equivalent },
      groupTwo,
    );

  it('a risk series replaces a standard one of an equivalent group', () => {
    expect(chosen([standard('2'), risk('1')])).toEqual(['risk']);
    expect(chosen([standard('n/a'), risk('n/a')])).toEqual(['standard', 'risk']);
  });

  it('a complete series of an equivalent group replaces one that is not', () => {
    expect(chosen([standard('2'), risk('1', 2)], ['2020-06-01 901'])).toEqual(['standard']);
    expect(chosen([standard('2'), risk('n/a', 2)], ['2020-06-01 901'])).toEqual(['standard', 'risk']);
  });

  it('an evaluation-only series is proof when complete, and never recommended', () => {
    const only = rawSeries('only', doses, { seriesType: 'Evaluation Only' }, groupTwo);
    expect(chosen([standard('2'), only])).toEqual(['standard']);
    const twice = rawSeries('twice', [...doses, rawDose(2)], { equivalentSeriesGroups: '2' }, { defaultSeries: 'Yes' });
    expect(chosen([twice, only], ['2020-06-01 901'])).toEqual(['only']);
  });
});
