import type { PatientSeries } from './forecast-series.ts';
import type { Patient } from './patient.ts';
import { scorableSeries, validDoses } from './scorable-series.ts';
import { bestComplete, bestInProcess, bestWithoutValidDoses } from './score-series.ts';

/** Chapter 8: the best patient series of one antigen, at most one per series group. */
export function selectBestSeries(patient: Patient, relevant: readonly PatientSeries[]): PatientSeries[] {
  const prioritized = [...Map.groupBy(relevant, (s) => s.series.seriesGroup).values()].flatMap((group) => {
    const chosen = prioritizedSeries(patient, group);
    return chosen ? [chosen] : [];
  });
  return prioritized.filter((s) => isBest(s, prioritized));
}

/** 8.2 to 8.7: the one prioritized patient series of a series group, if there is one. */
function prioritizedSeries(patient: Patient, group: readonly PatientSeries[]): PatientSeries | undefined {
  const scorable = scorableSeries(patient, group);
  const defaults = group.filter((s) => s.series.defaultSeries);
  const complete = scorable.filter((s) => s.status === 'COMPLETE');
  const inProcess = scorable.filter((s) => s.status === 'NOT_COMPLETE' && validDoses(s) > 0);
  const onlyDefault = defaults.length === 1 ? defaults[0] : undefined;

  // Table 8-3
  if (scorable.length === 0 && onlyDefault) return onlyDefault;
  if (scorable.length <= 1) return scorable[0];
  if (complete.length === 1) return complete[0];
  if (complete.length === 0 && inProcess.length === 1) return inProcess[0];
  if (complete.length === 0 && inProcess.length === 0 && onlyDefault) return onlyDefault;

  // Table 8-5
  if (complete.length > 1) return bestComplete(complete);
  if (inProcess.length > 1) return bestInProcess(patient, inProcess);
  return bestWithoutValidDoses(patient, scorable);
}

/** 8.8, Table 8-14. */
function isBest(s: PatientSeries, prioritized: readonly PatientSeries[]): boolean {
  if (s.status === 'COMPLETE') return true;
  const equivalent = prioritized.filter((o) => s.series.equivalentSeriesGroups.includes(o.series.seriesGroup));
  if (equivalent.some((o) => o.status === 'COMPLETE')) return false;
  if (s.series.type === 'EVALUATION_ONLY') return false;
  return s.series.type === 'RISK' || !equivalent.some((o) => o.series.type === 'RISK');
}
