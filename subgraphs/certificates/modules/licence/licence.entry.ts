import { formatCertificateId } from '@miaoben/credential';
import { documentBlind, type Keyring, nameBlind, newId } from '@miaoben/kernel';
import type { DefinitionField, LicenceDefinition } from '../licence-type/definition.ts';
import type { FieldValue, LicenceValues } from '../licence-type/definition.validate.ts';
import { folded } from '../licence-type/plain-text.ts';

/** The type a licence is of, as far as storing it needs. */
export interface StoredType {
  readonly code: string;
  readonly version: number;
  readonly definition: LicenceDefinition;
}

/** Where licences come from and where they belong. */
export interface Origin {
  /** unified credit code of the issuer (18) or its division (6), where the type has no field for it */
  readonly issuerCode: string;
  /** division whose staff sees the licence, 2 to 12 digits */
  readonly division: string;
  /** name of the system or file it came from */
  readonly source: string;
  readonly batchId: string | null;
}

/** A licence ready to be written: what is searched stands open or blind, all values stand sealed. */
export interface LicenceEntry {
  readonly licenceId: string;
  readonly number: string;
  readonly businessKey: string;
  readonly businessDate: string;
  readonly holderDocumentBlind: string | null;
  readonly holderNameBlind: string;
  readonly search: string;
  readonly sealed: string;
  readonly issuerCode: string;
  readonly issuerName: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly state: 'valid' | 'expired';
}

const SEALED = 'licence.values';
const ISSUER_CODE = /^([0-9A-Z]{18}|[0-9]{6})$/;

const textOf = (value: FieldValue | undefined): string | null =>
  value === undefined ? null : Array.isArray(value) ? value.join('\n') : String(value);

/** What a field is found by: its value, or for personal ones the keyed hash of the folded value. */
export function searchValue(keyring: Keyring, field: DefinitionField, value: string): string {
  return field.personal ? keyring.blind(`licence.${field.type}`, folded(value)) : value;
}

/** Keyed hash of the fields of the primary key: one licence of the type. */
export function businessKey(keyring: Keyring, type: StoredType, values: LicenceValues): string {
  const parts = type.definition.primaryKey.map((key) => folded(textOf(values[key]) ?? ''));
  return keyring.blind('licence.key', `${type.code}\0${parts.join('\0')}`);
}

/** Keyed hash of a holder's name: with the birth date where the type has one, as `person.changed` makes it. */
export function holderNameBlind(keyring: Keyring, { definition }: StoredType, values: LicenceValues): string {
  const name = textOf(values[definition.core.holderName]) ?? '';
  const birthDate = definition.core.holderBirthDate && textOf(values[definition.core.holderBirthDate]);
  return birthDate ? nameBlind(keyring, name, birthDate) : keyring.blind('licence.holder', folded(name));
}

/**
 * Makes the row of a licence from values that `validateRow` found sound.
 * @param today decides whether it is expired already
 */
export function entryOf(
  keyring: Keyring,
  type: StoredType,
  values: LicenceValues,
  origin: Origin,
  today: string,
): LicenceEntry {
  const { core, fields, filters, businessDate } = type.definition;
  const text = (key: string | undefined): string | null => (key === undefined ? null : textOf(values[key]));
  const document = text(core.holderDocument);
  const search: Record<string, string> = {};
  for (const field of fields) {
    const value = text(field.key);
    if (value !== null && filters.includes(field.key)) search[field.key] = searchValue(keyring, field, value);
  }
  const code = text(core.issuerCode)?.toUpperCase() ?? '';
  const validTo = text(core.validTo);
  return {
    licenceId: newId(),
    number: folded(text(core.number) ?? ''),
    businessKey: businessKey(keyring, type, values),
    businessDate: text(businessDate) ?? today,
    holderDocumentBlind: document === null ? null : documentBlind(keyring, document),
    holderNameBlind: holderNameBlind(keyring, type, values),
    search: JSON.stringify(search),
    sealed: keyring.seal(JSON.stringify(values), SEALED),
    issuerCode: ISSUER_CODE.test(code) ? code : origin.issuerCode,
    issuerName: text(core.issuerName) ?? '',
    validFrom: text(core.validFrom),
    validTo,
    state: validTo !== null && validTo < today ? 'expired' : 'valid',
  };
}

/** The values of a stored licence. @throws when the text was altered or its key is gone */
export const openValues = (keyring: Keyring, sealed: string): LicenceValues =>
  JSON.parse(keyring.open(sealed, SEALED)) as LicenceValues;

export const sealValues = (keyring: Keyring, values: LicenceValues): string =>
  keyring.seal(JSON.stringify(values), SEALED);

/** 电子证照标识 (GB/T 36904-2018): the serial is the id of the licence, the version grows with each change of it. */
export const identifierOf = (typeCode: string, issuerCode: string, licenceId: string, version: number): string =>
  formatCertificateId({
    typeCode,
    issuerCode,
    serial: licenceId.replaceAll('-', '').toUpperCase(),
    version: ((version - 1) % 999) + 1,
  });
