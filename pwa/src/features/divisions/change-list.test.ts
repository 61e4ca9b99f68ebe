import { describe, expect, it } from 'vitest';
import { changesOf, isWhole, namesIn } from './change-list.ts';

describe('a national list of division changes', () => {
  it('J-09 is read from its four columns, and tells rows whose kind it does not know', () => {
    const { changes, unknown } = changesOf([
      ['变更类型', '原代码', '新代码', '名称'],
      ['新增', '', 630121205, '永丰乡'],
      [],
      ['跨县迁移', '630121101', '630123101', ''],
      ['飞升', '630121101', '', ''],
    ]);
    expect(changes).toEqual([
      { kind: 'add', from: null, to: '630121205', name: '永丰乡' },
      { kind: 'move', from: '630121101', to: '630123101', name: null },
    ]);
    expect(unknown).toEqual([5]);
    expect(changes.every(isWhole)).toBe(true);
    expect(isWhole({ kind: 'split', from: '630121100', to: '630121102', name: '西街镇', villages: [] })).toBe(false);
    const split = { kind: 'split', from: '630121100', to: '630121102', name: '西街镇' } as const;
    expect(isWhole({ ...split, villageNames: ['北关村'] })).toBe(true);
    expect(namesIn(' 北关村\n上关村、下关村，\n\n')).toEqual(['北关村', '上关村', '下关村']);
    expect(isWhole({ kind: 'rename', from: '630121100', name: ' ' })).toBe(false);
  });

  it('J-09 takes the codes of cities and counties as national lists pad them', () => {
    const { changes } = changesOf([
      ['变更类型', '原代码', '新代码', '名称'],
      ['跨县迁移', '630121101000', '630123101000', ''],
      ['跨市迁移', '630222000000', 630122, '民和县'],
      ['合并', '630200', '630100000000', ''],
      ['更名', '630121101005', '', '南关村'],
    ]);
    expect(changes.map(({ from, to }) => [from, to])).toEqual([
      ['630121101', '630123101'],
      ['630222', '630122'],
      ['6302', '6301'],
      ['630121101005', null],
    ]);
    expect(changes.every(isWhole)).toBe(true);
  });
});
