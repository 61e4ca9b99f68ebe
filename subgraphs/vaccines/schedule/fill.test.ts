import { describe, expect, it } from 'vitest';
import { fill } from './fill.ts';

const same = (day: string) => day;

describe('a template', () => {
  it('leaves out a part whose fact is absent, and only that', () => {
    const template = '{series} is due[, late from {overdueFrom}][, latest {latest}].';
    expect(fill(template, { series: 'BCG', overdueFrom: null, latest: '2030-01-01' }, same)).toBe(
      'BCG is due, latest 2030-01-01.',
    );
  });

  it('chooses the word by the number', () => {
    expect(fill('{n} {n:day|days}', { n: 1 }, same)).toBe('1 day');
    expect(fill('{n} {n:day|days}', { n: 0 }, same)).toBe('0 days');
  });

  it('writes dates out and leaves other texts alone', () => {
    expect(fill('{a} {b}', { a: '2026-10-01', b: '2026-10' }, () => 'a day')).toBe('a day 2026-10');
  });

  it('refuses a sentence without a fact it cannot do without', () => {
    expect(() => fill('dose {dose}', {}, same)).toThrow(RangeError);
  });
});
