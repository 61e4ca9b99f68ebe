import type {
  AdverseEventCause,
  AdverseEventOutcome,
  AdverseEventSeverity,
  AdverseEventState,
  AdverseEventSymptom,
  FeverGrade,
  SizeGrade,
} from '../../data/generated/aefi.ts';
import { t } from '../../i18n/aefi.ts';
import type { Tone } from '../../ui/feedback.tsx';
import type { Option } from '../../ui/field.tsx';

export const STATES: readonly AdverseEventState[] = [
  'suspected',
  'reported',
  'reviewed',
  'investigating',
  'classified',
  'closed',
  'dismissed',
];
export const STATE_TONES: Record<AdverseEventState, Tone> = {
  suspected: 'warn',
  reported: 'warn',
  reviewed: 'info',
  investigating: 'info',
  classified: 'good',
  closed: 'neutral',
  dismissed: 'neutral',
};
export const SEVERITIES: readonly AdverseEventSeverity[] = ['non_severe', 'severe', 'cluster', 'death'];
export const SEVERITY_TONES: Record<AdverseEventSeverity, Tone> = {
  non_severe: 'neutral',
  severe: 'warn',
  cluster: 'bad',
  death: 'bad',
};
export const OUTCOMES: readonly AdverseEventOutcome[] = ['recovered', 'improving', 'sequelae', 'died', 'unknown'];
export const CAUSES: readonly AdverseEventCause[] = [
  'common_reaction',
  'abnormal_reaction',
  'quality_accident',
  'programme_error',
  'coincidental',
  'psychogenic',
  'unknown_cause',
];
export const SYMPTOMS: readonly AdverseEventSymptom[] = [
  'fever',
  'redness',
  'induration',
  'rash',
  'urticaria',
  'oedema',
  'anaphylaxis',
  'syncope',
  'febrile_seizure',
  'cellulitis',
  'sterile_abscess',
  'purpura',
  'thrombocytopenia',
  'arthus',
  'encephalitis',
  'guillain_barre',
  'vapp',
  'brachial_neuritis',
  'bcg_lymphadenitis',
  'bcg_osteitis',
  'bcg_disseminated',
  'other',
];
/** What a family can see for itself. */
export const PLAIN_SYMPTOMS: readonly AdverseEventSymptom[] = [
  'fever',
  'redness',
  'induration',
  'rash',
  'urticaria',
  'oedema',
  'syncope',
  'febrile_seizure',
  'other',
];
const FEVERS: readonly FeverGrade[] = ['low', 'medium', 'high'];
const SIZES: readonly SizeGrade[] = ['small', 'medium', 'large'];

export const feverOptions = (): Option[] => FEVERS.map((value) => ({ value, label: t(`fever.${value}`) }));
export const sizeOptions = (): Option[] => SIZES.map((value) => ({ value, label: t(`size.${value}`) }));
export const severityOptions = (): Option[] => SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }));
export const outcomeOptions = (): Option[] => OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }));
export const causeOptions = (): Option[] => CAUSES.map((value) => ({ value, label: t(`cause.${value}`) }));
export const symptomTexts = (codes: readonly AdverseEventSymptom[]): string =>
  codes.map((code) => t(`symptom.${code}`)).join('、');

const COUNTY_DIGITS = 6;
/** Whose disease control works on a case: for one of a township, that of its county. */
export const deskCode = (division: string): string => division.slice(0, COUNTY_DIGITS);
