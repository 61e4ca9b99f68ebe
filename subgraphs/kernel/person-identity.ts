import type { DocumentType } from '@miaoben/identifiers';
import type { Keyring } from './crypto.ts';

/** Who a file is about, as `person.changed` carries it encrypted. */
export interface PersonIdentity {
  name: string;
  documentType: DocumentType;
  /** the one spelling of the identifiers package */
  documentNumber: string | null;
}

const SEALED = 'person.changed';

/** The `sealed` text of a `person.changed` event. */
export const sealIdentity = (keyring: Keyring, identity: PersonIdentity): string =>
  keyring.seal(JSON.stringify(identity), SEALED);

/** @throws when the text was altered or its key is gone */
export const openIdentity = (keyring: Keyring, sealed: string): PersonIdentity =>
  JSON.parse(keyring.open(sealed, SEALED)) as PersonIdentity;
