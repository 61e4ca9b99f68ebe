import type { IsoDate } from './dates.ts';
import { forecast } from './forecast.ts';
import type { Schedule } from './schedule.ts';
import type { GivenDose, Subject } from './types.ts';

/** One dose still to come, supposing all before it are given on their planned days. */
export interface PlannedDose {
  readonly series: string;
  readonly dose: number;
  readonly date: IsoDate;
  readonly overdueFrom: IsoDate | null;
  readonly products: readonly string[];
}

/**
 * The remaining doses with the expected date of each, by date: every dose on its recommended day, what is
 * late on `asOf`. Doses that are contraindicated, or become too late before they can be given, do not appear.
 */
export function remainingDoses(
  subject: Subject,
  history: readonly GivenDose[],
  schedule: Schedule,
  asOf: IsoDate,
): PlannedDose[] {
  const given = [...history];
  const planned: PlannedDose[] = [];
  // A dose planned once is never planned again, whatever a later judgement says: the loop must end.
  const seen = new Set<string>();
  let today = asOf;
  for (;;) {
    let next: PlannedDose | null = null;
    for (const f of forecast(subject, given, schedule, today)) {
      if (f.dose === null || f.earliest === null || f.recommended === null || f.products.length === 0) continue;
      if (seen.has(`${f.series}-${f.dose}`) || (f.status === 'deferred' && f.earliest <= today)) continue;
      const late = f.recommended < today;
      const date = late ? today : f.recommended;
      if (f.latest !== null && date > f.latest) continue;
      if (next === null || date < next.date)
        next = { series: f.series, dose: f.dose, date, overdueFrom: f.overdueFrom, products: f.products };
    }
    if (!next) return planned;
    if (next.date > today) {
      // The rules may ask for something else when that day has come (DT after 7 years, MPSV-AC from 24 months).
      today = next.date;
      continue;
    }
    planned.push(next);
    seen.add(`${next.series}-${next.dose}`);
    given.push({ id: `planned-${planned.length}`, date: next.date, vaccine: next.products[0]! });
  }
}
