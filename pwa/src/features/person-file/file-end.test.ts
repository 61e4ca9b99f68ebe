import { describe, expect, it } from 'vitest';
import { type EndDraft, faultsOfEnd } from './file-end.ts';

const faults = (more: Partial<EndDraft>) =>
  faultsOfEnd(
    { act: 'cancel', reason: 'dead', on: '2026-11-20', diedOn: '2026-11-18', note: '病故', ...more },
    '2024-03-01',
    '2026-11-21',
  );

describe('ending a file', () => {
  it('J-02 asks for day and reason of a cancellation, for the day of a death, and always for words', () => {
    expect(faults({})).toEqual([]);
    expect(faults({ reason: '', on: '2026-11-22', note: ' ' })).toEqual(['reason', 'on', 'note']);
    expect(faults({ diedOn: '2024-02-28' })).toEqual(['diedOn']);
    expect(faults({ reason: 'other', diedOn: '' })).toEqual([]);
    expect(faults({ act: 'delete', reason: '', on: '', diedOn: '' })).toEqual([]);
  });
});
