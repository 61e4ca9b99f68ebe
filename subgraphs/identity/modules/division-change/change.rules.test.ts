import { describe, expect, it } from 'vitest';
import { aboveOf, type DivisionChange, type Place, planChanges, rootsOf, successorOf } from './change.rules.ts';

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
const at = (code: string, name: string, full: string, parent_code: string | null): Place => ({
  ...{ code, name, full_name: full, parent_code },
  level: ['province', 'city', 'county', 'township', 'village'][[2, 4, 6, 9, 12].indexOf(code.length)] ?? '',
});
const PROVINCE = [
  at('63', '青海省', '青海省', null),
  at('6301', '西宁市', '青海省西宁市', '63'),
  at('630121', '大通县', '青海省西宁市大通县', '6301'),
  at('630121100', '桥头镇', '青海省西宁市大通县桥头镇', '630121'),
  at('630121100001', '东街村', '青海省西宁市大通县桥头镇东街村', '630121100'),
  at('630123', '湟源县', '青海省西宁市湟源县', '6301'),
  at('630123100', '城关镇', '青海省西宁市湟源县城关镇', '630123'),
  at('6302', '海东市', '青海省海东市', '63'),
  at('630202', '乐都区', '青海省海东市乐都区', '6302'),
  at('630221', '平安县', '青海省海东市平安县', '6302'),
];
const planOf = (places: readonly Place[], ...changes: DivisionChange[]) => {
  const { put, removed, successions } = planChanges(places, changes);
  return {
    put: put.map((p) => `${p.code} ${p.full_name}`),
    removed,
    goes: successions.map(
      ({ from, to, only }) => `${from}→${to}${only ? ` ${only.villages.join()} ${only.units.join()}` : ''}`,
    ),
  };
};
const plan = (...changes: DivisionChange[]) => planOf(PLACES, ...changes);
const faultOf = (places: readonly Place[], ...changes: DivisionChange[]) => {
  try {
    planChanges(places, changes);
    return null;
  } catch (error) {
    const { field, reason } = (error as { extensions: { field: string; reason: string } }).extensions;
    return `${field} ${reason}`;
  }
};

const fault = (...changes: DivisionChange[]) => faultOf(PLACES, ...changes);

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

  it('J-09 splits a township by the names of villages alone, where they are no divisions of their own', () => {
    const split = { kind: 'split', from: '630121101', to: '630121103', name: '北关乡' } as const;
    expect(plan({ ...split, villageNames: [' 北关村 ', '上关村', '北关村'] })).toEqual({
      put: ['630121103 青海省大通县北关乡'],
      removed: [],
      goes: ['630121101→630121103 北关村,上关村 '],
    });
    expect(plan({ ...split, villages: ['630121101001'], villageNames: ['北关村'] }).goes).toEqual([
      '630121101001→630121103001',
      '630121101→630121103 南关村,北关村 ',
    ]);
    expect(fault({ ...split, villageNames: [] })).toBe('changes.0.villages required');
    expect(fault({ ...split, villageNames: ['北关村', ' '] })).toBe('changes.0.villageNames required');
    expect(fault({ ...split, villageNames: ['村'] })).toBe('changes.0.villageNames format');
    expect(fault({ ...split, villageNames: ['社区'] })).toBe('changes.0.villageNames format');
    expect(fault({ ...split, villageNames: Array.from({ length: 101 }, (_, i) => `${i}号村`) })).toBe(
      'changes.0.villageNames out_of_range',
    );
  });

  it('J-09 renames a county and moves it to another city with its townships and villages', () => {
    expect(planOf(PROVINCE, { kind: 'rename', from: '630121', name: '大通区' }).put).toEqual([
      '630121 青海省西宁市大通区',
      '630121100 青海省西宁市大通区桥头镇',
      '630121100001 青海省西宁市大通区桥头镇东街村',
    ]);
    expect(planOf(PROVINCE, { kind: 'move', from: '630121', to: '630203' })).toEqual({
      put: [
        '630203 青海省海东市大通县',
        '630203100 青海省海东市大通县桥头镇',
        '630203100001 青海省海东市大通县桥头镇东街村',
      ],
      removed: ['630121100001', '630121100', '630121'],
      goes: ['630121→630203', '630121100→630203100', '630121100001→630203100001'],
    });
  });

  it('J-09 merges counties and cities; townships keep their numbers where these are free, counties are given theirs by the list', () => {
    const { goes, removed } = planOf(PROVINCE, { kind: 'merge', from: '630121', to: '630123' });
    // 100 stands in 湟源 already
    expect(goes).toEqual(['630121→630123', '630121100→630123001', '630121100001→630123001001']);
    expect(removed).toEqual(['630121100001', '630121100', '630121']);
    const clash = [...PROVINCE, at('630223', '互助县', '青海省海东市互助县', '6302')];
    expect(faultOf(clash, { kind: 'merge', from: '6302', to: '6301' })).toBe('changes.0.to duplicate');
    const merged = planOf(
      PROVINCE,
      { kind: 'move', from: '630221', to: '630122' },
      { kind: 'merge', from: '6302', to: '6301' },
    );
    expect(merged.goes).toEqual(['630221→630122', '6302→6301', '630202→630102']);
    expect(merged.removed.toSorted()).toEqual(['6302', '630202', '630221']);
    expect(faultOf(PROVINCE, { kind: 'add', to: '6402', name: '外市' })).toBe('changes.0.to unknown_code');
    expect(planChanges(PROVINCE, [{ kind: 'add', to: '6303', name: '新市' }]).put).toEqual([
      { code: '6303', name: '新市', full_name: '青海省新市', level: 'prefecture', parent_code: '63' },
    ]);
    expect([rootsOf(['6301', '630221100']), aboveOf(['6301', '630221100'])]).toEqual([
      ['6301', '630221'],
      ['63', '6301', '6302'],
    ]);
  });

  it('J-09 refuses what cannot be, naming the change by its place', () => {
    expect(fault()).toBe('changes required');
    expect(fault({ kind: 'move', from: '630121101', to: '630121100' })).toBe('changes.0.to duplicate');
    expect(fault({ kind: 'move', from: '630121101', to: '630125100' })).toBe('changes.0.to unknown_code');
    expect(fault({ kind: 'merge', from: '63', to: '630123' })).toBe('changes.0.from format');
    expect(fault({ kind: 'merge', from: '630121101', to: '630123' })).toBe('changes.0.to format');
    expect(fault({ kind: 'split', from: '630123', to: '630124', name: '丙' })).toBe('changes.0.from format');
    expect(
      fault(
        { kind: 'rename', from: '630121101', name: '甲' },
        { kind: 'split', from: '630121100', to: '630121102', name: '乙', villages: ['630121101001'] },
      ),
    ).toBe('changes.1.villages unknown_code');
  });
});
