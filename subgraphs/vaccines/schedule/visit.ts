import { dayOf, type IsoDate, isoOf, plus } from './dates.ts';
import { forecast } from './forecast.ts';
import { isInjectedLive, type Schedule } from './schedule.ts';
import type { GivenDose, SeriesForecast, Subject } from './types.ts';

/** One dose of a visit. */
export interface VisitItem {
  readonly series: string;
  readonly dose: number;
  /** Codes that may be used, preferred first. */
  readonly products: readonly string[];
  readonly overdue: boolean;
  /** The first day it may be given: the visit's day for what is given today. */
  readonly earliest: IsoDate;
}

export interface VisitPlan {
  /** To give together, at different sites, most urgent first. */
  readonly today: readonly VisitItem[];
  /**
   * Due, but to wait: for 28 days after a live vaccine, a blood product, an illness (`interval`); for the interval
   * usual practice keeps from a dose that did not count (`repeat`, advice); or for the next visit (`visit_full`).
   */
  readonly later: readonly (VisitItem & { readonly why: 'interval' | 'repeat' | 'visit_full' })[];
}

export interface VisitLimits {
  /** Injections a family accepts in one visit; the texts set no limit. */
  readonly maxInjections?: number;
}

/**
 * Where an injection stands when not all can be given: what is overdue first; MMR before every other live vaccine
 * (S26), so it is as urgent as the most urgent of them; then by the first possible day.
 */
function byUrgency(due: readonly SeriesForecast[], schedule: Schedule) {
  const live = (f: SeriesForecast) => isInjectedLive(schedule, f.products[0] ?? '');
  const lateLive = due.some((f) => f.status === 'overdue' && live(f));
  const rank = (f: SeriesForecast) => {
    const late = f.status === 'overdue' || (f.series === 'MMR' && lateLive);
    return (f.series === 'MMR' ? 0 : live(f) ? 1 : 2) + (late ? 0 : 3);
  };
  return due.toSorted((a, b) => rank(a) - rank(b) || ((a.earliest ?? '') < (b.earliest ?? '') ? -1 : 1));
}

/** The day from which the repeat of a dose that did not count is advised; null: nothing to wait for. */
function repeatFrom(f: SeriesForecast): IsoDate | null {
  return f.reasons.find((r) => r.code === 'REPEAT_INTERVAL')?.facts.requiredDate ?? null;
}

/**
 * What to give together on a day and what waits, in order of priority. All programme vaccines may be given on the
 * same day (S26), so without a limit everything due is given. A live vaccine left out of a visit with another live
 * one waits 28 days.
 */
export function visitPlan(
  subject: Subject,
  history: readonly GivenDose[],
  schedule: Schedule,
  asOf: IsoDate,
  limits: VisitLimits = {},
): VisitPlan {
  return visitOf(forecast(subject, history, schedule, asOf), schedule, asOf, limits);
}

/** `visitPlan` for series whose forecast on the day is at hand. */
export function visitOf(
  all: readonly SeriesForecast[],
  schedule: Schedule,
  asOf: IsoDate,
  limits: VisitLimits = {},
): VisitPlan {
  const due = byUrgency(
    all.filter((f) => f.status === 'due' || f.status === 'overdue'),
    schedule,
  );
  const item = (f: SeriesForecast, earliest: IsoDate): VisitItem => ({
    series: f.series,
    dose: f.dose ?? 1,
    products: f.products,
    overdue: f.status === 'overdue',
    earliest,
  });
  const oral = (f: SeriesForecast) => {
    const vaccine = schedule.vaccines.get(f.products[0] ?? '');
    return vaccine?.live === true && !vaccine.injectedLive;
  };
  const today: VisitItem[] = [];
  const left: SeriesForecast[] = [];
  let injections = 0;
  const repeats: { f: SeriesForecast; from: IsoDate }[] = [];
  for (const f of due) {
    const from = repeatFrom(f);
    if (from !== null) repeats.push({ f, from });
    else if (!oral(f) && injections >= (limits.maxInjections ?? Number.POSITIVE_INFINITY)) left.push(f);
    else {
      if (!oral(f)) injections += 1;
      today.push(item(f, asOf));
    }
  }
  const day = dayOf(asOf);
  const liveToday = today.some((i) => isInjectedLive(schedule, i.products[0] ?? ''));
  const afterLive = isoOf(plus(day, schedule.liveInterval));
  const later = [
    ...left.map((f) => {
      const live = liveToday && isInjectedLive(schedule, f.products[0] ?? '');
      return { ...item(f, live ? afterLive : isoOf(day + 1)), why: 'visit_full' as const };
    }),
    ...repeats.map(({ f, from }) => {
      const live = liveToday && isInjectedLive(schedule, f.products[0] ?? '') && from < afterLive;
      return { ...item(f, live ? afterLive : from), why: 'repeat' as const };
    }),
    ...all
      .filter((f) => f.status === 'deferred' && f.earliest !== null && f.earliest > asOf)
      .map((f) => {
        const live = liveToday && isInjectedLive(schedule, f.products[0] ?? '') && f.earliest! < afterLive;
        return { ...item(f, live ? afterLive : f.earliest!), why: 'interval' as const };
      }),
  ];
  later.sort((a, b) => (a.earliest < b.earliest ? -1 : a.earliest > b.earliest ? 1 : 0));
  return { today, later };
}
