import { describe, expect, it } from 'vitest';
import { defaultOf } from './holding.rules.ts';

describe('default certificate', () => {
  const a = { id: 'a', hasCertificate: false };
  const b = { id: 'b', hasCertificate: true };
  const c = { id: 'c', hasCertificate: true };

  it('Q-44 is the one chosen, even without a certificate yet', () => {
    expect(defaultOf([a, b, c], 'c')).toBe('c');
    expect(defaultOf([a, b, c], 'a')).toBe('a');
  });

  it('Q-44 falls to the first that stands when the chosen one is bound no more, or none was chosen', () => {
    expect(defaultOf([a, b, c], 'gone')).toBe('b');
    expect(defaultOf([a, b, c], null)).toBe('b');
    expect(defaultOf([a], null)).toBe('a');
    expect(defaultOf([], null)).toBeNull();
  });
});
