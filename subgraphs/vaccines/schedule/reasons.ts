/** Why a recorded dose is not (fully) accepted: the codes of nip-schedule section 7 and 剂量不足. Closed list. */
export const DOSE_REASONS = [
  'NO_DATE',
  'DUPLICATE',
  'TOO_YOUNG',
  'INTERVAL_SHORT',
  'LIVE_CONFLICT',
  'WRONG_PRODUCT',
  'EXCESS_DOSE',
  'EXPIRED_LOT',
  'DOSE_TOO_SMALL',
  'CONTRAINDICATED',
] as const;

/** What decides a forecast. Closed list. */
export const FORECAST_REASONS = [
  'NOT_ROUTINE_IN_DIVISION',
  'NOT_ELIGIBLE',
  'NOT_IN_VERSION',
  'NOT_NEEDED',
  'COMPLETE',
  'OVERDUE',
  'AGE_LIMIT',
  'CONTRAINDICATION',
  'DEFERRAL',
  'MIN_AGE',
  'MIN_INTERVAL',
  'REPEAT_INTERVAL',
  'LIVE_INTERVAL',
  'BLOOD_PRODUCT_INTERVAL',
  'IMMUNOGLOBULIN_INTERVAL',
  'IMMUNOGLOBULIN_AFTER_MMR',
  'SKIN_TEST_REQUIRED',
  'SKIN_TEST_POSITIVE',
  'TYPE2_FILL',
  'BIRTH_DOSE_12H',
  'HBIG_AT_BIRTH',
  'WHEN_STABLE',
  'FOUR_DOSE_COURSE',
  'HBV_TEST',
  'HBV_REVACCINATION',
  'THREE_DOSE_COURSE',
  'DT_CATCH_UP',
  'CATCH_UP_WITHOUT_MPSV_A',
  'PRODUCT_REPLACED',
  'LABEL_COURSE',
  'CONSENT_ONE_DOSE',
  'SAME_MANUFACTURER',
  'TRAVEL_DOSE',
  'ALTERNATIVE_COMPLETE',
  'ALTERNATIVE_BEGUN',
  'BY_LABEL',
  'ON_OCCASION',
  'SEASON',
  'MAX_INTERVAL',
  'REVACCINATION',
  'IMPORTED_ONLY',
  'RABIES_GRADE_I',
  'RABIES_PROTECTED',
  'RABIES_GLOBULIN',
  'RABIES_PRODUCT_CHANGED',
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
  /** Another series that matters: the alternative that was given, a component that is not needed. */
  readonly otherSeries?: string;
  /** Coded state behind a contraindication or deferral, such as C04. */
  readonly condition?: string;
  readonly until?: string;
  readonly needed?: number;
  readonly given?: number;
  /** Why a lot was bad. */
  readonly lot?: 'expired' | 'recalled' | 'excursion';
  /** International units of immunoglobulin. */
  readonly amountIU?: number;
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
