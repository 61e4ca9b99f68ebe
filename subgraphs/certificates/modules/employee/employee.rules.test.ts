import { describe, expect, it } from 'vitest';
import { verdictOf } from './employee.rules.ts';

describe('verdict on a health certificate', () => {
  it.each([
    [undefined, 'none'],
    [{ state: 'valid', valid_to: null }, 'valid'],
    [{ state: 'valid', valid_to: '2026-12-29' }, 'valid'],
    [{ state: 'valid', valid_to: '2026-12-28' }, 'expiring'],
    [{ state: 'valid', valid_to: '2026-11-28' }, 'expiring'],
    [{ state: 'valid', valid_to: '2026-11-27' }, 'expired'],
    [{ state: 'suspended', valid_to: '2027-11-27' }, 'ended'],
    [{ state: 'revoked', valid_to: null }, 'ended'],
  ] as const)('J-58 of %o on the 28th of November is %s', (certificate, verdict) => {
    expect(verdictOf(certificate, '2026-11-28')).toBe(verdict);
  });
});
