import type { IsoDate } from '../dates.ts';
import { selectBestSeries } from './best-series.ts';
import { evaluateSeries } from './evaluate-series.ts';
import { forecastSeries, type PatientSeries } from './forecast-series.ts';
import { organizeHistory } from './history.ts';
import { type CdsiPatient, type Dose, type Patient, readPatient } from './patient.ts';
import { type AntigenContext, earlier } from './patient-series.ts';
import { selectRelevantSeries } from './relevant-series.ts';
import type { Antigen, AntigenSeries, SupportingData } from './supporting-data.ts';
import { forecastVaccineGroup, type VaccineGroupForecast } from './vaccine-group.ts';

export type { PatientSeries } from './forecast-series.ts';
export { loadSupportingData, type SupportingDataFile } from './load.ts';
export { type CdsiPatient, PatientDataError, type VaccineDoseAdministered } from './patient.ts';
export type { DoseEvaluation, EvaluationReason, EvaluationStatus, PatientSeriesStatus } from './patient-series.ts';
export { type Gender, normaliseCvx, type SupportingData } from './supporting-data.ts';
export type { VaccineGroupForecast } from './vaccine-group.ts';

/** What the engine found for one patient on one day. */
export interface CdsiResult {
  /** Per vaccine group one forecast for each series group with a best patient series (Chapter 9). */
  readonly vaccineGroups: readonly VaccineGroupForecast[];
  /** Every relevant patient series, evaluated and forecast (Chapters 5 to 7). */
  readonly patientSeries: readonly PatientSeries[];
}

/**
 * Evaluates the immunization history and forecasts the next doses by the CDSi Logic Specification for ACIP
 * Recommendations, version 4.6.
 * @throws {PatientDataError} when a date of the patient is no calendar date
 */
export function evaluateAndForecast(input: CdsiPatient, data: SupportingData, assessmentDate: IsoDate): CdsiResult {
  const patient = readPatient(input, assessmentDate);
  const history = organizeHistory(patient, data);
  const relevant = new Map<string, PatientSeries[]>();
  for (const antigen of data.antigens.values())
    relevant.set(antigen.name, judgeAntigen(patient, data, antigen, history.get(antigen.name) ?? []));
  const vaccineGroups = data.vaccineGroups.flatMap((group) => {
    const best = group.antigens.flatMap((name) => selectBestSeries(patient, relevant.get(name) ?? []));
    return forecastVaccineGroup(patient, data, group, best);
  });
  return { vaccineGroups, patientSeries: [...relevant.values()].flat() };
}

/** 4.4 for one antigen; a series others depend on (Table 6-7) is judged when it is asked for. */
function judgeAntigen(
  patient: Patient,
  data: SupportingData,
  antigen: Antigen,
  records: readonly Dose[],
): PatientSeries[] {
  const all = selectRelevantSeries(patient, antigen);
  const judged = new Map<AntigenSeries, PatientSeries | 'IN_WORK'>();
  const context: AntigenContext = { patient, data, records, isSeriesGroupComplete };
  return all.flatMap((series) => judge(series) ?? []);

  /** Null when the series waits for itself: then it is not complete. */
  function judge(series: AntigenSeries): PatientSeries | null {
    const known = judged.get(series);
    if (known) return known === 'IN_WORK' ? null : known;
    judged.set(series, 'IN_WORK');
    const result = forecastSeries(evaluateSeries(context, series), antigen);
    judged.set(series, result);
    return result;
  }

  function isSeriesGroupComplete(seriesGroup: string, before: Dose | null): boolean {
    const known = earlier(records, before);
    return all.some((s) => {
      const other = s.seriesGroup === seriesGroup ? judge(s) : null;
      return (
        other?.status === 'COMPLETE' && other.targetDoses.every((t) => !t.satisfiedBy || known.includes(t.satisfiedBy))
      );
    });
  }
}
