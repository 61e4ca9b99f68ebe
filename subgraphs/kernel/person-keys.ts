import { type DocumentType, nameKey } from '@miaoben/identifiers';
import type { Keyring } from './crypto.ts';

/** Documents that carry the resident ID number itself: the same number, so the same index. */
const RESIDENT: ReadonlySet<DocumentType> = new Set(['RESIDENT_ID', 'HOUSEHOLD_REGISTER', 'DRIVING_LICENCE']);

/**
 * Keyed index of a document number (as `parseDocument` spells it), the same in every subgraph: `documentBlind` of
 * `person.changed`. Resident ID, household register and driving licence share the number and so the index.
 */
export const documentBlind = (keyring: Keyring, type: DocumentType, number: string): string =>
  keyring.blind('document', `${RESIDENT.has(type) ? 'RESIDENT_ID' : type}\0${number}`);

/** Keyed index of a name and birth date: `nameBlind` of `person.changed`. All spellings of one name give one index. */
export const nameBlind = (keyring: Keyring, name: string, birthDate: string): string =>
  keyring.blind('name', `${nameKey(name)}\0${birthDate}`);

/** Keyed index of a phone number, digits only. */
export const phoneBlind = (keyring: Keyring, digits: string): string => keyring.blind('phone', digits);
