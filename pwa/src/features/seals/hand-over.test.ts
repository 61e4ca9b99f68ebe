import { wordsOf } from '@miaoben/tests/support/vnode-text';
import { describe, expect, it } from 'vitest';
import type { SubmissionPartsFragment } from '../../data/generated/desk.ts';
import { HandOver } from './hand-over.tsx';

const accepted: SubmissionPartsFragment = {
  state: 'accepted',
  receipt: 'SL20261121000001',
  attempts: 1,
  lastError: null,
  acceptedAt: '2026-11-21T02:00:00.000Z',
  platformState: null,
  platformAt: null,
  platformReason: null,
  sealing: null,
  withdrawal: null,
};
const words = (submission: SubmissionPartsFragment | null) => wordsOf(HandOver({ submission })).join(' ');

describe('the hand-over to the licence platform', () => {
  it('Q-68 says how the certificate stands there, and why when it was suspended', () => {
    expect(words(null)).toBe('未上报');
    expect(words(accepted)).not.toContain('平台已');
    expect(words({ ...accepted, platformState: 'registered' })).toContain('平台已登记');
    const suspended = words({
      ...accepted,
      platformState: 'suspended',
      platformReason: '平台核查中',
      platformAt: '2026-11-22T02:00:00.000Z',
    });
    for (const part of ['平台已暂停', '平台核查中', '2026年11月22日 10:00']) expect(suspended).toContain(part);
  });

  it('Q-64 shows receipt, seal, time and withdrawal of the sealing', () => {
    const sealing = {
      receipt: 'QZ20261121000001',
      sealId: '63012100000007',
      at: '2026-11-21T02:00:00.000Z',
      state: 'sealed' as const,
      withdrawnAt: null,
    };
    const sealed = words({ ...accepted, sealing });
    for (const part of ['QZ20261121000001', '63012100000007', '2026年11月21日 10:00 签章'])
      expect(sealed).toContain(part);
    const withdrawn = { ...sealing, state: 'withdrawn' as const, withdrawnAt: '2026-11-23T02:00:00.000Z' };
    expect(words({ ...accepted, sealing: withdrawn })).toContain('2026年11月23日 10:00 签章撤销');
  });

  it('Q-161 shows that a voided one is told to the platform until its receipt is there', () => {
    const waiting = { ...accepted, state: 'waiting' as const, receipt: null, acceptedAt: null, lastError: 'no answer' };
    const told = words({ ...accepted, withdrawal: waiting });
    for (const part of ['注销待送达', '平台没有回应']) expect(told).toContain(part);
    expect(words({ ...accepted, withdrawal: { ...accepted, receipt: 'SL2' } })).toContain('受理号 SL2');
  });
});
