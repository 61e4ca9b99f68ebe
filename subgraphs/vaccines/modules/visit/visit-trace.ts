import type { VisitStepKind } from '@miaoben/schedule/clinic-visit';
import type { StepRow, VisitRow } from './visit.repository.ts';
import type { TracedStepKind, TracedVisit } from './visit-trace.type.ts';

/** What of a step a path tells: that there was a health inquiry, not how it ended. Consents, doses and their observation have their own. */
const TOLD: Readonly<Record<VisitStepKind, TracedStepKind | null>> = {
  screening_passed: 'screened',
  screening_referred: 'screened',
  screening_failed: 'screened',
  registration_signed: 'registration_signed',
  consented: null,
  dose_given: null,
  vaccination_signed: 'vaccination_signed',
  observed: null,
  broken_off: 'broken_off',
};

/** A visit as the path of a person tells it. */
export const traceVisit = (row: VisitRow, steps: readonly StepRow[]): TracedVisit => ({
  id: row.id,
  clinic: { id: row.organisation_id },
  day: row.day,
  point: row.point,
  isTemporary: row.session_id !== null,
  openedAt: new Date(row.opened_at),
  openedBy: { id: row.opened_by },
  steps: steps.flatMap(({ kind, at, account_id, undone_at }) => {
    const told = undone_at === null ? TOLD[kind] : null;
    return told ? [{ kind: told, at: new Date(at), by: { id: account_id } }] : [];
  }),
});
