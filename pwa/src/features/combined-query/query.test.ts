import { describe, expect, it } from 'vitest';
import { conditionOf, FIRST_QUERY, fieldsFor, isWhole, operatorsOf, withCondition, withGroup } from './query.ts';

describe('the form of a combined query', () => {
  it('J-07 is whole only when every condition has the values its operator takes', () => {
    expect(isWhole(FIRST_QUERY)).toBe(false);
    const group = withCondition(FIRST_QUERY.groups[0]!, 0, { ...conditionOf('birthDate'), values: ['2024-01-01'] });
    expect(isWhole(withGroup(FIRST_QUERY, 0, group))).toBe(false);
    const both = withCondition(group, 0, { ...group.conditions[0]!, values: ['2024-01-01', '2024-12-31'] });
    expect(isWhole(withGroup(FIRST_QUERY, 0, both))).toBe(true);
    expect(isWhole(withGroup(FIRST_QUERY, 0, withCondition(both, 1, conditionOf('doses'))))).toBe(true);
    const wordy = withCondition(both, 0, { ...conditionOf('ageMonths'), values: ['six'] });
    expect(isWhole(withGroup(FIRST_QUERY, 0, wordy))).toBe(false);
  });

  it('J-07 offers each field its operators, each role its fields, and never an empty query', () => {
    expect(operatorsOf('diedOn')).toEqual(['between', 'from', 'to', 'filled', 'empty']);
    expect(operatorsOf('sex')).toEqual(['in', 'not_in']);
    expect(fieldsFor('inspector')).not.toContain('conditions');
    expect(fieldsFor('cdc')).toContain('conditions');
    expect(withGroup(FIRST_QUERY, 0, withCondition(FIRST_QUERY.groups[0]!, 0, null))).toEqual(FIRST_QUERY);
  });
});
