import { type DocumentType, nameKey } from '@miaoben/identifiers';
import type { Keyring } from './crypto.ts';

/** Who a file is about, as `person.changed` carries it encrypted. */
export interface PersonIdentity {
  name: string;
  documentType: DocumentType;
  /** the one spelling of the identifiers package */
  documentNumber: string | null;
}

const SEALED = 'person.changed';

/**
 * Blind index of a document number, whatever its type: the same number stands on 身份证 and 户口簿.
 * @param number as `parseDocument` of the identifiers package spells it
 */
export const documentBlind = (keyring: Keyring, number: string): string => keyring.blind('person.document', number);

/** Blind index of a name with the birth date; equal for all spellings that `nameKey` takes for one. */
export const nameBlind = (keyring: Keyring, name: string, birthDate: string): string =>
  keyring.blind('person.name', `${nameKey(name)}\0${birthDate}`);

/** The `sealed` text of a `person.changed` event. */
export const sealIdentity = (keyring: Keyring, identity: PersonIdentity): string =>
  keyring.seal(JSON.stringify(identity), SEALED);

/** @throws when the text was altered or its key is gone */
export const openIdentity = (keyring: Keyring, sealed: string): PersonIdentity =>
  JSON.parse(keyring.open(sealed, SEALED)) as PersonIdentity;
