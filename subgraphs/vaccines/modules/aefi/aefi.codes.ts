/**
 * The closed lists of a suspected adverse event following immunisation (疑似预防接种异常反应, AEFI). Source: `domain/standards.md` section
 * 3.3, which works from the national surveillance plan of 2022 by public training texts; what it marks GK is common practice, to be
 * compared with the official text.
 */
export const AEFI_STATES = [
  'suspected',
  'reported',
  'reviewed',
  'investigating',
  'classified',
  'closed',
  'dismissed',
] as const;
export type AefiState = (typeof AEFI_STATES)[number];

export const AEFI_ACTIONS = [
  'confirm',
  'dismiss',
  'withdraw',
  'correct',
  'review',
  'investigate',
  'record_findings',
  'follow_up',
  'classify',
  'close',
  'reopen',
  'refer',
] as const;
export type AefiAction = (typeof AEFI_ACTIONS)[number];

export const AEFI_SOURCES = ['clinic', 'guardian', 'partner', 'cdc'] as const;
export type AefiSource = (typeof AEFI_SOURCES)[number];

/** Sex as the file says: female, male, unknown. */
export const SUBJECT_SEXES = ['F', 'M', 'U'] as const;
export type SubjectSex = (typeof SUBJECT_SEXES)[number];

/** 3.3 field `severity`: 非严重, 严重, 群体性, 死亡. */
export const AEFI_SEVERITIES = ['non_severe', 'severe', 'cluster', 'death'] as const;
export type AefiSeverity = (typeof AEFI_SEVERITIES)[number];

/** 3.3 field `outcome`: 1 痊愈, 2 好转, 3 后遗症, 4 死亡, 5 不详. */
export const AEFI_OUTCOMES = ['recovered', 'improving', 'sequelae', 'died', 'unknown'] as const;
export type AefiOutcome = (typeof AEFI_OUTCOMES)[number];

/** 3.3 field `fever` (axilla): 0 无, 1 37.1–37.5, 2 37.6–38.5, 3 ≥ 38.6 °C. */
export const FEVER_GRADES = ['none', 'low', 'medium', 'high'] as const;
export type FeverGrade = (typeof FEVER_GRADES)[number];

/** 3.3 fields `redness_cm`, `induration_cm`, diameter: 0 无, 1 ≤ 2.5, 2 2.6–5.0, 3 > 5.0 cm. */
export const SIZE_GRADES = ['none', 'small', 'medium', 'large'] as const;
export type SizeGrade = (typeof SIZE_GRADES)[number];

/** 3.3 "Types by cause": told to the other subgraphs too. */
export { AEFI_CLASSES, type AefiClass } from '@miaoben/schema';

/** First and last day after the dose on which a sign is one to be reported (3.3 "Reportable windows"). */
interface Window {
  readonly from: number;
  readonly until: number;
}
const within = (until: number, from = 0): Window => ({ from, until });

/**
 * Signs by the time in which they are to be reported. 3.3: 24 h anaphylaxis, urticaria, oedema, syncope · 5 d fever, redness and
 * induration, cellulitis · 15 d rash, purpura, Arthus, febrile seizure, encephalitis · 6 weeks thrombocytopenia, Guillain-Barré, VAPP ·
 * 3 months brachial neuritis, sterile abscess · BCG 1–12 months lymphadenitis, osteitis, disseminated BCG · other severe ones whenever.
 */
const SYMPTOM_WINDOWS = {
  anaphylaxis: within(1),
  urticaria: within(1),
  oedema: within(1),
  syncope: within(1),
  fever: within(5),
  redness: within(5),
  induration: within(5),
  cellulitis: within(5),
  rash: within(15),
  purpura: within(15),
  arthus: within(15),
  febrile_seizure: within(15),
  encephalitis: within(15),
  thrombocytopenia: within(42),
  guillain_barre: within(42),
  vapp: within(42),
  brachial_neuritis: within(92),
  sterile_abscess: within(92),
  bcg_lymphadenitis: within(366, 28),
  bcg_osteitis: within(366, 28),
  bcg_disseminated: within(366, 28),
  other: within(Number.POSITIVE_INFINITY),
} as const satisfies Record<string, Window>;
export type AefiSymptom = keyof typeof SYMPTOM_WINDOWS;
export const AEFI_SYMPTOMS = Object.keys(SYMPTOM_WINDOWS) as AefiSymptom[];

const DAY_MS = 86_400_000;

/** Whether a sign began in the time in which such signs are to be reported. It advises: what is reported outside it stands. */
export function isWithinWindow(symptom: AefiSymptom, doseOn: string, onsetOn: string): boolean {
  const days = (Date.parse(onsetOn) - Date.parse(doseOn)) / DAY_MS;
  const { from, until } = SYMPTOM_WINDOWS[symptom];
  return days >= from && days <= until;
}
