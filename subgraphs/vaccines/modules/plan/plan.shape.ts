import {
  type SeriesForecast as EngineForecast,
  type VisitItem as EngineItem,
  explain,
  forecast,
  seriesName,
  visitPlan,
} from '@miaoben/schedule';
import { shapeVaccine } from '../catalogue/catalogue.shape.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Vaccine } from '../catalogue/catalogue.type.ts';
import type { RecordState } from '../due/recompute.ts';
import { toHistory, toSubject } from './engine.ts';
import type { SeriesForecast, VaccinationPlan, VisitItem } from './plan.type.ts';
import { shapeReason } from './reason.type.ts';

/** Name of a series as the trade says it. */
export const nameOfSeries = (series: string): string => seriesName(series, 'zh-CN');

/** Codes of the engine that the national table of this database knows. */
const shapeVaccines = (catalogue: Catalogue, codes: readonly string[]): Vaccine[] =>
  codes.filter((code) => catalogue.vaccines.has(code)).map((code) => shapeVaccine(catalogue, code));

function shapeForecast(catalogue: Catalogue, f: EngineForecast): SeriesForecast {
  return {
    series: f.series,
    seriesName: nameOfSeries(f.series),
    status: f.status,
    dose: f.dose,
    dosesNeeded: f.dosesNeeded,
    dosesGiven: f.dosesGiven,
    earliest: f.earliest,
    recommended: f.recommended,
    overdueFrom: f.overdueFrom,
    latest: f.latest,
    vaccines: shapeVaccines(catalogue, f.products),
    reasons: f.reasons.map(shapeReason),
    text: explain(f, 'zh-CN', 'parent'),
    doctorText: explain(f, 'zh-CN', 'doctor'),
  };
}

function shapeItem(catalogue: Catalogue, item: EngineItem, waiting: EngineForecast | undefined): VisitItem {
  const why = waiting?.reasons[0];
  return {
    series: item.series,
    seriesName: nameOfSeries(item.series),
    dose: item.dose,
    vaccines: shapeVaccines(catalogue, item.products),
    notBefore: waiting ? item.earliest : null,
    reason: why ? shapeReason(why) : null,
  };
}

/** The plan of a person on a day, from the record at hand. */
export function planOf(catalogue: Catalogue, { subject, doses }: RecordState, asOf: string): VaccinationPlan {
  const { schedule } = catalogue;
  const person = toSubject(subject);
  const history = toHistory(doses);
  const series = forecast(person, history, schedule, asOf);
  const bySeries = new Map(series.map((f) => [f.series, f]));
  const visit = visitPlan(person, history, schedule, asOf);
  const ahead = series.flatMap((f) => (f.recommended !== null && f.recommended > asOf ? [f.recommended] : []));
  return {
    asOf,
    scheduleVersion: schedule.id,
    series: series.map((f) => shapeForecast(catalogue, f)),
    today: visit.today.map((item) => shapeItem(catalogue, item, undefined)),
    later: visit.later.map((item) => shapeItem(catalogue, item, bySeries.get(item.series))),
    nextDate: ahead.sort()[0] ?? null,
  };
}
