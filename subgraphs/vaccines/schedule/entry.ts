import type { IsoDate } from './dates.ts';
import { outlook } from './forecast.ts';
import type { Schedule } from './schedule.ts';
import type { GivenDose, Subject } from './types.ts';

/** 1 complete for age, 2 needs catch-up, 3 no file (given by the check, never here), 4 contraindicated or postponed, 5 not yet due. */
export type EntryResult = 1 | 2 | 3 | 4 | 5;

export interface MissingDose {
  readonly series: string;
  readonly dose: number;
  /** Key of the vaccine's name in the catalogues: `series.<id>`. */
  readonly vaccine: string;
  readonly earliest: IsoDate;
}

export interface EntryAssessment {
  readonly result: EntryResult;
  /** Doses to catch up, in the order of the schedule; filled only for result 2. */
  readonly missing: readonly MissingDose[];
}

/**
 * The school and kindergarten entry check (nip-schedule section 9): a child is not passed when a dose is missing
 * whose minimum age and interval are reached and which may still be given. Otherwise a dose kept back by a health
 * state answers 4, one whose age is reached but not its interval 5, and everything else 1. Of a series with several
 * missing doses the next one is named; the others follow after their intervals.
 */
export function entryAssessment(
  subject: Subject,
  history: readonly GivenDose[],
  schedule: Schedule,
  checkDate: IsoDate,
): EntryAssessment {
  const missing: MissingDose[] = [];
  let kept = false;
  let early = false;
  for (const f of outlook(subject, history, schedule, checkDate)) {
    if ((f.status === 'due' || f.status === 'overdue') && f.dose !== null && f.earliest !== null)
      missing.push({ series: f.series, dose: f.dose, vaccine: `series.${f.series}`, earliest: f.earliest });
    else if (f.status === 'deferred' || (f.status === 'contraindicated' && f.ageReached)) kept = true;
    else if (f.status === 'not_yet' && f.ageReached) early = true;
  }
  if (missing.length > 0) return { result: 2, missing };
  return { result: kept ? 4 : early ? 5 : 1, missing: [] };
}
