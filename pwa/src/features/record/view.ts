import type { DeclaredGroup } from '@miaoben/schedule';
import type { SignedConsent } from '@miaoben/schedule/consent';
import type { ClinicRecordQuery } from '../../data/generated/clinic.ts';
import type {
  ConsentEntry,
  DoseEntry,
  HealthFactEntry,
  NotGivenEntry,
  PersonEntry,
  WithdrawalEntry,
} from '../../offline/outbox-content.ts';

export type ServerPerson = NonNullable<ClinicRecordQuery['person']>;
export type ReasonView = ServerPerson['plan']['later'][number]['reason'] & object;
export type PlanView = ServerPerson['plan'];
export type VisitView = PlanView['today'][number];
export type SeriesView = PlanView['series'][number];
export type PlannedView = PlanView['remaining'][number];
export type EvaluationView = ServerPerson['doses'][number]['evaluations'][number];
export type PersonHead = Omit<
  ServerPerson,
  'doses' | 'plan' | 'healthFacts' | 'notGiven' | 'consents' | 'groupDeclarations'
>;

/** A recorded dose on the screen; `entry` while it lies in this device's journal. */
export interface DoseView extends Omit<ServerPerson['doses'][number], 'conflictsWith' | 'lot'> {
  conflicts: number;
  /** last day of the lot's shelf life, when it is known */
  lotExpires: string | null;
  /** less than the product's full volume was given */
  isPartial: boolean;
  /** the lot was recalled and its doses do not count */
  isRecalled: boolean;
  entry: DoseEntry | null;
}

/** A dated health fact; `entry` while it lies in this device's journal. */
export interface HealthFactView extends Omit<ServerPerson['healthFacts'][number], 'name' | 'recordedAt'> {
  entry: HealthFactEntry | null;
}

/** Why a birth dose was not given; `entry` while it lies in this device's journal. */
export interface NotGivenView extends Pick<ServerPerson['notGiven'][number], 'series' | 'dose' | 'reason' | 'note'> {
  /** It arrived late beside a valid dose; a pack does not tell. */
  besideDose?: boolean;
  entry: NotGivenEntry | null;
}

/** A signed decision; `entry` while it lies in this device's journal. */
export interface ConsentView extends SignedConsent {
  entry: ConsentEntry | WithdrawalEntry | null;
}

/** The record of one child, however it was come by. */
export interface RecordView {
  person: PersonHead;
  doses: readonly DoseView[];
  healthFacts: readonly HealthFactView[];
  /** special groups the family declares and no clinic has decided on */
  declared: readonly DeclaredGroup[];
  notGiven: readonly NotGivenView[];
  consents: readonly ConsentView[];
  plan: PlanView;
  /** When the server gave it (ms since 1970); null: just now. */
  takenAt: number | null;
  /** The file itself lies in this device's journal. */
  entry: PersonEntry | null;
}

/** A record before the engine has judged it here. */
export type UnjudgedRecord = Omit<RecordView, 'plan'>;
