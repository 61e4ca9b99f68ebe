import { describe, expect, it } from 'vitest';
import type { Definition } from './definition.ts';
import {
  addGroup,
  moveGroup,
  moveLine,
  nameGroup,
  newRule,
  putOnFace,
  removeGroup,
  takeOffFace,
  tidied,
} from './edit-face.ts';

const face = (...groups: string[][]): Definition['face'] => ({
  qr: true,
  groups: groups.map((fields) => ({ title: null, fields })),
});
const lines = (of: Definition['face']) => of.groups.map((g) => g.fields.join(' '));

describe('the face of a licence type', () => {
  it('J-39 shows each field once: put elsewhere it leaves where it stood, taken off it stands nowhere', () => {
    const start = face(['name', 'sex'], ['place']);
    expect(lines(putOnFace(start, 'sex', 1))).toEqual(['name', 'place sex']);
    expect(lines(putOnFace(start, 'photo', 0))).toEqual(['name sex photo', 'place']);
    expect(lines(takeOffFace(start, 'name'))).toEqual(['sex', 'place']);
    expect(lines(start)).toEqual(['name sex', 'place']);
  });

  it('J-39 moves lines and groups by one place, adds and removes groups', () => {
    const start = face(['a', 'b', 'c'], ['d']);
    expect(lines(moveLine(start, 0, 2, -1))).toEqual(['a c b', 'd']);
    expect(lines(moveLine(start, 0, 0, 1))).toEqual(['b a c', 'd']);
    expect(lines(moveGroup(start, 1, -1))).toEqual(['d', 'a b c']);
    expect(lines(addGroup(start))).toEqual(['a b c', 'd', '']);
    expect(lines(removeGroup(start, 0))).toEqual(['d']);
  });

  it('J-39 is sent without empty groups, and a title in one language stands for both', () => {
    const named = nameGroup(nameGroup(addGroup(face(['a'], ['b'])), 0, { zh: ' 持证人 ' }), 1, { en: 'x' });
    expect(tidied({ face: named } as Definition).face.groups).toEqual([
      { title: { zh: '持证人', en: '持证人' }, fields: ['a'] },
      { title: null, fields: ['b'] },
    ]);
    const both = nameGroup(nameGroup(face(['a']), 0, { zh: '机构' }), 0, { en: 'Unit' });
    expect(tidied({ face: both } as Definition).face.groups[0]?.title).toEqual({ zh: '机构', en: 'Unit' });
  });
});

describe('a new rule of a licence type', () => {
  const field = (key: string, type: string) => ({ key, type }) as Definition['fields'][number];
  const fields = [field('name', 'text'), field('from', 'date'), field('to', 'date'), field('id', 'document')];

  it('J-39 begins with fields that fit its kind, and is none where no field does', () => {
    expect(newRule({ fields }, 'date_order')).toEqual({ kind: 'date_order', earlier: 'from', later: 'to' });
    expect(newRule({ fields }, 'not_in_future')).toEqual({ kind: 'not_in_future', date: 'from' });
    expect(newRule({ fields }, 'document_agrees')).toEqual({ kind: 'document_agrees', document: 'id' });
    for (const kind of ['date_order', 'not_in_future', 'document_agrees'] as const)
      expect(newRule({ fields: [field('name', 'text')] }, kind)).toBeNull();
  });
});
