import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BREAK_OFF_REASONS,
  breakOffReasons,
  undoableStep,
  VISIT_STATES,
  VISIT_STEPS,
  type VisitState,
  type VisitStepKind,
  visitMove,
  visitStateAfter,
} from './index.ts';

/** State × step, written out: a dot is a move there is not. */
const TABLE: Record<VisitState, string> = {
  //           passed   referred   failed     signed     consented vaccine    signed    observed broken off
  registered: 'screened registered broken_off .          .         .          .         .        broken_off',
  screened: '  screened registered broken_off signed_off .         .          .         .        broken_off',
  signed_off: '.        .          .          .          consented vaccinated .         .        broken_off',
  consented: ' .        .          .          .          consented vaccinated .         .        broken_off',
  vaccinated: '.        .          .          .          .         vaccinated observing .        broken_off',
  observing: ' .        .          .          .          .         vaccinated .         done     broken_off',
  done: '      .        .          .          .          .         .          .         .        .',
  broken_off: '.        .          .          .          .         .          .         .        .',
};
const cells = VISIT_STATES.flatMap((state) => {
  const row = TABLE[state].trim().split(/\s+/);
  return VISIT_STEPS.map((step, i) => [state, step, row[i] === '.' ? undefined : row[i]] as const);
});
const took = (...kinds: VisitStepKind[]) => kinds.map((kind) => ({ kind, undone: false }));

describe('S-44 the steps of a visit', () => {
  it.each(cells)('%s, %s: %s', (state, step, next) => {
    expect(visitMove(state, step)).toBe(next);
  });

  it('lead through both sign-offs and the observation to the end', () => {
    const steps = took('screening_passed', 'registration_signed', 'dose_given', 'vaccination_signed', 'observed');
    expect(steps.map((_, i) => visitStateAfter(steps.slice(0, i + 1)))).toEqual([
      'screened',
      'signed_off',
      'vaccinated',
      'observing',
      'done',
    ]);
  });

  it('never reach the end without both sign-offs, a dose and its observation, whatever is taken and undone', () => {
    const step = fc.record({ kind: fc.constantFrom(...VISIT_STEPS), undone: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const state = visitStateAfter(steps);
        const stands = (kind: VisitStepKind) => steps.some((s) => s.kind === kind && !s.undone);
        const needed: VisitStepKind[] = ['screening_passed', 'registration_signed', 'dose_given', 'vaccination_signed'];
        if (state === 'observing' || state === 'done') expect(needed.every(stands)).toBe(true);
        if (state === 'done') expect(stands('observed')).toBe(true);
        expect(VISIT_STATES).toContain(state);
      }),
    );
  });

  it('are taken back from the last one; a dose and its observation are not', () => {
    const steps = took('screening_passed', 'registration_signed');
    expect(undoableStep(steps)?.kind).toBe('registration_signed');
    steps[1]!.undone = true;
    expect(visitStateAfter(steps)).toBe('screened');
    expect(undoableStep(steps)?.kind).toBe('screening_passed');
    expect(undoableStep([...steps, ...took('registration_signed', 'dose_given')])).toBeUndefined();
    expect(undoableStep([])).toBeUndefined();
  });

  it('end early for a reason that fits', () => {
    expect(breakOffReasons('screened')).toEqual(BREAK_OFF_REASONS.filter((r) => r !== 'left_observation'));
    expect(breakOffReasons('observing')).toEqual(['left_observation', 'other']);
    expect(breakOffReasons('done')).toEqual([]);
  });
});
