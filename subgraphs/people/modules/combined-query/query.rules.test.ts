import { Parameters } from '@miaoben/kernel/reach';
import { describe, expect, it } from 'vitest';
import { checkQuery } from './query.check.ts';
import { compileQuery } from './query.compile.ts';
import { type PersonQuery, QUERY_FIELDS, type QueryCondition } from './query.vocabulary.ts';

const of = (...conditions: QueryCondition[]): PersonQuery => ({ logic: 'and', groups: [{ logic: 'or', conditions }] });
const faultOf = (query: PersonQuery, role: 'cdc' | 'inspector' = 'cdc', hidden: 'family'[] = []) => {
  try {
    checkQuery(query, { role, hidden });
    return null;
  } catch (error) {
    const { field, reason } = (error as { extensions: { field: string; reason: string } }).extensions;
    return [field, reason];
  }
};
const girls: QueryCondition = { field: 'sex', operator: 'in', values: ['F'] };

describe('a combined query as data', () => {
  it('J-07 compiles groups by AND and OR to SQL with every value bound, whatever a value says', () => {
    const p = new Parameters();
    const evil = "x'); drop table person; --";
    const sql = compileQuery(
      {
        logic: 'or',
        groups: [
          { logic: 'and', conditions: [girls, { field: 'name', operator: 'begins', values: [evil] }] },
          { logic: 'or', conditions: [{ field: 'maritalStatus', operator: 'not_in', values: ['single'] }] },
        ],
      },
      '2026-11-21',
      p,
    );
    expect(sql).toBe(
      '(((p.sex = any($1::text[])) and (starts_with(p.name_key, $2))) or ((not coalesce((p.marital_status = any($3::text[])), false))))',
    );
    expect(p.values[0]).toEqual(['F']);
    expect(String(p.values[1])).toContain('drop');
  });

  it('J-07 takes no operator, value or number of values that a field does not have, and names group and condition', () => {
    expect(faultOf(of(girls))).toBeNull();
    const wrong = (more: Partial<QueryCondition>) => faultOf(of(girls, { ...girls, ...more }));
    const at = 'query.groups.0.conditions.1';
    expect(wrong({ operator: 'from' })).toEqual([`${at}.operator`, 'unknown_code']);
    expect(wrong({ operator: 'empty', values: [] })).toEqual([`${at}.operator`, 'unknown_code']);
    expect(wrong({ values: [] })).toEqual([`${at}.values`, 'required']);
    expect(wrong({ values: ['X'] })).toEqual([`${at}.values`, 'format']);
    expect(wrong({ field: 'birthDate', operator: 'between', values: ['2024-03-02', '2024-03-01'] })).toEqual([
      `${at}.values`,
      'out_of_range',
    ]);
    expect(wrong({ field: 'ageMonths', operator: 'between', values: ['9', '12'] })).toBeNull();
    expect(wrong({ doses: { vaccines: [] } })).toEqual([`${at}.doses`, 'format']);
    expect(faultOf({ logic: 'and', groups: [] })).toEqual(['query.groups', 'required']);
    expect(faultOf({ logic: 'and', groups: [{ logic: 'and', conditions: [] }, ...of(girls).groups] })).toEqual([
      'query.groups.0.conditions',
      'required',
    ]);
    expect(faultOf(of(...Array.from({ length: 41 }, () => girls)))).toEqual(['query.groups', 'out_of_range']);
  });

  it('J-07 J-04 lets nobody ask for what the role sees masked', () => {
    const hiv = of({ field: 'conditions', operator: 'in', values: ['HIV_INFECTED'] });
    expect(faultOf(hiv)).toBeNull();
    expect(faultOf(hiv, 'inspector')).toEqual(['query.groups.0.conditions.0.field', 'unknown_code']);
    const fatherless = of({ field: 'guardianPhone', operator: 'empty', values: [] });
    expect(faultOf(fatherless)).toBeNull();
    expect(faultOf(fatherless, 'cdc', ['family'])).toEqual(['query.groups.0.conditions.0.field', 'unknown_code']);
    expect(Object.keys(QUERY_FIELDS).length).toBeGreaterThan(20);
  });
});
