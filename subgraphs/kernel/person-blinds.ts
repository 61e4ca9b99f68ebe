import { nameKey } from '@miaoben/identifiers';
import type { Keyring } from './crypto.ts';

/**
 * The blind indexes of `person.changed`: people makes them, every consumer looks persons up by them, so there is one way.
 * @param number as `parseDocument` of identifiers stores it; the type plays no part, for people mistake it
 */
export const documentBlind = (keyring: Keyring, number: string): string => keyring.blind('document', number);

/** @param name in any spelling: equal keys mean a candidate, never the same person */
export const nameBlind = (keyring: Keyring, name: string, birthDate: string): string =>
  keyring.blind('name', `${nameKey(name)}\0${birthDate}`);
