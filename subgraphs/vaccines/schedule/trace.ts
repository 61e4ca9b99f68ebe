import { makeContext } from './context.ts';
import { countDoses } from './coverage.ts';
import type { IsoDate } from './dates.ts';
import { standing } from './forecast.ts';
import type { Schedule } from './schedule.ts';
import { Recorder } from './trace-recorder.ts';
import type { TraceStep } from './trace-step.ts';
import type { GivenDose, SeriesStatus, Subject } from './types.ts';
import { walk } from './walk.ts';

/** How one recorded dose was judged: its checks, its verdict, and what the coverage rules make of it. */
export interface DoseTrace {
  readonly id: string;
  readonly steps: readonly TraceStep[];
}

/** How the forecast of one series came about; its last step is the status. */
export interface SeriesTrace {
  readonly series: string;
  readonly status: SeriesStatus;
  readonly steps: readonly TraceStep[];
}

/** Every step of the judgement of a record, as plain data; the same record gives the same steps. */
export interface Trace {
  /** Id of the version asked for. */
  readonly schedule: string;
  readonly asOf: IsoDate;
  /** In the order given. */
  readonly doses: readonly DoseTrace[];
  /** In the order of the schedule. */
  readonly series: readonly SeriesTrace[];
}

/**
 * Judges and forecasts as `evaluate` and `forecast` do, by the same code, and tells each step: which dose was asked
 * for, which bound it met or missed by how many days, by which rules. Throws SubjectError as they do.
 */
export function trace(subject: Subject, history: readonly GivenDose[], schedule: Schedule, asOf: IsoDate): Trace {
  return {
    schedule: schedule.id,
    asOf,
    doses: traceDoses(subject, history, schedule, asOf),
    series: traceSeries(subject, history, schedule, asOf),
  };
}

function traceDoses(subject: Subject, history: readonly GivenDose[], schedule: Schedule, asOf: IsoDate): DoseTrace[] {
  const recorder = new Recorder();
  const ctx = makeContext(subject, history, schedule, asOf, recorder);
  recorder.follow(ctx);
  for (const verdict of walk(ctx, Number.POSITIVE_INFINITY)) recorder.verdict(verdict);
  countDoses(ctx);
  return history.map((given) => ({ id: given.id, steps: recorder.ofDose(given) }));
}

function traceSeries(
  subject: Subject,
  history: readonly GivenDose[],
  schedule: Schedule,
  asOf: IsoDate,
): SeriesTrace[] {
  const recorder = new Recorder();
  const ctx = makeContext(subject, history, schedule, asOf, recorder);
  recorder.follow(ctx);
  walk(ctx, ctx.asOf);
  recorder.forecast();
  return standing(ctx).map(({ forecast: f }) => ({ series: f.series, status: f.status, steps: recorder.ofSeries(f) }));
}
