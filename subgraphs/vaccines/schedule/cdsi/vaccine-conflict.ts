import type { DayNumber } from '../dates.ts';
import { plusRolled } from '../dates.ts';
import type { Dose } from './patient.ts';
import { earlier, type SeriesProgress, statusOf } from './patient-series.ts';
import type { SeriesDose } from './supporting-data.ts';

/** 6.7, CONFLICT-3: the dose was given too early after a conflicting vaccine. */
export function isImpacted(progress: SeriesProgress, dose: Dose): boolean {
  const { patient, data } = progress.context;
  const conflicts = data.conflicts.get(dose.cvx);
  if (!conflicts) return false;
  return earlier(patient.doses, dose).some((previous) => {
    const status = statusOf(progress, previous);
    return conflicts.some(
      (conflict) =>
        conflict.conflicting === previous.cvx &&
        dose.date >= plusRolled(previous.date, conflict.begin) &&
        dose.date <
          plusRolled(previous.date, status === null || status === 'VALID' ? conflict.minimumEnd : conflict.end),
    );
  });
}

/** CALCDTCONFLICT-3: the days on which conflicts with the preferable vaccines of the next target dose end. */
export function forecastConflictEndDates(progress: SeriesProgress, target: SeriesDose): DayNumber[] {
  const { patient, data } = progress.context;
  const impacted = new Set(target.preferableVaccines.map((v) => v.cvx));
  const ends: DayNumber[] = [];
  for (const cvx of impacted)
    for (const conflict of data.conflicts.get(cvx) ?? [])
      for (const dose of patient.doses)
        if (dose.cvx === conflict.conflicting) ends.push(plusRolled(dose.date, conflict.end));
  return ends;
}
