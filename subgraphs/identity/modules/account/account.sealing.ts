import type { Keyring } from '@miaoben/kernel';

/** Context of each sealed column: cipher text moved to another column does not open. */
const NAME = 'account.name';
const PHONE = 'account.phone';
const DOCUMENT = 'account.document';

export const sealName = (keyring: Keyring, name: string): string => keyring.seal(name, NAME);
export const openName = (keyring: Keyring, sealed: string): string => keyring.open(sealed, NAME);

/** @param phone 11 digits */
export function sealPhone(keyring: Keyring, phone: string) {
  return { phoneSealed: keyring.seal(phone, PHONE), phoneBlind: blindPhone(keyring, phone) };
}
export const openPhone = (keyring: Keyring, sealed: string): string => keyring.open(sealed, PHONE);
export const blindPhone = (keyring: Keyring, phone: string): string => keyring.blind(PHONE, phone);

/** @param number the one spelling of the identifiers package */
export function sealDocument(keyring: Keyring, type: string, number: string) {
  return {
    documentType: type,
    documentSealed: keyring.seal(number, DOCUMENT),
    documentBlind: blindDocument(keyring, type, number),
  };
}
export const openDocument = (keyring: Keyring, sealed: string): string => keyring.open(sealed, DOCUMENT);
export const blindDocument = (keyring: Keyring, type: string, number: string): string =>
  keyring.blind(DOCUMENT, `${type}\0${number}`);
