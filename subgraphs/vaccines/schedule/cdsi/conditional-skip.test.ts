import { describe, expect, it } from 'vitest';
import { evaluationsIn, interval, judge, rawDose, rawSeries, type Story, skip, supportingData } from './test-kit.ts';

type Raw = Record<string, unknown>;
const AGE = { conditionID: '1', conditionType: 'Age', beginAge: '12 months' };
const count = (more: Raw) => ({
  conditionID: '1',
  conditionType: 'Vaccine Count by Age',
  doseCount: '0',
  doseCountLogic: 'greater than',
  doseType: 'Total',
  ...more,
});

/** A series of two doses whose second one has the skip; the status of both target doses. */
function secondDose(conditionalSkip: Raw, story: Story): string {
  const doses = [rawDose(1), rawDose(2, { conditionalSkip: [conditionalSkip], interval: [interval('4 weeks')] })];
  const data = supportingData({ A: { series: [rawSeries('s', doses)] } });
  const found = judge(data, story).patientSeries[0]!;
  return `${found.targetDoses[1]!.status} ${found.status}`;
}

describe('conditional skip', () => {
  it('by age: from the begin age on, on the day of the assessment', () => {
    const story = { doses: ['2020-06-01 901'] };
    expect(secondDose(skip('Forecast', [AGE]), { ...story, on: '2021-01-01' })).toBe('SKIPPED COMPLETE');
    expect(secondDose(skip('Forecast', [AGE]), { ...story, on: '2020-12-31' })).toBe('NOT_SATISFIED NOT_COMPLETE');
    expect(secondDose(skip('Evaluation', [AGE]), { ...story, on: '2021-01-01' })).toBe('NOT_SATISFIED NOT_COMPLETE');
    const early = { ...AGE, beginAge: '13 months' };
    expect(secondDose(skip('Both', [early]), { ...story, on: '2020-07-01' })).toBe('NOT_SATISFIED NOT_COMPLETE');
  });

  it('validates the recommendation: a dose that will be skipped on its earliest date is skipped today (7.6)', () => {
    const story = { doses: ['2020-12-15 901'], on: '2020-12-15' };
    expect(secondDose(skip('Forecast', [AGE]), story)).toBe('SKIPPED COMPLETE');
  });

  it('in an evaluation on the day of the dose, and the dose goes on to the next target dose', () => {
    const doses = [
      rawDose(1, {
        conditionalSkip: [skip('Evaluation', [AGE])],
        preferableVaccine: [{ vaccineType: 'X', cvx: '902' }],
      }),
      rawDose(2),
    ];
    const data = supportingData({ A: { series: [rawSeries('s', doses)] } });
    expect(evaluationsIn(judge(data, { doses: ['2020-12-31 901'] }), 's')).toEqual([
      'NOT_VALID NOT_PREFERABLE_OR_ALLOWABLE',
    ]);
    expect(evaluationsIn(judge(data, { doses: ['2021-01-01 901'] }), 's')).toEqual(['VALID']);
  });

  it('by interval from the dose before', () => {
    const condition = { conditionID: '1', conditionType: 'Interval', interval: '6 months' };
    expect(secondDose(skip('Forecast', [condition]), { doses: ['2020-06-01 901'], on: '2020-12-01' })).toBe(
      'SKIPPED COMPLETE',
    );
    expect(secondDose(skip('Forecast', [condition]), { doses: ['2020-06-02 901'], on: '2020-12-01' })).toBe(
      'NOT_SATISFIED NOT_COMPLETE',
    );
  });

  it('by count: of the vaccines, ages and dates named, valid or all', () => {
    const doses = ['2020-06-01 901', '2020-06-10 901', '2020-06-20 902'];
    const skipped = (more: Raw) => secondDose(skip('Forecast', [count(more)]), { doses, on: '2020-06-21' });
    const met = 'SKIPPED COMPLETE';
    const open = 'NOT_SATISFIED NOT_COMPLETE';
    expect(skipped({ doseCount: '2' })).toBe(met);
    expect(skipped({ doseCount: '3' })).toBe(open);
    expect(skipped({ doseCount: '2', vaccineTypes: '901; 903' })).toBe(open);
    expect(skipped({ doseCount: '1', vaccineTypes: '901;903' })).toBe(met);
    expect(skipped({ doseCount: '1', doseType: 'Valid' })).toBe(open);
    expect(skipped({ doseCount: '1', doseType: 'Valid', doseCountLogic: 'equal to' })).toBe(met);
    expect(skipped({ doseCount: '4', doseCountLogic: 'less than' })).toBe(met);
    expect(skipped({ doseCount: '0', beginAge: '6 months' })).toBe(open);
    expect(skipped({ doseCount: '2', endAge: '6 months' })).toBe(met);
    expect(skipped({ conditionType: 'Vaccine Count by Date', startDate: '2020-06-20', doseCount: '0' })).toBe(met);
    expect(skipped({ conditionType: 'Vaccine Count by Date', endDate: '2020-06-20', doseCount: '2' })).toBe(open);
  });

  it('in an evaluation neither the dose itself nor a later one has been given yet', () => {
    const onlyAfterOne = skip('Evaluation', [count({ doseCount: '1' })]);
    const doses = [rawDose(1, { conditionalSkip: [onlyAfterOne], age: [{ absMinAge: '6 months' }] }), rawDose(2)];
    const data = supportingData({ A: { series: [rawSeries('s', doses)] } });
    const story = { doses: ['2020-03-01 901', '2020-04-01 901', '2020-05-01 901'] };
    expect(evaluationsIn(judge(data, story), 's')).toEqual(['NOT_VALID TOO_YOUNG', 'NOT_VALID TOO_YOUNG', 'VALID']);
  });

  it('joins conditions with AND or OR, and sets with OR', () => {
    const never = { ...AGE, beginAge: '50 years' };
    const story = { doses: ['2020-06-01 901'], on: '2021-02-01' };
    expect(secondDose(skip('Both', [AGE, never], 'AND'), story)).toBe('NOT_SATISFIED NOT_COMPLETE');
    expect(secondDose(skip('Both', [AGE, never], 'OR'), story)).toBe('SKIPPED COMPLETE');
    const sets = [{ condition: [never] }, { condition: [AGE] }];
    expect(secondDose({ context: 'Both', setLogic: 'OR', set: sets }, story)).toBe('SKIPPED COMPLETE');
    expect(secondDose({ context: 'Both', setLogic: 'AND', set: sets }, story)).toBe('NOT_SATISFIED NOT_COMPLETE');
  });

  it('a set holds only while it is in force', () => {
    const story = { doses: ['2020-06-01 901'], on: '2021-02-01' };
    const from = (effectiveDate: string) => skip('Both', [AGE], undefined, { effectiveDate });
    expect(secondDose(from('2021-02-01'), story)).toBe('SKIPPED COMPLETE');
    expect(secondDose(from('2021-02-02'), story)).toBe('NOT_SATISFIED NOT_COMPLETE');
  });

  it('by completed series: what was complete before the dose, not what became so later', () => {
    const completed = skip('Both', [{ conditionID: '1', conditionType: 'Completed Series', seriesGroups: '1' }]);
    const risk = rawSeries(
      'risk',
      [rawDose(1, { conditionalSkip: [completed] }), rawDose(2)],
      { seriesType: 'Risk', indication: [{ observationCode: { code: '032' }, description: '' }] },
      { seriesGroup: '2', seriesGroupName: 'Increased Risk' },
    );
    const data = supportingData({ A: { series: [risk, rawSeries('standard', [rawDose(1), rawDose(2)])] } });
    const targets = (doses: string[]) =>
      judge(data, { doses, observations: [{ code: '032' }] })
        .patientSeries.find((s) => s.series.name === 'risk')
        ?.targetDoses.map((t) => t.status);
    expect(targets(['2020-03-01 901', '2020-04-01 901'])).toEqual(['SATISFIED', 'SATISFIED']);
    expect(targets(['2020-03-01 902', '2020-04-01 902'])).toEqual(['NOT_SATISFIED', 'NOT_SATISFIED']);
  });
});
