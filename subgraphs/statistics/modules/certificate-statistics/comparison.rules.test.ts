import { describe, expect, it } from 'vitest';
import { spanBefore, spanOfLastYear } from './comparison.rules.ts';

describe('what a span is compared with', () => {
  it.each([
    ['2026-10-01', '2026-10-31', '2026-08-31', '2026-09-30'],
    ['2026-03-01', '2026-03-01', '2026-02-28', '2026-02-28'],
    ['2026-01-01', '2026-12-31', '2025-01-01', '2025-12-31'],
  ])('J-101 before %s to %s: as many days', (from, to, first, last) => {
    expect(spanBefore({ from, to })).toEqual({ from: first, to: last });
  });

  it.each([
    ['2026-10-01', '2026-10-31', '2025-10-01', '2025-10-31'],
    ['2024-02-29', '2024-03-01', '2023-02-28', '2023-03-01'],
    ['2025-02-01', '2025-02-28', '2024-02-01', '2024-02-28'],
  ])('J-101 a year before %s to %s: the same dates', (from, to, first, last) => {
    expect(spanOfLastYear({ from, to })).toEqual({ from: first, to: last });
  });
});
