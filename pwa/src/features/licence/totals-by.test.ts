import { expect, it } from 'vitest';
import { totalsBy } from './totals-by.ts';

const count = (type: string, issuerName: string, state: 'valid' | 'expired' | 'suspended' | 'revoked', n: number) => ({
  type,
  issuerCode: issuerName,
  issuerName,
  state,
  isValid: state === 'valid',
  licences: n,
});

it('J-100 sums by type or by issuer, each state apart, all of it last', () => {
  const counts = [
    count('nurse', '甲', 'valid', 3),
    count('nurse', '乙', 'valid', 2),
    count('nurse', '乙', 'revoked', 1),
    count('health', '甲', 'expired', 4),
  ];
  const none = { valid: 0, expired: 0, suspended: 0, revoked: 0 };
  const all = { of: '合计', sum: 10, valid: 5, expired: 4, suspended: 0, revoked: 1 };
  expect(totalsBy(counts, 'type', '合计')).toEqual([
    { ...none, of: 'nurse', sum: 6, valid: 5, revoked: 1 },
    { ...none, of: 'health', sum: 4, expired: 4 },
    all,
  ]);
  expect(totalsBy(counts, 'issuerName', '合计')).toEqual([
    { ...none, of: '甲', sum: 7, valid: 3, expired: 4 },
    { ...none, of: '乙', sum: 3, valid: 2, revoked: 1 },
    all,
  ]);
});
