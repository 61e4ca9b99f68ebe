import { describe, expect, it } from 'vitest';
import type { PlainEntry } from '../../offline/outbox-content.ts';
import { addedHere } from './added-here.tsx';

const pack = {
  takenAt: '2026-09-04T00:00:00.000Z',
  class: { id: 'l1' },
  pupils: [{ id: 'listed' }],
};
const entry = (name: string, over: Partial<PlainEntry> = {}, classId = 'l1') =>
  ({
    commandId: name,
    kind: 'addSchoolPupil',
    person: name,
    state: 'waiting',
    createdAt: Date.parse('2026-09-04T01:00:00Z'),
    content: { label: { name, birthDate: '2020-05-06' }, input: { classId } },
    ...over,
  }) as unknown as PlainEntry;
const names = (...entries: PlainEntry[]) => addedHere(pack, entries).map(({ name, state }) => [name, state]);

describe('pupils taken in without a network', () => {
  it('stand under the list with what became of them, typed in or scanned, until a newer list has them', () => {
    expect(
      names(
        entry('韩雪'),
        entry('马小兰', { kind: 'addSchoolPupilByCode', state: 'attention' }),
        entry('李青山', { state: 'done' }),
      ),
    ).toEqual([
      ['韩雪', 'waiting'],
      ['马小兰', 'attention'],
      ['李青山', 'done'],
    ]);
    expect(names(entry('早先的', { state: 'done', createdAt: Date.parse('2026-09-03T23:00:00Z') }))).toEqual([]);
  });

  it('are those of this class alone, not one who stands on the list, not one taken back', () => {
    expect(
      names(entry('别的班', {}, 'l2'), entry('在名单', { person: 'listed' }), entry('撤回', { state: 'discarded' })),
    ).toEqual([]);
  });
});
