import type {
  AdverseEventContentInput,
  AdverseEventOutcome,
  AdverseEventSeverity,
  AdverseEventSymptom,
  AefiCaseQuery,
  FeverGrade,
  SizeGrade,
} from '../../data/generated/aefi.ts';
import { fromTimeField, toTimeField } from '../../i18n/time-field.ts';

/** A dose that may be suspect. */
export interface CardDose {
  /** as the server takes it: the id of the dose, or the one this device gave it */
  id: string;
  date: string;
  vaccine: string;
  lot: string | null;
}

/** A case card on the screen; times as their fields hold them. */
export interface Card {
  suspects: readonly string[];
  onset: string;
  found: string;
  symptoms: readonly AdverseEventSymptom[];
  fever: FeverGrade;
  redness: SizeGrade;
  induration: SizeGrade;
  severity: AdverseEventSeverity;
  majorConcern: boolean;
  outcome: AdverseEventOutcome;
  description: string;
  diagnosis: string;
  hospitalised: boolean;
  hospital: string;
  treatment: string;
}

export const newCard = (now: string, suspects: readonly string[]): Card => ({
  suspects,
  onset: toTimeField(now),
  found: toTimeField(now),
  symptoms: [],
  fever: 'none',
  redness: 'none',
  induration: 'none',
  severity: 'non_severe',
  majorConcern: false,
  outcome: 'unknown',
  description: '',
  diagnosis: '',
  hospitalised: false,
  hospital: '',
  treatment: '',
});

type Case = AefiCaseQuery['adverseEvent'];
export const cardOf = (of: Case): Card => ({
  suspects: of.suspects.map(({ doseId }) => doseId),
  onset: toTimeField(of.onsetAt),
  found: toTimeField(of.foundAt),
  symptoms: of.symptoms.map(({ code }) => code),
  fever: of.fever,
  redness: of.redness,
  induration: of.induration,
  severity: of.severity,
  majorConcern: of.majorConcern,
  outcome: of.outcome,
  description: of.description ?? '',
  diagnosis: of.diagnosis ?? '',
  hospitalised: of.hospitalised,
  hospital: of.hospital ?? '',
  treatment: of.treatment ?? '',
});

export type CardFault =
  | 'suspects'
  | 'onset'
  | 'found'
  | 'symptoms'
  | 'fever'
  | 'redness'
  | 'induration'
  | 'outcome'
  | 'description';
const GRADED = ['fever', 'redness', 'induration'] as const;

/** What the server would refuse, known without it: a card saved off line must not come back. */
export function cardFaults(card: Card, doses: readonly CardDose[], now: string): Set<CardFault> {
  const faults = new Set<CardFault>();
  const latest = toTimeField(now);
  const chosen = doses.filter(({ id }) => card.suspects.includes(id));
  if (card.suspects.length === 0) faults.add('suspects');
  if (card.onset === '' || card.onset > latest || chosen.some(({ date }) => date > card.onset.slice(0, 10)))
    faults.add('onset');
  if (card.found === '' || card.found < card.onset || card.found > latest) faults.add('found');
  if (card.symptoms.length === 0) faults.add('symptoms');
  for (const sign of GRADED) if (card.symptoms.includes(sign) && card[sign] === 'none') faults.add(sign);
  if (card.symptoms.includes('other') && card.description.trim() === '') faults.add('description');
  if (card.outcome === 'died' && card.severity !== 'death' && card.severity !== 'cluster') faults.add('outcome');
  return faults;
}

/**
 * What goes to the server.
 * @param before the case that is corrected: a time nobody touched keeps its seconds
 */
export function contentOf(card: Card, before?: Pick<Case, 'onsetAt' | 'foundAt'>): AdverseEventContentInput {
  const instant = (value: string, was: string | undefined) =>
    was !== undefined && toTimeField(was) === value ? was : fromTimeField(value);
  const graded = (sign: (typeof GRADED)[number]) => (card.symptoms.includes(sign) ? card[sign] : 'none');
  return {
    suspects: [...card.suspects],
    onsetAt: instant(card.onset, before?.onsetAt),
    foundAt: instant(card.found, before?.foundAt),
    symptoms: [...card.symptoms],
    fever: graded('fever') as FeverGrade,
    redness: graded('redness') as SizeGrade,
    induration: graded('induration') as SizeGrade,
    severity: card.severity,
    majorConcern: card.majorConcern,
    outcome: card.outcome,
    description: card.description.trim() || null,
    diagnosis: card.diagnosis.trim() || null,
    hospitalised: card.hospitalised,
    hospital: card.hospital.trim() || null,
    treatment: card.treatment.trim() || null,
  };
}
