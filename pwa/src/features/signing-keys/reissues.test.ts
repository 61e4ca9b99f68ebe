import { wordsOf } from '@miaoben/tests/support/vnode-text';
import { describe, expect, it } from 'vitest';
import { Reissues } from './reissues.tsx';

const running = {
  id: '1',
  kid: '00112233',
  total: 250,
  done: 100,
  reissued: 90,
  ended: 10,
  failed: false,
  startedAt: '2026-11-21T02:00:00.000Z',
  finishedAt: null,
};
const words = (of: Partial<Omit<typeof running, 'finishedAt'>> & { finishedAt?: string }) =>
  wordsOf(Reissues({ of: [{ ...running, ...of }] }));

describe('the batch that issues the certificates of a revoked key again', () => {
  it('Q-68 shows how far it is while it runs, and only its result once it is through', () => {
    expect(words({})).toContain('40');
    expect(words({}).join('')).toContain('40%');
    expect(words({ total: 0, done: 0 }).join('')).toContain('100%');
    expect(words({ total: undefined as never }).join('')).not.toContain('%');
    const through = words({ done: 250, reissued: 240, finishedAt: '2026-11-21T03:00:00.000Z' });
    expect(through.join('')).not.toContain('%');
    for (const part of ['250', '240', '10']) expect(through).toContain(part);
  });
});
