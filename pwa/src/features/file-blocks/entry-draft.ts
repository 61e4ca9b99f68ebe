import type { HealthEntryCode, HealthEntryKind } from '../../data/generated/person-file.ts';

/** What may be entered, by kind, in the order of the list. */
export const CODES = {
  contraindication: ['deferred', 'permanent'],
  infection: [
    ...['measles', 'rubella', 'mumps', 'varicella', 'hepatitis_a', 'hepatitis_b', 'tuberculosis', 'pertussis'],
    ...['diphtheria', 'tetanus', 'poliomyelitis', 'japanese_encephalitis', 'meningococcal', 'influenza'],
    ...['hand_foot_mouth', 'rotavirus', 'covid_19', 'other_infection'],
  ] as HealthEntryCode[],
  allergy: [
    ...['egg', 'milk', 'gelatin', 'neomycin', 'yeast', 'latex', 'antibiotic', 'medicine', 'food', 'other_allergy'],
  ] as HealthEntryCode[],
} as const satisfies Record<HealthEntryKind, readonly HealthEntryCode[]>;

/** Codes that say too little without words. */
const IN_WORDS: ReadonlySet<string> = new Set([
  ...['permanent', 'deferred', 'medicine', 'food', 'other_infection', 'other_allergy'],
]);

export interface EntryDraft {
  code: HealthEntryCode | '';
  since: string;
  until: string;
  note: string;
}
export type EntryFault = 'code' | 'since' | 'until' | 'note';

/** What is wrong with the form; the server checks the same again. */
export function faultsOfEntry(
  { code, since, until, note }: EntryDraft,
  birthDate: string,
  today: string,
): EntryFault[] {
  const faults: EntryFault[] = [];
  if (code === '') faults.push('code');
  if (since === '' || since < birthDate || since > today) faults.push('since');
  if (code === 'deferred' && (until === '' || until <= since)) faults.push('until');
  if (IN_WORDS.has(code) && note.trim() === '') faults.push('note');
  return faults;
}
