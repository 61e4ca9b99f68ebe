/** Why a recorded dose is not (fully) accepted. Closed list. */
export const DOSE_REASONS = [
  'NO_DATE',
  'DUPLICATE',
  'TOO_YOUNG',
  'INTERVAL_SHORT',
  'LIVE_CONFLICT',
  'WRONG_PRODUCT',
  'EXCESS_DOSE',
  'CONTRAINDICATED',
  'AGED_OUT',
] as const;

/** What decides a forecast. Closed list. */
export const FORECAST_REASONS = [
  'NOT_ROUTINE_IN_DIVISION',
  'NOT_ELIGIBLE',
  'NOT_NEEDED',
  'AGE_LIMIT',
  'CONTRAINDICATION',
  'DEFERRAL',
  'MIN_AGE',
  'MIN_INTERVAL',
  'REPEAT_INTERVAL',
  'LIVE_INTERVAL',
  'BLOOD_PRODUCT_INTERVAL',
  'SKIN_TEST_REQUIRED',
  'SKIN_TEST_POSITIVE',
  'TYPE2_FILL',
  'FOUR_DOSE_COURSE',
  'THREE_DOSE_COURSE',
  'DT_CATCH_UP',
  'CATCH_UP_WITHOUT_MPSV_A',
  'PRODUCT_REPLACED',
] as const;

export type DoseReasonCode = (typeof DOSE_REASONS)[number];
export type ForecastReasonCode = (typeof FORECAST_REASONS)[number];
export type ReasonCode = DoseReasonCode | ForecastReasonCode;

/** Facts a sentence may need; dates are ISO, `days` are whole days. Never personal data. */
export interface ReasonFacts {
  readonly dose?: number;
  /** The bound the dose had to reach, or the day the forecast waits for. */
  readonly requiredDate?: string;
  readonly daysShort?: number;
  /** The day from which an interval runs. */
  readonly fromDate?: string;
  /** National code of another vaccine that matters (live conflict). */
  readonly otherVaccine?: string;
  /** Coded state behind a contraindication or deferral, such as C04. */
  readonly condition?: string;
  readonly until?: string;
  readonly needed?: number;
  readonly given?: number;
}

/** One coded reason with the rule it comes from and that rule's marks (`S26`, `GK`, `derived`). */
export interface Reason {
  readonly code: ReasonCode;
  readonly ruleId: string;
  readonly series: string | null;
  readonly source: readonly string[];
  readonly facts: ReasonFacts;
}

export function reason(
  code: ReasonCode,
  ruleId: string,
  series: string | null,
  source: readonly string[],
  facts: ReasonFacts = {},
): Reason {
  return { code, ruleId, series, source, facts };
}
