import { expect, it } from 'vitest';
import { mayAgree } from './fingerprint.ts';

it('H-10 for a child under 14 the guardian agrees to a fingerprint, from then on the recipient may', () => {
  expect(mayAgree('recipient', '2012-12-01', '2026-11-30')).toBe(false);
  expect(mayAgree('recipient', '2012-12-01', '2026-12-01')).toBe(true);
  expect(mayAgree('guardian', '2026-01-01', '2026-12-01')).toBe(true);
});
