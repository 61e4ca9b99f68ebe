import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate } from './sample.rules.ts';

const frames = fc
  .array(fc.integer({ min: 1, max: 200_000 }), { minLength: 1, maxLength: 60 })
  .map((all) => all.map((population, place) => ({ unit: `u${place}`, population })));

describe('the share of each unit in a sample', () => {
  it('S-27 draws what was asked for, of no unit more than it has, and leaves no unit out that there is room for', () => {
    fc.assert(
      fc.property(frames, fc.integer({ min: 1, max: 2000 }), (strata, size) => {
        const drawn = allocate(strata, size);
        const total = strata.reduce((sum, s) => sum + s.population, 0);
        expect([...drawn.values()].reduce((a, b) => a + b, 0)).toBe(Math.min(size, total));
        for (const { unit, population } of strata) {
          expect(drawn.get(unit)).toBeLessThanOrEqual(population);
          if (size >= strata.length) expect(drawn.get(unit)).toBeGreaterThanOrEqual(1);
        }
      }),
    );
  });

  it('S-27 gives a unit with more files no fewer of the sample', () => {
    fc.assert(
      fc.property(frames, fc.integer({ min: 60, max: 2000 }), (strata, size) => {
        const drawn = allocate(strata, size);
        const bySize = [...strata].sort((a, b) => a.population - b.population);
        bySize.slice(1).forEach(({ unit, population }, i) => {
          if (population > bySize[i]!.population)
            expect(drawn.get(unit)).toBeGreaterThanOrEqual(drawn.get(bySize[i]!.unit)!);
        });
      }),
    );
    expect(
      Object.fromEntries(
        allocate(
          [
            { unit: 'a', population: 901 },
            { unit: 'b', population: 101 },
          ],
          12,
        ),
      ),
    ).toEqual({
      a: 10,
      b: 2,
    });
  });
});
