import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canResume, newGeneration, nextPart, progressOf, RESUME_MS, withPage } from './pack.ts';

const start = () => newGeneration('nurse', { code: '630121100', name: '桥头镇' }, 1_000, 'g');
const page = (rows: number, total: number, complete: boolean) => ({
  rows,
  total,
  complete,
  cursor: complete ? null : `after-${rows}`,
  takenAt: '2026-11-21T00:00:00Z',
  position: 'p1',
});

describe('loading a pack', () => {
  it('goes on behind the last page that is there', () => {
    const half = withPage(start(), 'persons', page(500, 1_000, false));
    expect(nextPart(half)).toBe('persons');
    expect(half.parts.persons).toMatchObject({ pages: 1, cursor: 'after-500' });
    expect(canResume(half, '630121100', 2_000)).toBe(true);
    expect(canResume(half, '630121101', 2_000)).toBe(false);
    expect(canResume(half, '630121100', 1_000 + RESUME_MS)).toBe(false);
  });

  it('keeps the time of the first page: what was recorded later may be missing', () => {
    const first = withPage(start(), 'persons', page(1, 2, false));
    const second = withPage(first, 'persons', { ...page(1, 2, true), takenAt: '2026-11-21T01:00:00Z' });
    expect(second.takenAt).toBe(Date.parse('2026-11-21T00:00:00Z'));
  });

  it('is complete only after the last page of every part, and its progress never falls', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 8 }), (sizes) => {
        let generation = start();
        let before = 0;
        const total = sizes.reduce((a, b) => a + b, 0);
        for (const part of ['persons', 'doses'] as const) {
          for (const [i, rows] of sizes.entries()) {
            expect(nextPart(generation)).toBe(part);
            generation = withPage(generation, part, page(rows, total, i === sizes.length - 1));
            const progress = progressOf(generation);
            expect(progress).toBeGreaterThanOrEqual(before);
            before = progress;
          }
        }
        expect(nextPart(generation)).toBeNull();
        expect(progressOf(generation)).toBe(1);
      }),
    );
  });
});
