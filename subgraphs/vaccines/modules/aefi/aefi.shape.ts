import { dateInShanghai } from '@miaoben/kernel';
import { shapeProduct, shapeVaccine } from '../catalogue/catalogue.shape.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { encodeDoseId } from '../dose/dose-id.ts';
import { isWithinWindow } from './aefi.codes.ts';
import { type CaseTimes, deadlinesOf, isLate } from './aefi.deadlines.ts';
import type { AefiListRow, AefiRow, SuspectRow } from './aefi.repository.ts';
import {
  AdverseEvent,
  type AdverseEventFollowUp,
  type AdverseEventStep,
  type SeenSymptom,
  type SuspectDose,
} from './aefi.type.ts';
import type { FollowUpRow, StepRow } from './aefi-step.repository.ts';

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** The times of a row that its limits hang on. */
export const timesOf = (row: AefiRow): CaseTimes => ({
  state: row.state,
  severity: row.severity,
  majorConcern: row.major_concern,
  foundAt: new Date(row.found_at),
  reportedAt: instant(row.reported_at),
  reopenedAt: instant(row.reopened_at),
  investigatedAt: instant(row.investigated_at),
  findingsAt: instant(row.findings_at),
  classifiedAt: instant(row.classified_at),
});

export function shapeCase(row: AefiListRow, now: Date): AdverseEvent {
  const deadlines = deadlinesOf(timesOf(row)).map((d) => ({ ...d, isLate: isLate(d, now) }));
  return Object.assign(new AdverseEvent(), {
    row,
    id: row.id,
    number: row.number,
    person: { id: row.person_id },
    birthDate: row.birth_date,
    sex: row.sex,
    state: row.state,
    source: row.source,
    severity: row.severity,
    majorConcern: row.major_concern,
    onsetAt: new Date(row.onset_at),
    foundAt: new Date(row.found_at),
    clockAheadMinutes: Math.ceil(row.clock_ahead_s / 60),
    fever: row.fever,
    redness: row.redness,
    induration: row.induration,
    description: row.description,
    diagnosis: row.diagnosis,
    hospitalised: row.hospitalised,
    hospital: row.hospital,
    treatment: row.treatment,
    outcome: row.outcome,
    cause: row.cause,
    causeReason: row.cause_reason,
    findings: row.findings,
    unit: { id: row.unit_id },
    division: row.division,
    desk: row.desk,
    reportedAt: instant(row.reported_at),
    deadlines,
    isOverdue: row.next_due_at !== null && new Date(row.next_due_at) < now,
    version: row.version,
  });
}

export const shapeSymptoms = (row: AefiRow, suspects: readonly SuspectRow[]): SeenSymptom[] => {
  const onset = dateInShanghai(new Date(row.onset_at));
  const chief = suspects[0]?.given_on ?? onset;
  return row.symptoms.map((code) => ({ code, isWithinWindow: isWithinWindow(code, chief, onset) }));
};

export const shapeSuspect = (catalogue: Catalogue, of: AefiListRow, row: SuspectRow): SuspectDose => ({
  rank: row.rank,
  doseId: encodeDoseId({ personId: of.person_id, birthDate: of.birth_date, doseId: row.dose_id }),
  vaccine: shapeVaccine(catalogue, row.vaccine),
  product: row.product_id === null ? null : shapeProduct(catalogue, row.product_id),
  lotNumber: row.lot_number,
  givenOn: row.given_on,
  clinic: row.clinic_id === null ? null : { id: row.clinic_id },
});

const asText = (value: unknown): string | null =>
  value === null ? null : Array.isArray(value) ? value.join(', ') : String(value);
const camel = (column: string): string => column.replace(/_(\w)/gu, (_, letter: string) => letter.toUpperCase());

export const shapeStep = (row: StepRow): AdverseEventStep => ({
  number: row.number,
  at: new Date(row.at),
  action: row.action,
  from: row.from_state,
  to: row.to_state,
  reason: row.reason,
  changes: Object.entries(row.before ?? {}).map(([field, before]) => ({ field: camel(field), before: asText(before) })),
  by: row.account_id === null ? null : { id: row.account_id },
  unit: row.unit_id === null ? null : { id: row.unit_id },
});

export const shapeFollowUp = (row: FollowUpRow): AdverseEventFollowUp => ({
  id: row.id,
  seenOn: row.seen_on,
  outcome: row.outcome,
  note: row.note,
  by: { id: row.account_id },
  unit: row.unit_id === null ? null : { id: row.unit_id },
});
