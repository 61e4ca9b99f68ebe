import { describe, expect, it } from 'vitest';
import { changeText } from './change.ts';

describe('a figure against an earlier one', () => {
  it.each([
    [5, 4, '+1（+25%）'],
    [1, 3, '-2（-66.7%）'],
    [0, 2, '-2（-100%）'],
    [1_250, 0, '+1,250'],
    [4, 4, '持平'],
    [0, 0, '持平'],
  ])('J-101 %i after %i', (now, before, text) => {
    expect(changeText(now, before)).toBe(text);
  });
});
