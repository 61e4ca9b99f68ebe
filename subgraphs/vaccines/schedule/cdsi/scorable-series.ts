import type { PatientSeries } from './forecast-series.ts';
import { dateOr } from './offset.ts';
import type { Patient } from './patient.ts';

/**
 * 8.1, Table 8-2: of the relevant patient series of one series group those that may be scored. A risk series that the
 * patient has outgrown without a valid dose does not shut out those of lower priority.
 */
export function scorableSeries(patient: Patient, group: readonly PatientSeries[]): PatientSeries[] {
  const outgrown = new Set(group.filter((s) => s.status === 'AGED_OUT' && validDoses(s) === 0));
  const allContraindicated = group.every((s) => s.status === 'CONTRAINDICATED');
  const risk = group.filter((s) => s.series.type === 'RISK');
  const highest = highestPriority(risk.filter((s) => !outgrown.has(s))) ?? highestPriority(risk);
  const noValidDoses = group.every((s) => validDoses(s) === 0);
  const noDefault = !group.some((s) => s.series.defaultSeries);
  return group.filter((s) => {
    if (s.series.type === 'EVALUATION_ONLY') return s.status === 'COMPLETE';
    // SELECTB-24
    if (s.status === 'CONTRAINDICATED' && !allContraindicated) return false;
    if (s.series.type === 'RISK') return s.series.priority === highest;
    return noValidDoses ? noDefault : startedInTime(patient, s);
  });
}

/** 'A' comes before 'B'. */
function highestPriority(series: readonly PatientSeries[]): string | undefined {
  return series.map((s) => s.series.priority).sort()[0];
}

/** SELECTB-21. */
export function validDoses(s: PatientSeries): number {
  return s.targetDoses.filter((t) => t.status === 'SATISFIED').length;
}

/** SELECTSCORE-2: the first valid dose was given before the maximum age to start. */
function startedInTime(patient: Patient, s: PatientSeries): boolean {
  const first = s.evaluations.find((e) => e.status === 'VALID');
  const limit = dateOr(patient.birth, s.series.maximumAgeToStart, Number.POSITIVE_INFINITY);
  return first !== undefined && first.dose.date < limit;
}
