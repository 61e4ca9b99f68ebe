import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { after, BATCH_STATES, BATCH_STEPS, type BatchState, before, flagOf } from './batch.rules.ts';

describe('states of a batch', () => {
  it('J-43 never leaves taken or withdrawn, and comes to taken only through reading and taking', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...BATCH_STEPS), { maxLength: 40 }), (steps) => {
        let state: BatchState = 'uploading';
        const path: BatchState[] = [state];
        for (const step of steps) {
          const next = after(state, step);
          if (next === null) continue;
          expect(['taken', 'withdrawn']).not.toContain(state);
          state = next;
          path.push(state);
        }
        if (state === 'taken') expect(path.slice(-3)).toEqual(['reading', 'taking', 'taken']);
      }),
    );
  });

  it('J-50 can be corrected as often as it is refused, and every state has a way on or is an end', () => {
    expect(before('correct')).toEqual(['refused', 'failed']);
    for (const state of BATCH_STATES)
      expect(BATCH_STEPS.some((step) => after(state, step)) || ['taken', 'withdrawn'].includes(state)).toBe(true);
  });
});

describe('J-42 the validity flag', () => {
  it('is 1 unless it says 0; anything else is a finding', () => {
    expect([undefined, null, '1', 1, ' 1 '].map(flagOf)).toEqual([1, 1, 1, 1, 1]);
    expect(['0', 0].map(flagOf)).toEqual([0, 0]);
    expect(['2', '有效', true].map(flagOf)).toEqual([null, null, null]);
  });
});
