import { type Context, makeContext, type Rec } from './context.ts';
import { countDoses } from './coverage.ts';
import type { IsoDate } from './dates.ts';
import { standing } from './forecast.ts';
import type { Reason } from './reasons.ts';
import type { Schedule } from './schedule.ts';
import type { DoseEvaluation, DoseStatus, GivenDose, SeriesForecast, Subject } from './types.ts';
import { type Verdict, walk, walkOn } from './walk.ts';

/**
 * Judges every recorded dose, in the order given: whether it is clinically valid, whether the statistics count it,
 * for which series and as which dose, and why not. A dose is valid when today's rules, the rules in force on its
 * day, or the label of its own product accept it. Doses after `asOf` are judged too, as if that day had come.
 * Throws SubjectError when a date of the subject is none; a dose without a date gets the reason NO_DATE.
 */
export function evaluate(
  subject: Subject,
  history: readonly GivenDose[],
  schedule: Schedule,
  asOf: IsoDate,
): { doses: DoseEvaluation[] } {
  const ctx = makeContext(subject, history, schedule, asOf);
  return { doses: evaluations(ctx, walk(ctx, Number.POSITIVE_INFINITY), history.length) };
}

/**
 * Both halves of the judgement in one walk: what `evaluate` says of the doses and what `forecast` says of the series.
 * Throws SubjectError when a date of the subject is none.
 */
export function judge(
  subject: Subject,
  history: readonly GivenDose[],
  schedule: Schedule,
  asOf: IsoDate,
): { doses: DoseEvaluation[]; series: SeriesForecast[] } {
  const ctx = makeContext(subject, history, schedule, asOf);
  const verdicts = walk(ctx, ctx.asOf);
  // Doses after the day are judged too, but for the forecast they do not exist yet.
  const series = standing(ctx).map((o) => o.forecast);
  walkOn(ctx, ctx.asOf, verdicts);
  return { doses: evaluations(ctx, verdicts, history.length), series };
}

/** The verdicts in the order the doses were given in. */
function evaluations(ctx: Context, verdicts: readonly Verdict[], count: number): DoseEvaluation[] {
  const counted = new Set<Rec>();
  for (const { rec } of countDoses(ctx)) counted.add(rec);
  const found = new Array<DoseEvaluation>(count);
  for (const { rec, series, valid, reasons } of verdicts) {
    const { id, date, vaccine } = rec.given;
    found[rec.index] = {
      id,
      date,
      vaccine,
      series,
      status: valid ? 'valid' : statusOf(reasons),
      clinicallyValid: valid,
      countedForCoverage: counted.has(rec),
      reasons,
    };
  }
  return found;
}

/** What became of a dose that is not valid, by its reasons. */
export function statusOf(reasons: readonly Reason[]): DoseStatus {
  if (reasons.some((r) => r.code === 'EXPIRED_LOT' || r.code === 'DOSE_TOO_SMALL')) return 'substandard';
  // Not needed only when nothing else was wrong with it for any series it could have counted for.
  if (reasons.every((r) => r.code === 'EXCESS_DOSE' || r.code === 'DUPLICATE')) return 'extraneous';
  return 'not_valid';
}
