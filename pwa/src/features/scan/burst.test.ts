import { describe, expect, it } from 'vitest';
import { createBurst } from './burst.ts';

/** What keys typed at a pace come to. */
function typed(keys: readonly string[], gap: number): string | null {
  const burst = createBurst();
  let code: string | null = null;
  for (const [i, key] of keys.entries()) code = burst(key, 1_000 + i * gap);
  return code;
}

describe('H-09 a hand scanner is heard anywhere on the screen', () => {
  it('by its pace and its Enter; a person who types is not', () => {
    const keys = [...'630121000012345678', 'Enter'];
    expect(typed(keys, 8)).toBe('630121000012345678');
    expect(typed(keys, 250)).toBeNull();
    expect(typed([...'12345', 'Enter'], 8)).toBeNull();
    expect(typed([...'1234567'], 8)).toBeNull();
    expect(typed(['Shift', 'A', 'Shift', 'B', ...'1234', 'Enter'], 8)).toBe('AB1234');
  });

  it('forgets what a person typed before', () => {
    const burst = createBurst();
    for (const [i, key] of [...'abcdefgh'].entries()) burst(key, i * 300);
    for (const [i, key] of [...'1234567'].entries()) burst(key, 10_000 + i * 5);
    expect(burst('Enter', 10_040)).toBe('1234567');
  });
});
