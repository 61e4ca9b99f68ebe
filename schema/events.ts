/**
 * Events between subgraphs. Each subgraph writes to its outbox in the transaction of the change; consumers keep a cursor.
 * Every event carries the full state of its key, so that handling one twice, or rebuilding from zero, gives the same result.
 */
export interface PersonChanged {
  type: 'person.changed';
  personId: string;
  birthDate: string;
  sex: 'F' | 'M' | 'U';
  /** 9-digit township of residence */
  divisionCode: string;
  managingOrgId: string;
  registrationState: string;
  conditions: string[];
  birthWeightG: number | null;
  /** keyed blind index of the document number and of normalised name + birth date (kernel `documentBlind`, `nameBlind`) */
  documentBlind: string | null;
  nameBlind: string;
  /** name and document number, encrypted (kernel `sealIdentity`, `openIdentity`) */
  sealed: string;
  version: number;
  /** birth date before a correction, when this change moved it */
  previousBirthDate?: string;
}
export interface BindingChanged {
  type: 'binding.changed';
  accountId: string;
  personId: string;
  bound: boolean;
}
export interface CoverageChanged {
  type: 'coverage.changed';
  personId: string;
  birthDate: string;
  divisionCode: string;
  managingOrgId: string;
  registrationState: string;
  sex: 'F' | 'M' | 'U';
  /** every slot counted for coverage now (schedule package, COVERAGE_SLOTS) */
  slots: { slot: string; date: string; timely: boolean }[];
  /**
   * Grows with each calculation for the person. The outbox is ordered by the start of transactions: a long one (an import) that
   * calculates a person last comes before a short one that did so first.
   */
  version: number;
}
export interface DoseChanged {
  type: 'dose.changed';
  doseId: string;
  personId: string;
  birthDate: string;
  date: string;
  vaccine: string;
  state: 'given' | 'voided';
  clinicId: string | null;
}
export interface OrganisationChanged {
  type: 'organisation.changed';
  organisationId: string;
  code: string;
  name: string;
  kind: string;
  divisionCode: string;
}
/** The schedule document in use; the first one of a platform is that of its release and is not told. */
export interface ScheduleChanged {
  type: 'schedule.changed';
  documentId: string;
  /** as `loadSchedule` of the schedule package reads it */
  document: unknown;
  /** what provinces lay on it */
  layers: unknown[];
}
export type MiaobenEvent =
  | PersonChanged
  | BindingChanged
  | CoverageChanged
  | DoseChanged
  | OrganisationChanged
  | ScheduleChanged;
export type EventType = MiaobenEvent['type'];
export const EVENT_TYPES = [
  'person.changed',
  'binding.changed',
  'coverage.changed',
  'dose.changed',
  'organisation.changed',
  'schedule.changed',
] as const satisfies readonly EventType[];
