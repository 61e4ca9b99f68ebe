import {
  coverageSlots,
  type DoseEvaluation,
  evaluateWithOthers,
  type GivenDose,
  judge as judgeBySchedule,
  type SeriesForecast,
  type Subject,
} from '@miaoben/schedule';
import type { CoverageChanged } from '@miaoben/schema';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { DoseRow } from '../dose/dose.repository.ts';
import type { SubjectRow } from '../person/subject.repository.ts';

/** What the engine is told of a person: the copy of the file and the health facts entered in clinics. */
export function toSubject(row: SubjectRow): Subject {
  const states = row.facts.filter((f) => f.kind === 'condition');
  const findings = row.facts.filter((f) => f.kind === 'observation');
  return {
    birthDate: row.birth_date,
    sex: row.sex,
    division: row.division,
    conditions: [
      ...row.conditions.map((code) => ({ code })),
      ...states.map(({ code, date, until }) => ({ code, from: date, ...(until !== undefined && { until }) })),
    ],
    ...(row.birth_weight_g !== null && { birthWeightG: row.birth_weight_g }),
    ...(findings.length > 0 && { observations: findings.map(({ code, date }) => ({ code, date })) }),
  };
}

/** Whether less was given than the product's dose (剂量不足, Q-19). */
export function isPartial(row: Pick<DoseRow, 'volume_ml' | 'product_id'>, catalogue: Catalogue): boolean {
  const whole = row.product_id === null ? null : (catalogue.products.get(row.product_id)?.doseVolumeMl ?? null);
  return whole !== null && row.volume_ml !== null && row.volume_ml < whole;
}

const faultsOf = (row: DoseRow, catalogue: Catalogue): NonNullable<GivenDose['substandard']> => [
  ...(row.lot_is_void ? (['recalled_lot'] as const) : []),
  ...(isPartial(row, catalogue) ? (['partial_dose'] as const) : []),
];

/** The doses that stand, with what is known of lot and amount. */
export function toHistory(rows: readonly DoseRow[], catalogue: Catalogue): GivenDose[] {
  return rows
    .filter((d) => d.state === 'given')
    .map((d) => ({ d, substandard: faultsOf(d, catalogue) }))
    .map(({ d, substandard }) => ({
      id: d.dose_id,
      date: d.given_on,
      vaccine: d.vaccine,
      ...(d.lot_expires_on !== null && { lotExpires: d.lot_expires_on }),
      ...(substandard.length > 0 && { substandard }),
    }));
}

/** Evaluation of the standing doses by dose id, those of vaccines outside the programme too. */
export function evaluateDoses(
  subject: SubjectRow,
  doses: readonly DoseRow[],
  catalogue: Catalogue,
  asOf: string,
): Map<string, DoseEvaluation> {
  const history = toHistory(doses, catalogue);
  const { doses: found } = evaluateWithOthers(toSubject(subject), history, catalogue.schedule, asOf);
  return new Map(found.map((e) => [e.id, e]));
}

/** Files that are called for nothing: the person is elsewhere, dead, or the file was closed. */
const NOT_CALLED: ReadonlySet<string> = new Set(['moved_out', 'dead', 'cancelled']);
/** A dose nobody may give is in no list of those to be called. */
const PENDING: ReadonlySet<SeriesForecast['status']> = new Set(['due', 'overdue', 'not_yet', 'deferred']);

export type PendingDose = SeriesForecast & { dose: number; earliest: string; recommended: string };

/** A dose put off without an end is called for by nobody: its earliest day is past, only the state of health is not. */
const isPending = (f: SeriesForecast, asOf: string): f is PendingDose =>
  PENDING.has(f.status) &&
  f.dose !== null &&
  f.earliest !== null &&
  f.recommended !== null &&
  !(f.status === 'deferred' && f.earliest <= asOf);

/** What follows from one record, each judged with the same words to the engine. */
export interface Judgement {
  /** the next dose of each series that is still to be given */
  pending: PendingDose[];
  /** of the standing doses by the programme (常规免疫), in the order of the record */
  evaluations: DoseEvaluation[];
  coverage: Omit<CoverageChanged, 'version'>;
}

export function judge(subject: SubjectRow, doses: readonly DoseRow[], catalogue: Catalogue, asOf: string): Judgement {
  const { schedule } = catalogue;
  const person = toSubject(subject);
  const history = toHistory(doses, catalogue);
  const { doses: evaluations, series } = judgeBySchedule(person, history, schedule, asOf);
  return {
    pending: NOT_CALLED.has(subject.registration_state) ? [] : series.filter((f) => isPending(f, asOf)),
    evaluations,
    coverage: {
      type: 'coverage.changed',
      personId: subject.person_id,
      birthDate: subject.birth_date,
      divisionCode: subject.division,
      managingOrgId: subject.managing_org_id,
      registrationState: subject.registration_state,
      sex: subject.sex,
      slots: coverageSlots(person, history, schedule).map(({ slot, date, timely }) => ({ slot, date, timely })),
    },
  };
}
