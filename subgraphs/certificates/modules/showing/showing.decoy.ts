import type { Keyring } from '@miaoben/kernel';
import { openValues, sealValues } from '../licence/licence.entry.ts';
import type { LicenceValues } from '../licence-type/definition.validate.ts';

/** Of what an answer without a licence takes as long to open as one with it. */
const DECOY = {
  holderName: '无'.repeat(4),
  documentNumber: '0'.repeat(18),
  issuer: '无'.repeat(20),
  address: '无'.repeat(60),
};
let decoy: string | undefined;

/** The values of a licence, or, where none was found, of one that is nobody's. */
export function valuesOrDecoy(keyring: Keyring, sealed: string | undefined): LicenceValues {
  decoy ??= sealValues(keyring, DECOY);
  return openValues(keyring, sealed ?? decoy);
}
