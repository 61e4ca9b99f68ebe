import { describe, expect, it } from 'vitest';
import { hasFollowed } from './merges.tsx';

const merged = { id: 'm', name: '张三', mergedAt: '2026-11-21T02:00:00.000Z', reason: '重复' };
const file = (
  mergedFiles: (typeof merged)[],
  files: string[],
  mergedInto: string | null = null,
  into: string | null = null,
) => ({ id: 's', mergedInto, mergedFiles, recordLink: { into, files } });

describe('the record follows a merge a moment later, and its undoing', () => {
  it('knows that it has not yet, on both files', () => {
    expect(hasFollowed(file([], []))).toBe(true);
    expect(hasFollowed(file([merged], []))).toBe(false);
    expect(hasFollowed(file([merged], ['m']))).toBe(true);
    expect(hasFollowed(file([], ['m']))).toBe(false);
    expect(hasFollowed(file([], [], 's2'))).toBe(false);
    expect(hasFollowed(file([], [], null, 's2'))).toBe(false);
    expect(hasFollowed(file([], [], 's2', 's2'))).toBe(true);
  });
});
