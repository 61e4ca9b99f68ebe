import type { Keyring } from '@miaoben/kernel';

/** What the school wrote of a pupil; stands sealed in the row. */
export interface PupilIdentity {
  readonly name: string;
  /** YYYY-MM-DD */
  readonly birthDate: string;
  readonly sex: 'F' | 'M' | null;
  readonly documentType: string | null;
  readonly documentNumber: string | null;
  readonly studentNumber: string | null;
  readonly guardianPhone: string | null;
}
const SEALED = 'school_pupil';

export const sealPupilIdentity = (keyring: Keyring, identity: PupilIdentity): string =>
  keyring.seal(JSON.stringify(identity), SEALED);
export const openPupilIdentity = (keyring: Keyring, sealed: string): PupilIdentity =>
  JSON.parse(keyring.open(sealed, SEALED)) as PupilIdentity;

const NOTE = 'school_pupil_note';
/** What a checker wrote about a pupil. */
export const sealPupilNote = (keyring: Keyring, text: string): string => keyring.seal(text, NOTE);
export const openPupilNote = (keyring: Keyring, sealed: string): string => keyring.open(sealed, NOTE);
