/** Where a visit (一次接种就诊) stands. */
export const VISIT_STATES = [
  'registered',
  'screened',
  'signed_off',
  'consented',
  'vaccinated',
  'observing',
  'done',
  'broken_off',
] as const;
export type VisitState = (typeof VISIT_STATES)[number];

/**
 * What happens in a visit, in the order of the hands. The two sign-offs (登记签核, 接种签核) and the observation (留观) are recorded
 * apart, because two rates are computed from them (S-44, S-22, S-23).
 */
export const VISIT_STEPS = [
  'screening_passed',
  'screening_referred',
  'screening_failed',
  'registration_signed',
  'consented',
  'dose_given',
  'vaccination_signed',
  'observed',
  'broken_off',
] as const;
export type VisitStepKind = (typeof VISIT_STEPS)[number];

const LEAVE = { broken_off: 'broken_off' } as const;
const SCREEN = {
  screening_passed: 'screened',
  // A doctor is asked first: then the questions are answered once more.
  screening_referred: 'registered',
  screening_failed: 'broken_off',
} as const;

/** The moves there are; what is not here is refused. Another dose asks for another sign-off. */
export const VISIT_MOVES: Readonly<Record<VisitState, Readonly<Partial<Record<VisitStepKind, VisitState>>>>> = {
  registered: { ...SCREEN, ...LEAVE },
  screened: { ...SCREEN, registration_signed: 'signed_off', ...LEAVE },
  signed_off: { consented: 'consented', dose_given: 'vaccinated', ...LEAVE },
  consented: { consented: 'consented', dose_given: 'vaccinated', ...LEAVE },
  vaccinated: { dose_given: 'vaccinated', vaccination_signed: 'observing', ...LEAVE },
  observing: { dose_given: 'vaccinated', observed: 'done', ...LEAVE },
  done: {},
  broken_off: {},
};

/** @returns undefined when there is no such move */
export const visitMove = (state: VisitState, step: VisitStepKind): VisitState | undefined => VISIT_MOVES[state][step];

export interface StandingStep {
  kind: VisitStepKind;
  undone: boolean;
}

/** The state a visit's steps lead to; what was undone, and what has lost its ground by that, counts no more. */
export const visitStateAfter = (steps: readonly StandingStep[]): VisitState =>
  steps.reduce<VisitState>(
    (state, { kind, undone }) => (undone ? state : (visitMove(state, kind) ?? state)),
    'registered',
  );

/** A dose is voided with a reason, not undone; the observation is a fact of the dose. */
const FINAL: ReadonlySet<VisitStepKind> = new Set(['dose_given', 'observed']);

/** The step that may be taken back: the last one that stands, unless it is a dose or its observation. */
export function undoableStep<S extends StandingStep>(steps: readonly S[]): S | undefined {
  const last = steps.findLast((step) => !step.undone);
  return last && !FINAL.has(last.kind) ? last : undefined;
}

/** Why a visit ended without being done. */
export const BREAK_OFF_REASONS = [
  'postponed',
  'contraindicated',
  'refused',
  'no_stock',
  'left',
  'left_observation',
  'opened_by_mistake',
  'other',
] as const;
export type BreakOffReason = (typeof BREAK_OFF_REASONS)[number];

/** The reasons that fit a state: who was vaccinated can only leave before the end of the observation. */
export function breakOffReasons(state: VisitState): readonly BreakOffReason[] {
  if (!visitMove(state, 'broken_off')) return [];
  const isAfterDose = state === 'vaccinated' || state === 'observing';
  return BREAK_OFF_REASONS.filter((reason) => (reason === 'left_observation') === isAfterDose || reason === 'other');
}
