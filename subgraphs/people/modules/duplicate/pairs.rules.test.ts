import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonDivision, type LikeFile, likelyPairs } from './pairs.rules.ts';
import { similarity } from './similar.rules.ts';

const name = fc.stringMatching(/^[王李张][小晓明敏]{1,3}$/);
const anyFile = fc
  .record({
    name: fc.oneof(name, fc.constantFrom('李明之子', '王小敏之女')),
    pinyin: fc.constantFrom('', 'a', 'b'),
    sex: fc.constantFrom('F', 'M', 'U'),
    documentBlind: fc.option(fc.uuid(), { freq: 3 }),
    guardianPhones: fc.subarray(['p', 'q', 'r'], { maxLength: 1 }),
    guardianNames: fc.subarray(['李明', '王小敏', '张'], { maxLength: 2 }),
  })
  .map((likeness) => ({ ...likeness, nameKey: likeness.name, birthDate: '2024-03-01' }));

describe('the search for pairs of one birth date', () => {
  it('J-08 finds by shared keys every pair that comparing all with all would find', () => {
    fc.assert(
      fc.property(fc.array(anyFile, { maxLength: 25 }), (likenesses) => {
        const files = likenesses.map(
          (likeness, i): LikeFile => ({ id: `f${i + 10}`, residence: '630121100', likeness }),
        );
        const all = files.flatMap((a, i) =>
          files.slice(i + 1).flatMap((b) => (similarity(a.likeness, b.likeness) ? [`${a.id} ${b.id}`] : [])),
        );
        const { pairs, skipped } = likelyPairs(files);
        expect(skipped).toBe(0);
        expect(pairs.map(({ a, b }) => `${a.id} ${b.id}`).sort()).toEqual(all.sort());
      }),
    );
  });

  it('J-08 looks into no group that shares too common a thing, and says so', () => {
    const files = Array.from(
      { length: 61 },
      (_, i): LikeFile => ({
        id: `f${i + 100}`,
        residence: '630121100',
        likeness: {
          ...{ name: `甲${i}`, nameKey: `${i}甲乙丙${i}`, pinyin: '', birthDate: '2024-03-01', sex: 'M' },
          ...{ documentBlind: null, guardianPhones: ['office'], guardianNames: [] },
        },
      }),
    );
    expect(likelyPairs(files)).toEqual({ pairs: [], skipped: 1 });
  });

  it.each([
    ['630121100', '630121100', '630121100'],
    ['630121100', '630121204', '630121'],
    ['630121100', '630123100', '6301'],
    ['630121100', '630202100', '63'],
    ['630121100', '520102001', ''],
  ])('J-08 %s and %s lie in %s', (a, b, common) => expect(commonDivision(a, b)).toBe(common));
});
