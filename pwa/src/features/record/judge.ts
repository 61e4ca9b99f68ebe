import {
  type DoseEvaluation,
  evaluateWithOthers,
  explain,
  forecast,
  forecastOthers,
  type GivenDose,
  type Reason,
  remainingDoses,
  type Schedule,
  type SeriesForecast,
  type Subject,
  seriesOfVaccine,
  vaccineName,
  visitOf,
} from '@miaoben/schedule';
import { doctorWords } from '../../i18n/doctor-words.ts';
import { seriesTitle } from '../../i18n/series.ts';
import { engineFacts } from './engine-facts.ts';
import type {
  EvaluationView,
  NotGivenView,
  PlanView,
  ReasonView,
  RecordView,
  SeriesView,
  UnjudgedRecord,
  VisitView,
} from './view.ts';

/** Doses for which a reason must be entered when they are late and were not given (S-13). */
const BIRTH_DOSES = new Set(['BCG', 'HepB']);

function shapeReason(reason: Reason): ReasonView {
  return {
    code: reason.code,
    rule: reason.ruleId,
    source: reason.source.join(', '),
    doctorText: explain(reason, doctorWords()),
  };
}

const vaccinesOf = (schedule: Schedule, codes: readonly string[]) =>
  codes.map((code) => ({ code, name: vaccineName(schedule, code) ?? code }));

function shapeSeries(schedule: Schedule, f: SeriesForecast, notGiven: readonly NotGivenView[]): SeriesView {
  const isExplained = notGiven.some(({ series }) => series === f.series);
  return {
    series: f.series,
    seriesName: seriesTitle(f.series),
    programme: 'NIP',
    mark: schedule.byId.get(f.series)?.source.join(', ') ?? '',
    status: f.status,
    dose: f.dose,
    dosesNeeded: f.dosesNeeded,
    dosesGiven: f.dosesGiven,
    earliest: f.earliest,
    recommended: f.recommended,
    overdueFrom: f.overdueFrom,
    latest: f.latest,
    doctorText: explain(f, doctorWords()),
    reasonRequired: BIRTH_DOSES.has(f.series) && f.dose === 1 && f.status === 'overdue' && !isExplained,
    vaccines: vaccinesOf(schedule, f.products),
    reasons: f.reasons.map(shapeReason),
  };
}

/** The plan of a child on a day, as the server shapes it; the same engine, the same rules. */
function planOf(
  subject: Subject,
  history: readonly GivenDose[],
  schedule: Schedule,
  day: string,
  notGiven: readonly NotGivenView[],
): PlanView {
  const series = forecast(subject, history, schedule, day);
  const visit = visitOf(series, schedule, day);
  const waiting = new Map(series.map((f) => [f.series, f]));
  const item = (of: (typeof visit.today)[number], isLater: boolean): VisitView => {
    const why = isLater ? waiting.get(of.series)?.reasons[0] : undefined;
    return {
      series: of.series,
      seriesName: seriesTitle(of.series),
      dose: of.dose,
      vaccines: vaccinesOf(schedule, of.products),
      notBefore: isLater ? of.earliest : null,
      reason: why ? shapeReason(why) : null,
    };
  };
  const ahead = series.flatMap((f) =>
    f.products.length > 0 && f.recommended !== null && f.recommended > day ? [f.recommended] : [],
  );
  return {
    asOf: day,
    scheduleVersion: schedule.id,
    nextDate: ahead.sort()[0] ?? null,
    today: visit.today.map((of) => item(of, false)),
    later: visit.later.map((of) => item(of, true)),
    series: series.map((f) => shapeSeries(schedule, f, notGiven)),
    remaining: remainingDoses(subject, history, schedule, day).map(({ products, ...dose }) => ({
      ...dose,
      seriesName: seriesTitle(dose.series),
      vaccines: vaccinesOf(schedule, products),
    })),
    others: forecastOthers(subject, history, schedule, day).map((f) => ({
      ...shapeSeries(schedule, f, notGiven),
      programme: f.programme,
      mark: [...new Set(f.reasons.flatMap(({ source }) => source))].join(', '),
    })),
  };
}

function shapeEvaluation(
  schedule: Schedule,
  found: DoseEvaluation,
): { doseNumber: number | null; evaluations: EvaluationView[] } {
  const { status, clinicallyValid, countedForCoverage } = found;
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
      status,
      clinicallyValid,
      countedForCoverage,
      reasons: found.reasons.filter((r) => r.series === null || r.series === id).map(shapeReason),
    })),
  };
}

/** A record judged on this device: each dose, and the plan. */
export function judged(record: UnjudgedRecord, schedule: Schedule, day: string): RecordView {
  const { subject, history } = engineFacts(record);
  const { doses } = evaluateWithOthers(subject, history, schedule, day);
  const verdicts = new Map(doses.map((found) => [found.id, shapeEvaluation(schedule, found)]));
  return {
    ...record,
    doses: record.doses.map((dose) => ({ ...dose, ...verdicts.get(dose.id) })),
    plan: planOf(subject, history, schedule, day, record.notGiven),
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
  const { doses } = evaluateWithOthers(subject, [...history, candidate], schedule, day);
  const found = doses.at(-1);
  return !found || found.clinicallyValid ? [] : found.reasons.map(shapeReason);
}
