import { readFileSync } from 'node:fs';
import { MiaobenError } from '@miaoben/kernel';
import { actionsOf, edgeOf, mermaidOf } from '@miaoben/kernel/transitions';
import { describe, expect, it } from 'vitest';
import { FIRST_SETTING } from '../setting/setting.rules.ts';
import { BirthAction, BirthState } from './birth.enums.ts';
import { AWAITED_BIRTHS, BIRTH_TABLE, type BirthParty, checkedTests, suitsBasis, withHbsag } from './birth.rules.ts';

const PARTIES: BirthParty[] = ['ward', 'clinic', 'clock'];
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('the states of a birth file', () => {
  it('S-12 S-42 take each edge of the table and no other, for each party', () => {
    for (const from of Object.values(BirthState))
      for (const action of Object.values(BirthAction))
        for (const party of PARTIES) {
          const own = BIRTH_TABLE.filter((t) => t.action === action && t.by.includes(party));
          const edge = own.find((t) => t.from === from);
          expect(edgeOf(BIRTH_TABLE, from, action, [party])).toBe(
            edge ?? (own.length > 0 ? 'wrong_state' : 'forbidden'),
          );
        }
    const keys = BIRTH_TABLE.map(({ from, action, by }) => `${from} ${action} ${by}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { state, party } of AWAITED_BIRTHS) expect(actionsOf(BIRTH_TABLE, state, [party])).not.toEqual([]);
  });

  it('S-12 are drawn in the README as they are', () => {
    expect(readme).toContain(mermaidOf(BIRTH_TABLE, ['filed']));
  });
});

describe('the mother’s hepatitis B', () => {
  const none = { hbsag: null, antiHbs: null, testedOn: null };
  const fault = (tests: Parameters<typeof checkedTests>[0], setting = FIRST_SETTING) => {
    try {
      return checkedTests(tests, setting, '2026-11-21') && null;
    } catch (error) {
      return (error as MiaobenError).extensions;
    }
  };
  it('S-10 must be stated where the setting of the region says so, antigen and antibody each', () => {
    expect(fault(none)).toMatchObject({ field: 'input.mother.hbsag', reason: 'required' });
    expect(fault({ ...none, hbsag: 'untested' })).toBeNull();
    expect(fault(none, { ...FIRST_SETTING, hbsagRequired: false })).toBeNull();
    expect(fault({ ...none, hbsag: 'negative' }, { ...FIRST_SETTING, antiHbsRequired: true })).toMatchObject({
      field: 'input.mother.antiHbs',
      reason: 'required',
    });
    expect(fault({ hbsag: 'negative', antiHbs: null, testedOn: '2026-11-22' })).toMatchObject({
      field: 'input.mother.testedOn',
      reason: 'date_in_future',
    });
  });

  it('S-10 becomes a condition of the schedule; not tested and not stated count as unknown', () => {
    expect(withHbsag(['HIV_INFECTED'], 'positive')).toEqual(['HIV_INFECTED', 'HBSAG_POS_MOTHER']);
    expect(withHbsag(['HBSAG_POS_MOTHER'], 'negative')).toEqual([]);
    expect(withHbsag(['HBSAG_POS_MOTHER'], 'untested')).toEqual(['HBSAG_UNKNOWN_MOTHER']);
    expect(withHbsag([], null)).toEqual(['HBSAG_UNKNOWN_MOTHER']);
  });

  it('S-12 chooses the destination by household, residence or obstetric place, in its county', () => {
    const places = { household: '630123100', residence: '630121101', obstetric: '630121100' };
    expect(suitsBasis('630123100', 'household', places)).toBe(true);
    expect(suitsBasis('630121204', 'household', places)).toBe(false);
    expect(suitsBasis('630121204', 'residence', places)).toBe(true);
    expect(suitsBasis('630123100', 'obstetric', places)).toBe(false);
  });
});
