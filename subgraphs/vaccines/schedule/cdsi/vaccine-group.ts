import { type DayNumber, type IsoDate, isoOf } from '../dates.ts';
import type { ForecastReason, PatientSeries } from './forecast-series.ts';
import { inForce } from './intervals.ts';
import { dateOr } from './offset.ts';
import type { Patient } from './patient.ts';
import type { PatientSeriesStatus } from './patient-series.ts';
import type { Cvx, SupportingData, VaccineGroup } from './supporting-data.ts';

/** What is forecast for a vaccine group from the best patient series of one series group (Chapter 9). */
export interface VaccineGroupForecast {
  readonly vaccineGroup: string;
  readonly seriesGroup: string;
  readonly seriesGroupName: string;
  readonly risk: boolean;
  /** The patient is younger than the age at which any of the series may be started: a later stage of life. */
  readonly startsLater: boolean;
  readonly status: PatientSeriesStatus;
  readonly reasons: readonly ForecastReason[];
  /** FORECASTDN-2; null unless another dose should be received. */
  readonly doseNumber: number | null;
  readonly earliest: IsoDate | null;
  readonly recommended: IsoDate | null;
  readonly pastDue: IsoDate | null;
  readonly latest: IsoDate | null;
  /** FORECASTVG-8. */
  readonly recommendedAntigens: readonly string[];
  /** FORECASTVG-9: CVX codes. */
  readonly recommendedVaccines: readonly Cvx[];
  /** The best patient series the forecast is made of. */
  readonly series: readonly PatientSeries[];
}

/** 9.1 to 9.3: one forecast per series group that has a best patient series (FORECASTVG-1). */
export function forecastVaccineGroup(
  patient: Patient,
  data: SupportingData,
  group: VaccineGroup,
  best: readonly PatientSeries[],
): VaccineGroupForecast[] {
  const perAntigen = Map.groupBy(best, (s) => s.series.antigen);
  /** A dose counts once, in whichever best series of the antigen it is valid. */
  const doseNumber = (antigen: string) => 1 + new Set(perAntigen.get(antigen)?.flatMap((s) => s.countedDoses)).size;
  return [...Map.groupBy(best, (s) => s.series.seriesGroup).values()].map((series) =>
    forecastSeriesGroup(patient, data, group, series, doseNumber),
  );
}

function forecastSeriesGroup(
  patient: Patient,
  data: SupportingData,
  group: VaccineGroup,
  series: readonly PatientSeries[],
  doseNumber: (antigen: string) => number,
): VaccineGroupForecast {
  const first = series[0]!.series;
  const status = groupStatus(group, series);
  const forecasts = status === 'NOT_COMPLETE' ? series.flatMap((s) => (s.forecast ? [s.forecast] : [])) : [];
  const dates = forecasts.map((f) => f.dates);
  const earliest = earliestDate(
    patient,
    data,
    group,
    series,
    dates.map((d) => d.earliest),
  );
  const numbers = series.flatMap((s) => (s.forecast ? [doseNumber(s.series.antigen)] : []));
  const notBefore = (day: DayNumber | null) =>
    day === null || earliest === null ? null : isoOf(Math.max(day, earliest));
  return {
    vaccineGroup: group.name,
    seriesGroup: first.seriesGroup,
    seriesGroupName: first.seriesGroupName,
    risk: first.type === 'RISK',
    startsLater: series.every(
      (s) => patient.assessment < dateOr(patient.birth, s.series.minimumAgeToStart, Number.NEGATIVE_INFINITY),
    ),
    status,
    reasons: [...new Set(series.flatMap((s) => (s.reason ? [s.reason] : [])))],
    doseNumber:
      forecasts.length === 0 ? null : group.administerFullVaccineGroup ? Math.min(...numbers) : Math.max(...numbers),
    earliest: earliest === null ? null : isoOf(earliest),
    recommended: notBefore(firstOf(dates.map((d) => d.recommended))),
    pastDue: notBefore(firstOf(dates.map((d) => d.pastDue))),
    latest: isoOrNull(firstOf(dates.map((d) => d.latest))),
    recommendedAntigens: series.filter((s) => s.status === 'NOT_COMPLETE').map((s) => s.series.antigen),
    recommendedVaccines: [...new Set(forecasts.flatMap((f) => f.vaccines.map((v) => v.cvx)))],
    series,
  };
}

/**
 * SINGLEANTVG-1 and Table 9-4: the first status that any series has, in the order of the table. A group that need not be
 * administered in full goes on without its contraindicated antigens.
 */
function groupStatus(group: VaccineGroup, series: readonly PatientSeries[]): PatientSeriesStatus {
  const given = series.filter((s) => s.status !== 'CONTRAINDICATED');
  if (!group.administerFullVaccineGroup && given.length > 0 && given.length < series.length)
    return groupStatus(group, given);
  const order = ['CONTRAINDICATED', 'AGED_OUT', 'NOT_RECOMMENDED', 'NOT_COMPLETE'] as const;
  const found = order.find((status) => series.some((s) => s.status === status));
  return found ?? (series.every((s) => s.status === 'IMMUNE') ? 'IMMUNE' : 'COMPLETE');
}

/** SINGLEANTVG-2 and MULTIANTVG-1. */
function earliestDate(
  patient: Patient,
  data: SupportingData,
  group: VaccineGroup,
  series: readonly PatientSeries[],
  earliestDates: readonly DayNumber[],
): DayNumber | null {
  const first = firstOf(earliestDates);
  if (first === null || group.antigens.length === 1) return first;
  if (!series.some((s) => isPriorityForecast(patient, s))) return Math.max(...earliestDates);
  const given = patient.doses
    .filter((d) => data.antigensOfVaccine.get(d.cvx)?.some((a) => group.antigens.includes(a.antigen)))
    .map((d) => d.date);
  return Math.max(first, ...given);
}

/** FORECASTPRIORITY-1. */
function isPriorityForecast(patient: Patient, s: PatientSeries): boolean {
  const intervals = inForce(s.forecast?.target.seriesDose.preferableIntervals ?? [], patient.assessment);
  return intervals.length > 0 && intervals.every((i) => i.priority);
}

function firstOf(days: readonly (DayNumber | null)[]): DayNumber | null {
  const known = days.filter((d) => d !== null);
  return known.length === 0 ? null : Math.min(...known);
}

function isoOrNull(day: DayNumber | null): IsoDate | null {
  return day === null ? null : isoOf(day);
}
