import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LONGEST, MARK, signaturePath } from './strokes.ts';

const point = fc.record({
  x: fc.double({ min: -50, max: 700, noNaN: true }),
  y: fc.double({ min: -50, max: 300, noNaN: true }),
});

it('H-18 a signature is lines of whole numbers in the box, never longer than the server takes', () => {
  const strokes = fc.array(fc.array(point, { minLength: 1, maxLength: 400 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(strokes, (drawn) => {
      const path = signaturePath(drawn);
      expect(path.length).toBeLessThanOrEqual(LONGEST);
      expect(path).toMatch(/^(M\d{1,3} \d{1,3}(L\d{1,3} \d{1,3})+)+$/);
      for (const [, x, y] of path.matchAll(/[ML](\d+) (\d+)/g)) {
        expect(Number(x)).toBeLessThanOrEqual(600);
        expect(Number(y)).toBeLessThanOrEqual(200);
      }
    }),
    { numRuns: 40 },
  );
  const taps = Array.from({ length: 5_000 }, (_, i) => [{ x: i % 600, y: 7 }]);
  expect(signaturePath(taps).length).toBeLessThanOrEqual(LONGEST);
  expect(signaturePath([])).toBe('');
  expect(signaturePath(MARK)).toBe('M260 60L340 140M340 60L260 140');
});
