import { describe, expect, it } from 'vitest';
import { standingOf } from './own-licence-look.ts';

describe('how an own licence stands', () => {
  it.each([
    ['valid', null, ['valid', null]],
    ['valid', '2026-12-30', ['valid', null]],
    ['valid', '2026-12-28', ['expiring', 30]],
    ['valid', '2026-11-28', ['expiring', 0]],
    ['valid', '2026-11-27', ['expired', null]],
    ['suspended', '2026-11-30', ['suspended', null]],
    ['revoked', '2026-11-30', ['revoked', null]],
  ] as const)('J-55 %s to %s is told as %j on 28 November', (state, validTo, standing) => {
    expect(standingOf({ state, validTo }, '2026-11-28')).toEqual(standing);
  });
});
