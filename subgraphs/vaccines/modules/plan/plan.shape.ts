import {
  dayOf,
  type SeriesForecast as EngineForecast,
  type VisitItem as EngineItem,
  explain,
  forecast,
  forecastOthers,
  remainingDoses,
  rulesOfPlace,
  visitOf,
} from '@miaoben/schedule';
import { doctor } from '@miaoben/schedule/messages/zh-CN/doctor';
import { parent } from '@miaoben/schedule/messages/zh-CN/parent';
import { shapeVaccine } from '../catalogue/catalogue.shape.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Vaccine } from '../catalogue/catalogue.type.ts';
import type { RecordState } from '../due/recompute.ts';
import { toHistory, toSubject } from './engine.ts';
import { type PlannedDose, SeriesForecast, VaccinationPlan, type VisitItem } from './plan.type.ts';
import { shapeReason } from './reason.type.ts';
import { nameOfSeries } from './series-name.ts';

/** Codes of the engine that the national table of this database knows. */
const shapeVaccines = (catalogue: Catalogue, codes: readonly string[]): Vaccine[] =>
  codes.filter((code) => catalogue.vaccines.has(code)).map((code) => shapeVaccine(catalogue, code));

export function shapeForecast(
  catalogue: Catalogue,
  { subject }: RecordState,
  f: EngineForecast,
  asOf: string,
): SeriesForecast {
  return Object.assign(new SeriesForecast(), {
    personId: subject.person_id,
    managingClinic: subject.managing_org_id,
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
    text: explain(f, parent),
    doctorText: explain(f, doctor),
    programme: catalogue.schedule.byId.has(f.series) ? 'NIP' : 'province',
    mark: (rulesOfPlace(catalogue.schedule, subject.division, dayOf(asOf)).byId.get(f.series)?.source ?? []).join(', '),
  });
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
export function planOf(catalogue: Catalogue, record: RecordState, asOf: string): VaccinationPlan {
  const { subject, doses } = record;
  const { schedule } = catalogue;
  const person = toSubject(subject);
  const history = toHistory(doses, catalogue);
  const series = forecast(person, history, schedule, asOf);
  const bySeries = new Map(series.map((f) => [f.series, f]));
  const visit = visitOf(series, schedule, asOf);
  const ahead = series.flatMap((f) =>
    f.products.length > 0 && f.recommended !== null && f.recommended > asOf ? [f.recommended] : [],
  );
  return Object.assign(new VaccinationPlan(), {
    personId: subject.person_id,
    asOf,
    scheduleVersion: schedule.id,
    series: series.map((f) => shapeForecast(catalogue, record, f, asOf)),
    today: visit.today.map((item) => shapeItem(catalogue, item, undefined)),
    later: visit.later.map((item) => shapeItem(catalogue, item, bySeries.get(item.series))),
    nextDate: ahead.sort()[0] ?? null,
  });
}

/** All remaining doses of the programme with the expected day of each, by day. */
export function remainingOf(catalogue: Catalogue, { subject, doses }: RecordState, asOf: string): PlannedDose[] {
  const history = toHistory(doses, catalogue);
  return remainingDoses(toSubject(subject), history, catalogue.schedule, asOf).map((d) => ({
    series: d.series,
    seriesName: nameOfSeries(d.series),
    dose: d.dose,
    date: d.date,
    overdueFrom: d.overdueFrom,
    vaccines: shapeVaccines(catalogue, d.products),
  }));
}

/** Where the series outside the programme stand (nip-schedule sections 10 and 11), in the order of the document. */
export function othersOf(catalogue: Catalogue, record: RecordState, asOf: string): SeriesForecast[] {
  const { subject, doses } = record;
  const history = toHistory(doses, catalogue);
  return forecastOthers(toSubject(subject), history, catalogue.schedule, asOf).map((f) =>
    Object.assign(shapeForecast(catalogue, record, f, asOf), {
      programme: f.programme,
      mark: [...new Set(f.reasons.flatMap((r) => r.source))].join(', '),
    }),
  );
}
