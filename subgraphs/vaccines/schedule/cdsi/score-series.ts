import { type DayNumber, plusRolled } from '../dates.ts';
import type { PatientSeries } from './forecast-series.ts';
import { inForce } from './intervals.ts';
import { dateOr } from './offset.ts';
import type { Patient } from './patient.ts';
import { validDoses } from './scorable-series.ts';

/** One row of Tables 8-7, 8-9 and 8-11: whether it is true of a series, and the points. */
interface ScoreRow {
  readonly holds: (s: PatientSeries) => boolean;
  readonly alone: number;
  /** When two or more series share it; the rows that say n/a give each its points. */
  readonly shared: number;
  readonly otherwise: number;
}

/** SELECTBEST-1 and -2: the series with the most points, on a tie the best ranked one. */
function best(group: readonly PatientSeries[], rows: readonly ScoreRow[]): PatientSeries | undefined {
  const scores = new Map(group.map((s) => [s, 0]));
  for (const row of rows) {
    const holders = new Set(group.filter(row.holds));
    for (const s of group) {
      const points = holders.has(s) ? (holders.size > 1 ? row.shared : row.alone) : row.otherwise;
      scores.set(s, scores.get(s)! + points);
    }
  }
  return [...group].sort((a, b) => scores.get(b)! - scores.get(a)! || a.series.preference - b.series.preference)[0];
}

/** 8.4, Table 8-7. */
export function bestComplete(group: readonly PatientSeries[]): PatientSeries | undefined {
  return best(group, [{ holds: hasMostValidDoses(group), alone: 1, shared: 0, otherwise: -1 }]);
}

/** 8.5, Table 8-9. */
export function bestInProcess(patient: Patient, group: readonly PatientSeries[]): PatientSeries | undefined {
  const fewestLeft = Math.min(...group.map(unsatisfied));
  const earliestFinish = Math.min(
    ...group.filter((s) => isCompletable(patient, s)).map((s) => finishDate(patient, s)!),
  );
  return best(group, [
    { holds: (s) => s.series.productPath && hasAllValidDoses(s), alone: 2, shared: 2, otherwise: -2 },
    { holds: (s) => isCompletable(patient, s), alone: 3, shared: 3, otherwise: -3 },
    { holds: hasMostValidDoses(group), alone: 2, shared: 0, otherwise: -2 },
    { holds: (s) => unsatisfied(s) === fewestLeft, alone: 2, shared: 0, otherwise: -2 },
    {
      holds: (s) => isCompletable(patient, s) && finishDate(patient, s) === earliestFinish,
      alone: 1,
      shared: 0,
      otherwise: -1,
    },
  ]);
}

/** 8.6, Table 8-11; the start date is the earliest date of the forecast. */
export function bestWithoutValidDoses(patient: Patient, group: readonly PatientSeries[]): PatientSeries | undefined {
  const starts = group.flatMap((s) => (s.forecast ? [s.forecast.dates.earliest] : []));
  const earliestStart = Math.min(...starts);
  return best(group, [
    { holds: (s) => s.forecast?.dates.earliest === earliestStart, alone: 1, shared: 0, otherwise: -1 },
    { holds: (s) => isCompletable(patient, s), alone: 1, shared: 1, otherwise: -1 },
    { holds: (s) => s.series.productPath, alone: -1, shared: -1, otherwise: 1 },
  ]);
}

/** SELECTB-19. */
function hasMostValidDoses(group: readonly PatientSeries[]): (s: PatientSeries) => boolean {
  const most = Math.max(...group.map(validDoses));
  return (s) => validDoses(s) === most;
}

/** SELECTB-2. */
function hasAllValidDoses(s: PatientSeries): boolean {
  return s.evaluations.every((e) => e.status === 'VALID');
}

/** SELECTB-5. */
function unsatisfied(s: PatientSeries): number {
  return s.targetDoses.filter((t) => t.status === 'NOT_SATISFIED').length;
}

/** SELECTB-3: completable when it can be finished before the maximum age of its last target dose. */
function isCompletable(patient: Patient, s: PatientSeries): boolean {
  const finish = finishDate(patient, s);
  const last = s.targetDoses.at(-1);
  if (finish === null || !last) return false;
  const maximum = inForce(last.seriesDose.ages, patient.assessment)[0]?.maximum ?? null;
  return finish < dateOr(patient.birth, maximum, Number.POSITIVE_INFINITY);
}

/** SELECTB-12: the earliest date plus the latest minimum interval of the remaining target doses; null without forecast. */
function finishDate(patient: Patient, s: PatientSeries): DayNumber | null {
  if (!s.forecast) return null;
  const { target, dates } = s.forecast;
  const remaining = s.targetDoses.slice(s.targetDoses.indexOf(target) + 1);
  const minimums = remaining.flatMap((t) =>
    inForce(t.seriesDose.preferableIntervals, patient.assessment).flatMap((i) => (i.minimum ? [i.minimum] : [])),
  );
  return Math.max(dates.earliest, ...minimums.map((m) => plusRolled(dates.earliest, m)));
}
