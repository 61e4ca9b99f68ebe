import fc from 'fast-check';
import { expect, it } from 'vitest';
import { flipped, holdToTheRule, PARTS, repacked, SAMPLE, uncoveredOffsets } from './mutation-test-kit.ts';

const uncovered = uncoveredOffsets();
const anyOffset = fc.integer({ min: 0, max: SAMPLE.length - 1 });

it('Q-59 attack 28: a changed byte is refused, unless the content is the same to the last byte', () => {
  fc.assert(
    fc.property(anyOffset, fc.integer({ min: 1, max: 255 }), (at, mask) => {
      if (holdToTheRule(flipped(at, mask))) expect(uncovered).toContain(at);
    }),
    { numRuns: 250 },
  );
});

it('Q-59 attack 28: a changed byte inside any part is refused, without exception', () => {
  const anyPart = fc.constantFrom(...PARTS.keys());
  fc.assert(
    fc.property(anyPart, fc.nat(), fc.integer({ min: 1, max: 255 }), (name, at, mask) => {
      expect(holdToTheRule(repacked(name, at % PARTS.get(name)!.length, mask))).toBe(false);
    }),
    { numRuns: 100 },
  );
});

it('Q-59 a file cut, doubled or with a piece moved is refused or the same, and never breaks the checker', () => {
  fc.assert(
    fc.property(anyOffset, anyOffset, anyOffset, (a, b, c) => {
      const [from, to] = a < b ? [a, b] : [b, a];
      const piece = SAMPLE.subarray(from, to);
      holdToTheRule(SAMPLE.slice(0, from));
      holdToTheRule(Uint8Array.from([...SAMPLE.subarray(0, from), ...SAMPLE.subarray(to)]));
      holdToTheRule(Uint8Array.from([...SAMPLE.subarray(0, c), ...piece, ...SAMPLE.subarray(c)]));
    }),
    { numRuns: 40 },
  );
});

it('Q-59 random bytes, also behind the head of an archive, are refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(holdToTheRule(bytes)).toBe(false);
      expect(holdToTheRule(Uint8Array.from([0x50, 0x4b, 3, 4, ...bytes]))).toBe(false);
    }),
  );
});
