import type { CdsiResult, DoseEvaluation, EvaluationReason, VaccineGroupForecast } from '@miaoben/schedule/cdsi';
import type { CdsiCase, ExpectedDose } from './cdsi-cases.ts';

/** One expected value that the engine did not give. */
export interface Difference {
  readonly id: string;
  readonly field: string;
  readonly expected: string;
  readonly got: string;
}

/** What the case files call the reasons; compared without case, spaces and punctuation. */
const REASON_TEXTS: Record<EvaluationReason, readonly string[]> = {
  INADVERTENT_ADMINISTRATION: ['Inadvertent Vaccine', 'Inadvertent Administration'],
  TOO_YOUNG: ['Age: Too Young', 'Too Young'],
  TOO_OLD: ['Age: Too Old', 'Too Old'],
  TOO_SOON: ['Interval: Too Soon', 'Too Soon'],
  VACCINE_CONFLICT: ['Live Virus Conflict', 'Vaccine Conflict'],
  NOT_PREFERABLE_OR_ALLOWABLE: ['Not a preferable or allowable vaccine', 'Vaccine: Not Preferable or Allowable'],
  SERIES_ALREADY_COMPLETE: ['Series Already Complete', 'Extra Dose'],
  DOSE_CONDITION: ['Dose Condition', 'Expired', 'Sub-standard'],
  GRACE_PERIOD: ['Grace Period', 'Age: Grace Period', 'Interval: Grace Period'],
  LESS_THAN_RECOMMENDED_VOLUME: ['Volume administered is less than recommended volume'],
};

/** Compares each non-empty expected value; an empty list is a pass. */
export function compareCase(expected: CdsiCase, result: CdsiResult): Difference[] {
  const forecasts = result.vaccineGroups.filter((g) => g.vaccineGroup === expected.vaccineGroup);
  const forecast = forecastOfRow(forecasts);
  return [
    ...expected.doses.flatMap((dose, i) =>
      compareDose(expected, dose, evaluationsOf(expected.vaccineGroup, dose, i, result, forecast)),
    ),
    ...compareForecast(expected, forecast),
  ];
}

/**
 * The forecast a row means. A row has one per vaccine group, where the engine has one per series group: of those for the
 * present stage of life and not aged out, the one for the patient's risk. Several antigens share a row, though, and then
 * a risk that is covered leaves open what the standard series of the same antigen still need (Table 9-4).
 */
function forecastOfRow(forecasts: readonly VaccineGroupForecast[]): VaccineGroupForecast | undefined {
  const present = firstNonEmpty(
    forecasts.filter((f) => !f.startsLater && f.status !== 'AGED_OUT' && f.status !== 'NOT_RECOMMENDED'),
    forecasts.filter((f) => !f.startsLater),
    forecasts,
  );
  const risk = present.find((f) => f.risk);
  if (!risk) return present[0];
  const antigens = new Set(risk.series.map((s) => s.series.antigen));
  const open = present.find((f) => !f.risk && f.recommendedAntigens.some((a) => antigens.has(a)));
  return antigens.size > 1 && risk.status !== 'NOT_COMPLETE' && open ? open : risk;
}

function firstNonEmpty<T>(...lists: readonly (readonly T[])[]): readonly T[] {
  return lists.find((list) => list.length > 0) ?? [];
}

/**
 * The evaluations of a dose: in the best series of the type the row names, else in those of the row's forecast; a dose of
 * another vaccine group is judged in its own.
 */
function evaluationsOf(
  vaccineGroup: string,
  dose: ExpectedDose,
  index: number,
  result: CdsiResult,
  forecast: VaccineGroupForecast | undefined,
): readonly DoseEvaluation[] {
  const own = result.vaccineGroups.filter((g) => g.vaccineGroup === vaccineGroup);
  const typed = own.filter((g) => same(dose.seriesType, g.risk ? 'risk' : 'standard'));
  const others = result.vaccineGroups.filter((g) => g.vaccineGroup !== vaccineGroup);
  const of = (groups: readonly VaccineGroupForecast[]) =>
    groups.flatMap((g) => g.series).flatMap((s) => s.evaluations.filter((e) => e.dose.index === index));
  return firstNonEmpty(of(typed), of(forecast ? [forecast] : []), of(others));
}

function compareDose(expected: CdsiCase, dose: ExpectedDose, evaluations: readonly DoseEvaluation[]): Difference[] {
  const got = evaluations.map((e) => [e.status, ...e.reasons].join(' ')).join(' | ') || 'no evaluation';
  const fits = evaluations.filter((e) => dose.status === '' || same(dose.status, e.status));
  if (dose.status !== '' && fits.length === 0)
    return [{ id: expected.id, field: `Evaluation_Status_${dose.column}`, expected: dose.status, got }];
  if (dose.reason !== '' && !fits.some((e) => e.reasons.some((r) => REASON_TEXTS[r].some((t) => same(t, dose.reason)))))
    return [{ id: expected.id, field: `Evaluation_Reason_${dose.column}`, expected: dose.reason, got }];
  return [];
}

function compareForecast(expected: CdsiCase, forecast: VaccineGroupForecast | undefined): Difference[] {
  const e = expected.forecast;
  const noForecast = e.doseNumber === '-' || (e.status !== '' && !same(e.status, 'Not Complete'));
  const fields: [string, string, string | null | undefined][] = [
    ['Series_Status', e.status, forecast?.status],
    ['Forecast_#', e.doseNumber === '-' ? '' : e.doseNumber, forecast?.doseNumber?.toString()],
    ['Earliest_Date', e.earliest, forecast?.earliest],
    ['Recommended_Date', e.recommended, forecast?.recommended],
    ['Past_Due_Date', e.pastDue, forecast?.pastDue],
  ];
  const differences = fields
    .filter(([, wanted, got]) => wanted !== '' && !same(wanted, got ?? ''))
    .map(([field, wanted, got]) => ({ id: expected.id, field, expected: wanted, got: got ?? 'nothing' }));
  if (noForecast && forecast?.earliest)
    differences.push({ id: expected.id, field: 'Earliest_Date', expected: 'nothing', got: forecast.earliest });
  return differences;
}

function same(a: string, b: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return plain(a) === plain(b);
}
