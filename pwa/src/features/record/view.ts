import type { ClinicRecordQuery } from '../../data/generated/clinic.ts';
import type { DoseEntry, PersonEntry } from '../../offline/outbox-content.ts';

type ServerPerson = NonNullable<ClinicRecordQuery['person']>;
export type ReasonView = ServerPerson['plan']['later'][number]['reason'] & object;
export type PlanView = ServerPerson['plan'];
export type VisitView = PlanView['today'][number];
export type SeriesView = PlanView['series'][number];
export type EvaluationView = ServerPerson['doses'][number]['evaluations'][number];
export type PersonHead = Omit<ServerPerson, 'doses' | 'plan'>;

/** A recorded dose on the screen; `entry` while it lies in this device's journal. */
export interface DoseView extends Omit<ServerPerson['doses'][number], 'conflictsWith'> {
  conflicts: number;
  entry: DoseEntry | null;
}

/** The record of one child, however it was come by. */
export interface RecordView {
  person: PersonHead;
  doses: readonly DoseView[];
  plan: PlanView;
  /** When the server gave it (ms since 1970); null: just now. */
  takenAt: number | null;
  /** The file itself lies in this device's journal. */
  entry: PersonEntry | null;
}
