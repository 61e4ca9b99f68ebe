import {
  type DoseEvaluation,
  evaluate,
  explain,
  forecast,
  type GivenDose,
  type Reason,
  type Schedule,
  type SeriesForecast,
  type Subject,
  seriesName,
  seriesOfVaccine,
  vaccineName,
  visitPlan,
} from '@miaoben/schedule';
import { locale } from '../../i18n/locale.ts';
import type { EvaluationView, PlanView, ReasonView, SeriesView, VisitView } from './view.ts';

function shapeReason(reason: Reason): ReasonView {
  return {
    code: reason.code,
    rule: reason.ruleId,
    source: reason.source.join(', '),
    text: explain(reason, locale.peek(), 'parent'),
    doctorText: explain(reason, locale.peek(), 'doctor'),
  };
}

const vaccinesOf = (schedule: Schedule, codes: readonly string[]) =>
  codes.map((code) => ({ code, name: vaccineName(schedule, code) ?? code }));

function shapeSeries(schedule: Schedule, f: SeriesForecast): SeriesView {
  return {
    series: f.series,
    seriesName: seriesName(f.series, locale.peek()),
    status: f.status,
    dose: f.dose,
    dosesNeeded: f.dosesNeeded,
    dosesGiven: f.dosesGiven,
    earliest: f.earliest,
    recommended: f.recommended,
    overdueFrom: f.overdueFrom,
    latest: f.latest,
    text: explain(f, locale.peek(), 'parent'),
    doctorText: explain(f, locale.peek(), 'doctor'),
    vaccines: vaccinesOf(schedule, f.products),
    reasons: f.reasons.map(shapeReason),
  };
}

/** The plan of a child on a day, as the server shapes it; the same engine, the same rules. */
export function planOf(subject: Subject, history: readonly GivenDose[], schedule: Schedule, day: string): PlanView {
  const series = forecast(subject, history, schedule, day);
  const visit = visitPlan(subject, history, schedule, day);
  const waiting = new Map(series.map((f) => [f.series, f]));
  const item = (of: (typeof visit.today)[number], isLater: boolean): VisitView => {
    const why = isLater ? waiting.get(of.series)?.reasons[0] : undefined;
    return {
      series: of.series,
      seriesName: seriesName(of.series, locale.peek()),
      dose: of.dose,
      vaccines: vaccinesOf(schedule, of.products),
      notBefore: isLater ? of.earliest : null,
      reason: why ? shapeReason(why) : null,
    };
  };
  const ahead = series.flatMap((f) => (f.recommended !== null && f.recommended > day ? [f.recommended] : []));
  return {
    asOf: day,
    scheduleVersion: schedule.id,
    nextDate: ahead.sort()[0] ?? null,
    today: visit.today.map((of) => item(of, false)),
    later: visit.later.map((of) => item(of, true)),
    series: series.map((f) => shapeSeries(schedule, f)),
  };
}

/** What the engine says of each dose, by its id. */
export function judgeDoses(
  subject: Subject,
  history: readonly GivenDose[],
  schedule: Schedule,
  day: string,
): Map<string, { doseNumber: number | null; evaluations: EvaluationView[] }> {
  const { doses } = evaluate(subject, history, schedule, day);
  return new Map(doses.map((found) => [found.id, shapeEvaluation(schedule, found)]));
}

function shapeEvaluation(
  schedule: Schedule,
  found: DoseEvaluation,
): { doseNumber: number | null; evaluations: EvaluationView[] } {
  const { clinicallyValid, countedForCoverage } = found;
  // A dose that counts for no series still belongs to those of its vaccine: there it is shown as not valid.
  const series =
    found.series.length > 0
      ? found.series
      : seriesOfVaccine(schedule, found.vaccine).map((id) => ({ series: id, dose: null }));
  return {
    doseNumber: found.series.find(({ dose }) => dose !== null)?.dose ?? null,
    evaluations: series.map(({ series: id, dose }) => ({
      series: id,
      doseNumber: dose,
      clinicallyValid,
      countedForCoverage,
      reasons: found.reasons.filter((r) => r.series === null || r.series === id).map(shapeReason),
    })),
  };
}

/** Why the schedule advises against giving a dose; empty when it does not. Advice, never a wall. */
export function adviceAgainst(
  subject: Subject,
  history: readonly GivenDose[],
  candidate: GivenDose,
  schedule: Schedule,
  day: string,
): ReasonView[] {
  const { doses } = evaluate(subject, [...history, candidate], schedule, day);
  const found = doses.at(-1);
  return !found || found.clinicallyValid ? [] : found.reasons.map(shapeReason);
}
