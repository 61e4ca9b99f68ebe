import { DATE_CRITERION, FORECAST_STATUS } from './code-systems.ts';
import type { ImmunizationRecommendation, Recommendation, Reference } from './fhir-types.ts';
import { vaccineConcept } from './fhir-vaccine.ts';
import type { ExchangeForecast } from './record.ts';
import { compact, dateOf, textOf } from './record-text.ts';

const CRITERIA = ['earliest', 'recommended', 'overdueFrom', 'latest'] as const;

/** One series; null for a series that is not for this person. The reasons of the engine stay here. */
function recommendationOf(forecast: ExchangeForecast, field: string): Recommendation | null {
  const { status, dose, dosesNeeded } = forecast;
  if (status === 'not_applicable') return null;
  const series = textOf(forecast.series, `${field}.series`);
  const dates = CRITERIA.flatMap((name) => {
    const value = forecast[name];
    return value === null ? [] : [{ code: DATE_CRITERION[name], value: dateOf(value, `${field}.${name}`) }];
  });
  const products = forecast.products.map((vaccine, i) => vaccineConcept(vaccine, `${field}.products[${i}]`));
  return compact<Recommendation>({
    // R4 imr-1 wants a vaccine or a disease also where nothing more is to be given.
    vaccineCode: products.length > 0 ? products : [{ text: series }],
    forecastStatus: FORECAST_STATUS[status],
    dateCriterion: dates.length > 0 ? dates : undefined,
    series,
    doseNumberPositiveInt: dose === null || dose < 1 ? undefined : dose,
    seriesDosesPositiveInt: dosesNeeded < 1 ? undefined : dosesNeeded,
  });
}

/** What is still to be given, one recommendation for each series; null when no series applies. */
export function recommendationsOf(
  forecasts: readonly ExchangeForecast[],
  asOf: string,
  patient: Reference,
): ImmunizationRecommendation | null {
  const recommendation = forecasts.flatMap((forecast, i) => recommendationOf(forecast, `forecasts[${i}]`) ?? []);
  if (recommendation.length === 0) return null;
  return { resourceType: 'ImmunizationRecommendation', patient, date: dateOf(asOf, 'asOf'), recommendation };
}
