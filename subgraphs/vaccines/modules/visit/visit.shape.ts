import type { Catalogue } from '../catalogue/catalogue.ts';
import type { FormRow, ScreeningRow } from './screening.repository.ts';
import { ruleOf } from './screening.rules.ts';
import type { Screening, ScreeningForm } from './screening.type.ts';
import type { StepRow, VisitRow } from './visit.repository.ts';
import { Visit, type VisitStep } from './visit.type.ts';

export const shapeVisit = (row: VisitRow): Visit =>
  Object.assign(new Visit(), {
    row,
    id: row.id,
    person: { id: row.person_id },
    clinic: { id: row.organisation_id },
    day: row.day,
    point: row.point,
    state: row.state,
    openedAt: new Date(row.opened_at),
    openedBy: { id: row.opened_by },
    brokenReason: row.break_reason,
    brokenNote: row.break_note,
  });

export const shapeStep = (row: StepRow): VisitStep => ({
  seq: row.seq,
  kind: row.kind,
  at: new Date(row.at),
  receivedAt: new Date(row.received_at),
  by: { id: row.account_id },
  undone: row.undone_at !== null,
  photoId: row.photo_id,
  fingerprint:
    row.fingerprint_id === null
      ? null
      : {
          id: row.fingerprint_id,
          fingerOf: row.finger_of!,
          quality: row.quality!,
          consentBy: row.consent_by!,
          takenAt: new Date(row.taken_at!),
          deletedAt: row.deleted_at === null ? null : new Date(row.deleted_at),
        },
  unconfirmed: row.unconfirmed,
});

export const shapeScreening = (row: ScreeningRow): Screening => ({
  id: row.id,
  formVersion: row.form_version,
  answers: row.answers,
  temperature: row.temperature,
  advice: row.advice,
  conclusion: row.conclusion,
  until: row.until,
  note: row.note,
  byFamily: row.by_family,
  signedName: row.signed_name,
  confirms: row.confirms,
  confirmsOutdated: row.confirms_outdated,
  day: row.day,
  answeredAt: new Date(row.answered_at),
  by: { id: row.account_id },
});

export const shapeForm = ({ version, content }: FormRow, { schedule }: Catalogue): ScreeningForm => ({
  version,
  questions: content.questions.map((q) => ruleOf(q, schedule)),
  notContraindications: schedule.health.notContraindications.map(({ code, zh }) => ({ code, name: zh })),
});
