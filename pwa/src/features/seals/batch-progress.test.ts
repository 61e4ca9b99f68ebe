import { describe, expect, it } from 'vitest';
import { isThrough, partsOf } from './batch-progress.tsx';

describe('a batch of files', () => {
  const of = (total: number, sealed: number, failed: number, accepted: number, refused: number) =>
    isThrough({ total, sealed, failed, accepted, refused });
  it('Q-68 is through once each file is sealed or failed here, and each sealed one taken or refused by the platform', () => {
    expect(of(3, 2, 0, 2, 0)).toBe(false);
    expect(of(3, 2, 1, 1, 0)).toBe(false);
    expect(of(3, 2, 1, 1, 1)).toBe(true);
    expect(of(2, 0, 2, 0, 0)).toBe(true);
  });
  it('Q-68 shows parts of the whole batch, which only grow while it moves', () => {
    const course = [
      [0, 0, 0, 0],
      [1, 0, 1, 0],
      [2, 0, 1, 0],
      [2, 1, 2, 0],
      [3, 1, 2, 1],
    ].map(([sealed = 0, failed = 0, accepted = 0, refused = 0]) =>
      partsOf({ total: 4, sealed, failed, accepted, refused }),
    );
    expect(course.map(({ here }) => here)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(course.map(({ there }) => there)).toEqual([0, 0.25, 0.25, 2 / 3, 1]);
    expect(partsOf({ total: 2, sealed: 0, failed: 2, accepted: 0, refused: 0 })).toEqual({ here: 1, there: 1 });
  });
});
