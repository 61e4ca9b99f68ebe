import { type DayNumber, dayOf, type IsoDate } from './dates.ts';
import { type Outlook, outlook, outlookOf } from './forecast.ts';
import type { Schedule } from './schedule.ts';
import type { GivenDose, SeriesForecast, Subject } from './types.ts';

/** 1 complete for age, 2 needs catch-up, 3 no file (given by the check, never here), 4 contraindicated or postponed, 5 not yet due. */
export type EntryResult = 1 | 2 | 3 | 4 | 5;

export interface MissingDose {
  readonly series: string;
  readonly dose: number;
  /** Key of the vaccine's name in the catalogues: `series.<id>`. */
  readonly vaccine: string;
  /** The first possible day, supposing the doses before it are given as soon as they can be from the check on. */
  readonly earliest: IsoDate;
  /** May be given on the day of the check. */
  readonly dueNow: boolean;
}

export interface EntryAssessment {
  readonly result: EntryResult;
  /** Every dose missing for the age, in the order of the schedule; filled only for result 2. */
  readonly missing: readonly MissingDose[];
  /** Doses whose age is reached and whose interval is not, with the day; filled only for result 5. */
  readonly awaited: readonly MissingDose[];
}

/**
 * The school and kindergarten entry check (nip-schedule section 9): a child is not passed when a dose is missing
 * whose minimum age and interval are reached and which may still be given. Otherwise a dose kept back by a health
 * state answers 4, one whose age is reached but not its interval 5, and everything else 1. A child that is not passed
 * gets the whole list up to its age: also what an interval, a deferral or an earlier missing dose still keeps back.
 */
export function entryAssessment(
  subject: Subject,
  history: readonly GivenDose[],
  schedule: Schedule,
  checkDate: IsoDate,
): EntryAssessment {
  const day = dayOf(checkDate);
  const open = outlook(subject, history, schedule, checkDate).filter((f) => f.ageDay !== null && f.ageDay <= day);
  if (!open.some(dueNow)) {
    const kept = open.some(({ forecast: { status } }) => status === 'deferred' || status === 'contraindicated');
    const awaited = kept ? [] : open.flatMap((f) => missingOf({ subject, history, schedule, checkDate, day }, f));
    return { result: kept ? 4 : open.length > 0 ? 5 : 1, missing: [], awaited };
  }
  const missing = open.flatMap((f) => missingOf({ subject, history, schedule, checkDate, day }, f));
  return { result: 2, missing, awaited: [] };
}

function dueNow({ forecast: { status } }: Outlook): boolean {
  return status === 'due' || status === 'overdue';
}

interface Check {
  readonly subject: Subject;
  readonly history: readonly GivenDose[];
  readonly schedule: Schedule;
  readonly checkDate: IsoDate;
  readonly day: DayNumber;
}

/** The doses of one series still missing for the age of the check, the first as it stands, the others one by one. */
function missingOf({ subject, history, schedule, checkDate, day }: Check, first: Outlook): MissingDose[] {
  const found: MissingDose[] = [];
  const given = [...history];
  for (let f: Outlook | undefined = first; f; ) {
    const { series, dose, earliest, products }: SeriesForecast = f.forecast;
    const product: string | undefined = products[0];
    if (dose === null || earliest === null || product === undefined || f.ageDay === null || f.ageDay > day) break;
    // A series that asks for the same dose again cannot be caught up.
    if (found.some((m) => m.dose === dose)) break;
    found.push({ series, dose, vaccine: `series.${series}`, earliest, dueNow: found.length === 0 && dueNow(f) });
    const on: IsoDate = earliest < checkDate ? checkDate : earliest;
    given.push({ id: `missing-${found.length}`, date: on, vaccine: product });
    f = outlookOf(series, subject, given, schedule, on);
  }
  return found;
}
