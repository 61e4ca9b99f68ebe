import {
  coverageSlots,
  type DoseEvaluation,
  evaluate,
  forecast,
  type GivenDose,
  type Schedule,
  type SeriesForecast,
  type Subject,
} from '@miaoben/schedule';
import type { CoverageChanged } from '@miaoben/schema';
import type { DoseRow } from '../dose/dose.repository.ts';
import type { SubjectRow } from '../person/subject.repository.ts';

/** What the engine is told of a person. */
export function toSubject(row: SubjectRow): Subject {
  return {
    birthDate: row.birth_date,
    sex: row.sex,
    division: row.division,
    conditions: row.conditions.map((code) => ({ code })),
    ...(row.birth_weight_g !== null && { birthWeightG: row.birth_weight_g }),
  };
}

/** The doses that stand. */
export function toHistory(rows: readonly DoseRow[]): GivenDose[] {
  return rows.filter((d) => d.state === 'given').map((d) => ({ id: d.dose_id, date: d.given_on, vaccine: d.vaccine }));
}

/** Evaluation of the standing doses by dose id. */
export function evaluateDoses(
  subject: SubjectRow,
  doses: readonly DoseRow[],
  schedule: Schedule,
  asOf: string,
): Map<string, DoseEvaluation> {
  const { doses: found } = evaluate(toSubject(subject), toHistory(doses), schedule, asOf);
  return new Map(found.map((e) => [e.id, e]));
}

/** Files that are called for nothing: the person is elsewhere, dead, or the file was closed. */
const NOT_CALLED: ReadonlySet<string> = new Set(['moved_out', 'dead', 'cancelled']);

export type PendingDose = SeriesForecast & { dose: number; earliest: string; recommended: string };

const isPending = (f: SeriesForecast): f is PendingDose =>
  f.dose !== null && f.earliest !== null && f.recommended !== null;

/** The next dose of each series that is still to be given. */
export function pendingDoses(
  subject: SubjectRow,
  doses: readonly DoseRow[],
  schedule: Schedule,
  asOf: string,
): PendingDose[] {
  if (NOT_CALLED.has(subject.registration_state)) return [];
  return forecast(toSubject(subject), toHistory(doses), schedule, asOf).filter(isPending);
}

/** The event that tells statistics what is counted for a person now. */
export function coverageOf(
  subject: SubjectRow,
  doses: readonly DoseRow[],
  schedule: Schedule,
  version: number,
): CoverageChanged {
  return {
    type: 'coverage.changed',
    personId: subject.person_id,
    birthDate: subject.birth_date,
    divisionCode: subject.division,
    managingOrgId: subject.managing_org_id,
    registrationState: subject.registration_state,
    sex: subject.sex,
    slots: coverageSlots(toSubject(subject), toHistory(doses), schedule).map(({ slot, date, timely }) => ({
      slot,
      date,
      timely,
    })),
    version,
  };
}
