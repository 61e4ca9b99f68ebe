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
// One for each keyring: under another one's keys it would not open.
const decoys = new WeakMap<Keyring, string>();

/** The values of a licence, or, where none was found, of one that is nobody's. */
export function valuesOrDecoy(keyring: Keyring, sealed: string | undefined): LicenceValues {
  const decoy = decoys.get(keyring) ?? sealValues(keyring, DECOY);
  decoys.set(keyring, decoy);
  return openValues(keyring, sealed ?? decoy);
}
