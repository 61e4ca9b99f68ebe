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
