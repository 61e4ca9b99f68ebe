import { describe, expect, it } from 'vitest';
import { isThrough } from './batch-progress.tsx';

describe('a batch of files', () => {
  const of = (total: number, sealed: number, failed: number, accepted: number, refused: number) =>
    isThrough({ total, sealed, failed, accepted, refused });
  it('Q-68 is through once each file is sealed or failed here, and each sealed one taken or refused by the platform', () => {
    expect(of(3, 2, 0, 2, 0)).toBe(false);
    expect(of(3, 2, 1, 1, 0)).toBe(false);
    expect(of(3, 2, 1, 1, 1)).toBe(true);
    expect(of(2, 0, 2, 0, 0)).toBe(true);
  });
});
