/** The health states the engine knows. Closed list; their rules stand in the reference data. */
export const CONDITION_CODES = [
  'HBSAG_POS_MOTHER',
  'HBSAG_UNKNOWN_MOTHER',
  'CRITICAL_NEWBORN',
  'PRETERM_31W',
  'HIV_INFECTED_SYMPTOMATIC',
  'HIV_INFECTED',
  'HIV_UNKNOWN_MOTHER_POSITIVE_SYMPTOMATIC',
  'HIV_UNKNOWN_MOTHER_POSITIVE',
  'HIV_UNINFECTED',
  'C01',
  'C02',
  'C03',
  'C05',
  'C06',
  'D01',
  'D02',
  'D03',
  'D04',
  'ANTI_B_ANTIBODY',
  'COMPLEMENT_DEFICIENCY',
  'TRAVEL_TO_JE_AREA',
] as const;

export type ConditionCode = (typeof CONDITION_CODES)[number];

/** Names people use for the coded states of the reference data. */
export const CONDITION_ALIASES: Readonly<Record<string, ConditionCode>> = {
  IMMUNODEFICIENCY: 'C03',
  C04: 'HIV_INFECTED',
  PREGNANT: 'C05',
  ACUTE_ILLNESS: 'D01',
  IMMUNOSUPPRESSION: 'D04',
};

/** The dated findings the engine knows. Closed list. */
export const OBSERVATION_CODES = [
  'IMMUNOGLOBULIN',
  'BLOOD_PRODUCT',
  'HBIG',
  'PPD_NEGATIVE',
  'PPD_POSITIVE',
  'ANTI_HBS_PROTECTIVE',
  'HBSAG_NEGATIVE_ANTI_HBS_LOW',
  'HBSAG_POSITIVE',
] as const;

export type ObservationCode = (typeof OBSERVATION_CODES)[number];
