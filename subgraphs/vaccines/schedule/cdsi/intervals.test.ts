import { describe, expect, it } from 'vitest';
import { evaluationsIn, interval, judge, rawDose, rawSeries, type Story, supportingData } from './test-kit.ts';

const doses = (third: Record<string, unknown>) => [rawDose(1), rawDose(2), rawDose(3, third)];
const judged = (third: Record<string, unknown>, story: Story) =>
  evaluationsIn(judge(supportingData({ A: { series: [rawSeries('s', doses(third))] } }), story), 's').at(-1);
const given = ['2020-01-10 901', '2020-02-10 901'];

describe('intervals', () => {
  it('every preferable interval must be kept, from the previous dose and from a target dose', () => {
    const third = {
      interval: [
        interval('4 weeks'),
        { fromPrevious: 'N', fromTargetDose: '1', absMinInt: '4 months', minInt: '4 months' },
      ],
    };
    expect(judged(third, { doses: [...given, '2020-05-09 901'] })).toBe('NOT_VALID TOO_SOON');
    expect(judged(third, { doses: [...given, '2020-05-10 901'] })).toBe('VALID');
  });

  it('an allowable interval saves a dose that missed a preferable one', () => {
    const third = { interval: [interval('6 months')], allowableInterval: { fromPrevious: 'Y', absMinInt: '4 months' } };
    expect(judged(third, { doses: [...given, '2020-06-09 901'] })).toBe('NOT_VALID TOO_SOON');
    expect(judged(third, { doses: [...given, '2020-06-10 901'] })).toBe('VALID');
  });

  it('counts from the most recent of the named vaccines, and asks nothing when none was given', () => {
    const third = {
      interval: [{ fromPrevious: 'N', fromMostRecent: '902; 903', absMinInt: '8 weeks', minInt: '8 weeks' }],
    };
    expect(judged(third, { doses: [...given, '2020-03-01 901'] })).toBe('VALID');
    const vaccines = { '901': [{ antigen: 'A' }] };
    const data = supportingData({ A: { series: [rawSeries('s', doses(third))] } }, { vaccines });
    const story = { doses: [...given, '2020-02-20 902', '2020-04-15 901'] };
    expect(evaluationsIn(judge(data, story), 's').at(-1)).toBe('NOT_VALID TOO_SOON');
  });

  it('counts from the date of an observation', () => {
    const third = {
      interval: [
        {
          fromPrevious: 'N',
          fromRelevantObs: { text: 'Onset', code: '170' },
          absMinInt: '6 months',
          minInt: '6 months',
        },
      ],
    };
    const story = { doses: [...given, '2020-08-31 901'] };
    expect(judged(third, { ...story, observations: [{ code: '170', date: '2020-03-01' }] })).toBe('NOT_VALID TOO_SOON');
    expect(judged(third, { ...story, observations: [{ code: '170', date: '2020-02-28' }] })).toBe('VALID');
    expect(judged(third, { ...story, observations: [{ code: '170' }] })).toBe('VALID');
  });

  it('holds only while it is in force: on the day of the dose', () => {
    const third = {
      interval: [
        interval('8 weeks', { cessationDate: '2020-03-31' }),
        interval('12 weeks', { effectiveDate: '2020-04-01' }),
      ],
    };
    expect(judged(third, { doses: ['2020-01-02 901', '2020-01-10 901', '2020-03-31 901'] })).toBe('VALID');
    expect(judged(third, { doses: ['2020-01-02 901', '2020-01-10 901', '2020-03-29 901'] })).toBe('VALID');
    expect(judged(third, { doses: ['2020-01-02 901', '2020-01-20 901', '2020-04-01 901'] })).toBe('NOT_VALID TOO_SOON');
  });
});

describe('conflicts between vaccines', () => {
  const conflict = {
    previous: { vaccineType: 'Live', cvx: '903' },
    current: { vaccineType: 'Test', cvx: '901' },
    conflictBeginInterval: '1 day',
    minConflictEndInterval: '24 days',
    conflictEndInterval: '28 days',
  };
  const vaccines = { '901': [{ antigen: 'A' }], '903': [{ antigen: 'B' }] };
  const b = { targetDisease: 'B', vaccineGroup: 'B' };
  const data = supportingData(
    {
      A: { series: [rawSeries('a', [rawDose(1)])] },
      B: { series: [rawSeries('b', [rawDose(1, { preferableVaccine: [{ vaccineType: 'Live', cvx: '903' }] })], b)] },
    },
    { vaccines, conflicts: [conflict] },
  );
  const after = (date: string) => evaluationsIn(judge(data, { doses: ['2020-03-01 903', `${date} 901`] }), 'a');

  it('begins the day after and ends with the conflict; the same day is none', () => {
    expect(after('2020-03-01')).toEqual(['VALID']);
    expect(after('2020-03-02')).toEqual(['NOT_VALID VACCINE_CONFLICT']);
    expect(after('2020-03-24')).toEqual(['NOT_VALID VACCINE_CONFLICT']);
    expect(after('2020-03-25')).toEqual(['VALID']);
  });

  it('keeps a forecast back for the whole conflict', () => {
    const result = judge(data, { doses: ['2020-12-20 903'] });
    expect(result.vaccineGroups.find((g) => g.vaccineGroup === 'A')?.earliest).toBe('2021-01-17');
  });
});
