import { describe, expect, it } from 'vitest';
import { type DivisionChange, type Place, planChanges, successorOf } from './change.rules.ts';

const place = (code: string, name: string, above: string): Place => ({
  ...{ code, name, full_name: `${above}${name}` },
  level: code.length === 6 ? 'county' : code.length === 9 ? 'township' : 'village',
  parent_code: code.length === 6 ? '6301' : code.slice(0, code.length === 9 ? 6 : 9),
});
const PLACES = [
  place('630121', '大通县', '青海省'),
  place('630121100', '桥头镇', '青海省大通县'),
  place('630121100001', '东街村', '青海省大通县桥头镇'),
  place('630121100002', '西街村', '青海省大通县桥头镇'),
  place('630121101', '城关镇', '青海省大通县'),
  place('630121101001', '南关村', '青海省大通县城关镇'),
  place('630123', '湟源县', '青海省'),
];
const plan = (...changes: DivisionChange[]) => {
  const { put, removed, successions } = planChanges(PLACES, changes);
  return {
    put: put.map((p) => `${p.code} ${p.full_name}`),
    removed,
    goes: successions.map(
      ({ from, to, only }) => `${from}→${to}${only ? ` ${only.villages.join()} ${only.units.join()}` : ''}`,
    ),
  };
};
const fault = (...changes: DivisionChange[]) => {
  try {
    planChanges(PLACES, changes);
    return null;
  } catch (error) {
    const { field, reason } = (error as { extensions: { field: string; reason: string } }).extensions;
    return `${field} ${reason}`;
  }
};

describe('changes of divisions', () => {
  it('J-09 renames a township with the full names below it, and adds one', () => {
    expect(plan({ kind: 'rename', from: '630121101', name: '老城镇' })).toEqual({
      put: ['630121101 青海省大通县老城镇', '630121101001 青海省大通县老城镇南关村'],
      removed: [],
      goes: [],
    });
    expect(plan({ kind: 'add', to: '630123100', name: '日月乡' }).put).toEqual(['630123100 青海省湟源县日月乡']);
  });

  it('J-09 moves a township to another county with its villages', () => {
    expect(plan({ kind: 'move', from: '630121101', to: '630123101' })).toEqual({
      put: ['630123101 青海省湟源县城关镇', '630123101001 青海省湟源县城关镇南关村'],
      removed: ['630121101001', '630121101'],
      goes: ['630121101→630123101', '630121101001→630123101001'],
    });
  });

  it('J-09 merges a township into another one; a village whose number is taken gets the next free one', () => {
    expect(plan({ kind: 'merge', from: '630121101', to: '630121100' })).toEqual({
      put: ['630121100003 青海省大通县桥头镇南关村'],
      removed: ['630121101001', '630121101'],
      goes: ['630121101→630121100', '630121101001→630121100003'],
    });
  });

  it('J-09 splits villages off into a new township, and follows several changes one after the other', () => {
    const { goes, removed } = plan(
      { kind: 'split', from: '630121100', to: '630121102', name: '西街镇', villages: ['630121100002'], units: ['u1'] },
      { kind: 'move', from: '630121102', to: '630123102' },
    );
    expect(goes).toEqual([
      '630121100002→630121102002',
      '630121100→630121102 西街村 u1',
      '630121102→630123102',
      '630121102002→630123102002',
    ]);
    expect(removed).toEqual(['630121100002']);
    const { successions } = planChanges(PLACES, [
      { kind: 'split', from: '630121100', to: '630121102', name: '西街镇', units: ['u1'] },
    ]);
    expect([successorOf('630121100', successions), successorOf('630121100', successions, 'u1')]).toEqual([
      '630121100',
      '630121102',
    ]);
  });

  it('J-09 refuses what cannot be, naming the change by its place', () => {
    expect(fault()).toBe('changes required');
    expect(fault({ kind: 'move', from: '630121101', to: '630121100' })).toBe('changes.0.to duplicate');
    expect(fault({ kind: 'move', from: '630121101', to: '630125100' })).toBe('changes.0.to unknown_code');
    expect(fault({ kind: 'merge', from: '630121', to: '630123' })).toBe('changes.0.from format');
    expect(
      fault(
        { kind: 'rename', from: '630121101', name: '甲' },
        { kind: 'split', from: '630121100', to: '630121102', name: '乙', villages: ['630121101001'] },
      ),
    ).toBe('changes.1.villages unknown_code');
  });
});
