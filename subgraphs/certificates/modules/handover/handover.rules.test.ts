import { describe, expect, it } from 'vitest';
import { type HandoverFacts, isToRenew, lastDay, stateOf } from './handover.rules.ts';
import { HandoverState } from './handover.type.ts';

const OPEN: HandoverFacts = {
  taken_back_at: null,
  open_until: '2026-12-20',
  file_state: 'sealed',
  file_until: null,
  certificate_state: 'valid',
  certificate_expires_at: '2027-11-21T00:00:00Z',
};
const at = (change: Partial<HandoverFacts>, today = '2026-11-21') =>
  stateOf({ ...OPEN, ...change }, today, new Date(`${today}T04:00:00Z`));

describe('where a hand-over of a sealed file stands', () => {
  it('Q-69 is open to the end of its last day, and ends with file, certificate and holder', () => {
    expect(at({})).toBe('open');
    expect(at({}, '2026-12-20')).toBe('open');
    expect(at({}, '2026-12-21')).toBe('expired');
    expect(at({ file_until: '2026-12-01' }, '2026-12-02')).toBe('expired');
    expect(at({ file_state: 'withdrawn' })).toBe('file_ended');
    expect(at({ certificate_state: 'revoked' })).toBe('file_ended');
    expect(at({ certificate_expires_at: '2026-11-20T00:00:00Z' })).toBe('file_ended');
    expect(at({ taken_back_at: '2026-11-21T00:00:00Z', certificate_state: 'revoked' })).toBe('taken_back');
  });

  it('Q-69 is to be handed over anew while its days run, the last one of a recipient alone, and no copy for one purpose', () => {
    const ended = { ...OPEN, file_kind: 'certificate' as const, is_latest: true };
    const { file_ended, expired } = HandoverState;
    expect(isToRenew(ended, file_ended, '2026-12-20')).toBe(true);
    expect(isToRenew(ended, file_ended, '2026-12-21')).toBe(false);
    expect(isToRenew(ended, expired, '2026-12-20')).toBe(false);
    expect(isToRenew({ ...ended, is_latest: false }, file_ended, '2026-12-20')).toBe(false);
    expect(isToRenew({ ...ended, file_kind: 'annotated' }, file_ended, '2026-12-20')).toBe(false);
  });

  it('Q-69 counts the day it was given as its first', () => {
    expect(lastDay('2026-11-21', 1)).toBe('2026-11-21');
    expect(lastDay('2026-11-21', 30)).toBe('2026-12-20');
  });
});
