import type { Em, Keyring } from '@miaoben/kernel';
import type { Reach } from '../../scope.ts';
import type { LicenceValues } from '../licence-type/definition.validate.ts';
import type { ActiveType } from '../licence-type/licence-type.repository.ts';

/** How a partner names what it wants to see. */
export type Lookup =
  | { readonly by: 'document'; readonly blind: string }
  | { readonly by: 'number'; readonly number: string }
  | { readonly by: 'identifier'; readonly identifier: string };

/** A licence or certificate as it can be shown, whatever store it comes from. */
export interface Shown {
  /** opaque id, for the trace */
  readonly id: string;
  readonly number: string;
  readonly identifier: string;
  readonly state: 'valid' | 'expired' | 'suspended' | 'revoked';
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly division: string;
  readonly birthDate: string | null;
  readonly holderBlind: string | null;
  /** by key of the field */
  values(): LicenceValues;
}

export interface StoreEnv {
  readonly em: Em;
  readonly keyring: Keyring;
  readonly now: Date;
}

/**
 * Where credentials of a type are kept. Each method is one statement, whether it finds something or not: what is not there, what lies out
 * of reach and what does not fit must look alike to the caller (certificates note, attack 24).
 */
export interface CredentialStore {
  /** at most one: the valid one before others, the newest before older ones */
  find(env: StoreEnv, type: ActiveType, lookup: Lookup, reach: Reach): Promise<Shown | null>;
  /** in the order of ids, after one */
  page(env: StoreEnv, type: ActiveType, afterId: string | null, limit: number, reach: Reach): Promise<Shown[]>;
}
