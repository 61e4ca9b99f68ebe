import { nameKey } from '@miaoben/identifiers';
import { documentBlind, type Keyring } from '@miaoben/kernel';
import type { IdentityCode } from './identity-code.ts';
import type { PersonFile } from './person.file.ts';
import type { Pinyin } from './pinyin.ts';

/** Contexts of sealed columns. */
export const SEALED = {
  document: 'person.document',
  identity: 'person.identity',
  phone: 'person.phone',
  address: 'person.address',
  endNote: 'person.endNote',
  birthHospital: 'person.birthHospital',
  birthCertificate: 'person.birthCertificate',
  emergencyName: 'person.emergencyName',
  emergencyPhone: 'person.emergencyPhone',
  version: 'person_version',
  guardianDocument: 'guardian.document',
  guardianPhone: 'guardian.phone',
} as const;

/** Keyed index of a phone number, digits only. */
export const phoneBlind = (keyring: Keyring, digits: string): string => keyring.blind('person.phone', digits);

export const sealOrNull = (keyring: Keyring, plain: string | null | undefined, context: string): string | null =>
  plain ? keyring.seal(plain, context) : null;

/** A file on its way into the table. */
export interface Spelled {
  file: PersonFile;
  pinyin: Pinyin;
  identity: IdentityCode;
  keyring: Keyring;
}

interface Column {
  type: 'text' | 'uuid' | 'date' | 'int';
  /** the column is an array: its values come joined by commas, for arrays of arrays have one length only */
  isList?: true;
  of: (spelled: Spelled) => unknown;
}

/** Every column that a form, an import or a correction fills: how it is made of a file. */
const COLUMNS = {
  name: { type: 'text', of: ({ file }) => file.name },
  name_key: { type: 'text', of: ({ file }) => nameKey(file.name) },
  pinyin: { type: 'text', of: ({ pinyin }) => pinyin.full },
  initials: { type: 'text', of: ({ pinyin }) => pinyin.initials },
  sex: { type: 'text', of: ({ file }) => file.sex },
  birth_date: { type: 'date', of: ({ file }) => file.birthDate },
  document_type: { type: 'text', of: ({ file }) => file.documentType },
  document_sealed: {
    type: 'text',
    of: ({ file, keyring }) => sealOrNull(keyring, file.documentNumber, SEALED.document),
  },
  document_blind: {
    type: 'text',
    of: ({ file, keyring }) => (file.documentNumber ? documentBlind(keyring, file.documentNumber) : null),
  },
  identity_sealed: { type: 'text', of: ({ identity, keyring }) => keyring.seal(identity.code, SEALED.identity) },
  identity_blind: { type: 'text', of: ({ identity }) => identity.blind },
  identity_order: { type: 'int', of: ({ identity }) => identity.order },
  birth_order: { type: 'int', of: ({ file }) => file.birthOrder },
  phone_sealed: { type: 'text', of: ({ file, keyring }) => sealOrNull(keyring, file.phone, SEALED.phone) },
  phone_blind: { type: 'text', of: ({ file, keyring }) => (file.phone ? phoneBlind(keyring, file.phone) : null) },
  ethnicity: { type: 'text', of: ({ file }) => file.ethnicity },
  residence: { type: 'text', of: ({ file }) => file.residence },
  address_sealed: {
    type: 'text',
    of: ({ file, keyring }) => sealOrNull(keyring, file.residenceAddress, SEALED.address),
  },
  managing_org_id: { type: 'uuid', of: ({ file }) => file.managingOrgId },
  registration_state: { type: 'text', of: ({ file }) => file.registrationState },
  end_reason: { type: 'text', of: ({ file }) => file.endReason },
  ended_on: { type: 'date', of: ({ file }) => file.endedOn },
  end_note_sealed: { type: 'text', of: ({ file, keyring }) => sealOrNull(keyring, file.endNote, SEALED.endNote) },
  died_on: { type: 'date', of: ({ file }) => file.diedOn },
  state_before: { type: 'text', of: ({ file }) => file.stateBefore },
  deleted_on: { type: 'date', of: ({ file }) => file.deletedOn },
  marital_status: { type: 'text', of: ({ file }) => file.maritalStatus },
  person_type: { type: 'text', of: ({ file }) => file.personType },
  household_type: { type: 'text', of: ({ file }) => file.householdType },
  registered_division: { type: 'text', of: ({ file }) => file.registeredDivision },
  birth_hospital_sealed: {
    type: 'text',
    of: ({ file, keyring }) => sealOrNull(keyring, file.birthHospital, SEALED.birthHospital),
  },
  birth_certificate_sealed: {
    type: 'text',
    of: ({ file, keyring }) => sealOrNull(keyring, file.birthCertificate, SEALED.birthCertificate),
  },
  emergency_name_sealed: {
    type: 'text',
    of: ({ file, keyring }) => sealOrNull(keyring, file.emergencyName, SEALED.emergencyName),
  },
  emergency_phone_sealed: {
    type: 'text',
    of: ({ file, keyring }) => sealOrNull(keyring, file.emergencyPhone, SEALED.emergencyPhone),
  },
  conditions: { type: 'text', isList: true, of: ({ file }) => file.conditions.join(',') },
  birth_weight_g: { type: 'int', of: ({ file }) => file.birthWeightG },
} as const satisfies Record<string, Column>;

const columns = Object.entries(COLUMNS) as [string, Column][];
const names = columns.map(([name]) => name).join(', ');
const selected = (name: string, { isList }: Column): string =>
  isList ? `case when n.${name} = '' then '{}' else string_to_array(n.${name}, ',') end` : `n.${name}`;
const values = columns.map(([name, column]) => selected(name, column)).join(', ');
const unnested = columns.map(([, { type }], i) => `$${i + 3}::${type}[]`).join(', ');

/** One statement that inserts any number of files, with its parameters. */
export function insertOf(
  files: readonly Spelled[],
  barcodes: readonly string[],
): { sql: string; parameters: unknown[] } {
  return {
    sql: `insert into person (id, barcode, ${names})
      select n.id, n.barcode, ${values} from unnest($1::uuid[], $2::text[], ${unnested}) n (id, barcode, ${names})`,
    parameters: [files.map(({ file }) => file.id), barcodes, ...columns.map(([, { of }]) => files.map(of))],
  };
}

/** The statement that rewrites one file as its next version. */
export function updateOf(spelled: Spelled, version: number): { sql: string; parameters: unknown[] } {
  const typed = columns.map(([name, { type }], i) => `$${i + 3}::${type} ${name}`).join(', ');
  return {
    sql: `update person set (${names}, version, updated_at, changed)
        = (select ${values}, $2::int, now(), pg_current_xact_id() from (select ${typed}) n)
      where id = $1`,
    parameters: [spelled.file.id, version, ...columns.map(([, { of }]) => of(spelled))],
  };
}
