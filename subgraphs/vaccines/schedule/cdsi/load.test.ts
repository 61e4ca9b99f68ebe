import { describe, expect, it } from 'vitest';
import { ScheduleFormatError } from '../reader.ts';
import { loadSupportingData } from './index.ts';
import { age, interval, rawDose, rawSeries, skip, supportingData } from './test-kit.ts';

describe('the supporting data', () => {
  it('reads a single element without brackets like a list of one', () => {
    const data = supportingData({ A: { series: [rawSeries('s', [rawDose(1, { age: age('2 months') })])] } });
    expect(data.antigens.get('A')?.series[0]?.doses[0]?.ages).toHaveLength(1);
  });

  it('reads codes with and without leading zeros as one vaccine', () => {
    const doses = [rawDose(1, { inadvertentVaccine: [{ vaccineType: 'Td', cvx: '009' }] })];
    const data = supportingData({ A: { series: [rawSeries('s', doses)] } }, { vaccines: { '09': [{ antigen: 'A' }] } });
    expect([...data.antigensOfVaccine.keys()]).toEqual(['9']);
    expect(data.antigens.get('A')?.series[0]?.doses[0]?.inadvertentVaccines.has('9')).toBe(true);
  });

  it('names file and place of what it cannot read', () => {
    const wrong = (dose: Record<string, unknown>) => () =>
      supportingData({ A: { series: [rawSeries('s', [rawDose(1, dose)])] } });
    expect(wrong({ age: [age('soon')] })).toThrow(ScheduleFormatError);
    expect(wrong({ age: [{ minAge: 'soon' }] })).toThrow(
      /A\.antigenSupportingData\.series\[0\]\.seriesDose\[0\]\.age\[0\]\.minAge/,
    );
    expect(wrong({ interval: [{ fromPrevious: 'N', minInt: '4 weeks' }] })).toThrow(/measured from/);
    expect(wrong({ interval: [interval('4 weeks', { effectiveDate: '2021-02-30' })] })).toThrow(/effectiveDate/);
    expect(wrong({ conditionalSkip: [skip('Sometimes', [])] })).toThrow(/context/);
    expect(wrong({ conditionalSkip: [skip('Both', [{ conditionType: 'Mood' }])] })).toThrow(/conditionType/);
    expect(wrong({ recurringDose: 'Perhaps' })).toThrow(/recurringDose: expected Yes or No/);
  });

  it('refuses a vaccine that carries an antigen without data', () => {
    const vaccines = { '901': [{ antigen: 'B' }] };
    expect(() => supportingData({ A: { series: [rawSeries('s', [rawDose(1)])] } }, { vaccines })).toThrow(/antigen/);
    expect(() => loadSupportingData({ name: 'empty', json: {} }, [])).toThrow(/empty\.scheduleSupportingData/);
  });
});
