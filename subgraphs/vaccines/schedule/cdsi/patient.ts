import { type DayNumber, dayOf, type IsoDate } from '../dates.ts';
import { dateOr } from './offset.ts';
import { type AgeSpan, type Cvx, type Gender, normaliseCvx, type ObservationCode } from './supporting-data.ts';

/** A vaccine dose administered, as the caller knows it (4.1). */
export interface VaccineDoseAdministered {
  readonly date: IsoDate;
  /** CVX code, with or without leading zeros. */
  readonly cvx: string;
  /** MVX code of the manufacturer. */
  readonly mvx?: string;
  readonly tradeName?: string;
  /** Millilitres. */
  readonly volume?: number;
  readonly lotExpirationDate?: IsoDate;
  /** True when a recall, a broken cold chain or another condition spoils the dose (6.1). */
  readonly doseCondition?: boolean;
}

/** An active patient observation by its CDSi code; the date is needed where an interval is measured from it. */
export interface PatientObservation {
  readonly code: ObservationCode;
  readonly date?: IsoDate;
}

/** The patient-related data of 4.1. */
export interface CdsiPatient {
  readonly birthDate: IsoDate;
  readonly gender: Gender;
  readonly countryOfBirth?: string;
  readonly doses: readonly VaccineDoseAdministered[];
  readonly observations: readonly PatientObservation[];
}

/** A date of the patient or of a dose is no calendar date; `field` names it (`doses[0].date`), never its content. */
export class PatientDataError extends Error {
  readonly code = 'CDSI_PATIENT_DATA';
  readonly field: string;
  constructor(field: string, expected: string) {
    super(`${field}: expected ${expected}`);
    this.name = 'PatientDataError';
    this.field = field;
  }
}

/** A dose in runnable form. */
export interface Dose {
  /** Position in the caller's list. */
  readonly index: number;
  readonly date: DayNumber;
  readonly cvx: Cvx;
  readonly mvx: string | null;
  readonly tradeName: string | null;
  readonly volume: number | null;
  /** Expired or spoiled (Table 6-3). */
  readonly substandard: boolean;
}

/** The patient in runnable form. */
export interface Patient {
  readonly birth: DayNumber;
  readonly gender: Gender;
  readonly country: string | null;
  /** By date, doses of one day in the order given. */
  readonly doses: readonly Dose[];
  /** Observation codes with their most recent date, null when undated. */
  readonly observations: ReadonlyMap<ObservationCode, DayNumber | null>;
  readonly assessment: DayNumber;
}

/** @throws {PatientDataError} when a date is no calendar date */
export function readPatient(input: CdsiPatient, assessmentDate: IsoDate): Patient {
  const assessment = readDay(assessmentDate, 'assessmentDate');
  const doses = input.doses.map((dose, index) => readDose(dose, index));
  return {
    birth: readDay(input.birthDate, 'birthDate'),
    gender: input.gender,
    country: input.countryOfBirth ?? null,
    doses: doses.sort((a, b) => a.date - b.date || a.index - b.index),
    observations: readObservations(input.observations),
    assessment,
  };
}

/** Whether the day lies at or after the begin age and before the end age. */
export function withinAges(patient: Patient, span: AgeSpan, day: DayNumber): boolean {
  return (
    dateOr(patient.birth, span.begin, Number.NEGATIVE_INFINITY) <= day &&
    day < dateOr(patient.birth, span.end, Number.POSITIVE_INFINITY)
  );
}

function readDay(text: IsoDate, field: string): DayNumber {
  const day = dayOf(text);
  if (Number.isNaN(day)) throw new PatientDataError(field, 'a calendar date YYYY-MM-DD');
  return day;
}

function readDose(dose: VaccineDoseAdministered, index: number): Dose {
  const date = readDay(dose.date, `doses[${index}].date`);
  const expires = dose.lotExpirationDate
    ? readDay(dose.lotExpirationDate, `doses[${index}].lotExpirationDate`)
    : Number.POSITIVE_INFINITY;
  return {
    index,
    date,
    cvx: normaliseCvx(dose.cvx),
    mvx: dose.mvx?.trim().toUpperCase() || null,
    tradeName: dose.tradeName?.trim().toLowerCase() || null,
    volume: dose.volume ?? null,
    substandard: dose.doseCondition === true || date > expires,
  };
}

function readObservations(list: readonly PatientObservation[]): Map<ObservationCode, DayNumber | null> {
  const observations = new Map<ObservationCode, DayNumber | null>();
  list.forEach(({ code, date }, i) => {
    const day = date ? readDay(date, `observations[${i}].date`) : null;
    const known = observations.get(code) ?? null;
    observations.set(code, day === null || known === null ? (day ?? known) : Math.max(day, known));
  });
  return observations;
}
