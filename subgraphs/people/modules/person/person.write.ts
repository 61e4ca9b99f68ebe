import { nameKey } from '@miaoben/identifiers';
import { documentBlind, type Em, type Keyring, nameBlind, publish, query, sealIdentity } from '@miaoben/kernel';
import type { PersonChanged } from '@miaoben/schema';
import { barcodeOf } from './barcode.ts';
import type { PersonFile } from './person.file.ts';
import { pinyinReader } from './pinyin.ts';

/** Contexts of sealed columns. */
export const SEALED = {
  document: 'person.document',
  phone: 'person.phone',
  address: 'person.address',
  version: 'person_version',
  guardianDocument: 'guardian.document',
  guardianPhone: 'guardian.phone',
} as const;

/** Keyed index of a phone number, digits only. */
export const phoneBlind = (keyring: Keyring, digits: string): string => keyring.blind('person.phone', digits);

export const sealOrNull = (keyring: Keyring, plain: string | null | undefined, context: string): string | null =>
  plain ? keyring.seal(plain, context) : null;

/** The event every consumer of persons gets: the full state. */
export function personChanged(
  keyring: Keyring,
  file: PersonFile,
  version: number,
  previousBirthDate?: string,
): PersonChanged {
  const { id, birthDate, sex, residence, managingOrgId, registrationState, conditions, birthWeightG } = file;
  const { name, documentType, documentNumber } = file;
  return {
    type: 'person.changed',
    personId: id,
    birthDate,
    sex,
    divisionCode: residence,
    managingOrgId,
    registrationState,
    conditions: [...conditions],
    birthWeightG,
    documentBlind: documentNumber ? documentBlind(keyring, documentNumber) : null,
    nameBlind: nameBlind(keyring, name, birthDate),
    sealed: sealIdentity(keyring, { name, documentType, documentNumber }),
    version,
    ...(previousBirthDate !== undefined && { previousBirthDate }),
  };
}

/**
 * Writes new files with their guardians and events: four statements for any number of rows (at most 1,000 is a good number).
 * The one path for a form, an import and the seeds. @throws the database's unique violation for a document in use
 */
export async function insertFiles(em: Em, keyring: Keyring, files: readonly PersonFile[], year: string): Promise<void> {
  if (files.length === 0) return;
  const read = await pinyinReader();
  const pinyins = files.map((f) => read(f.name));
  const unnumbered = files.filter((f) => f.barcode === undefined).length;
  const numbers =
    unnumbered === 0
      ? []
      : await query<{ n: string }>(em, `select nextval('person_barcode') n from generate_series(1, $1)`, [unnumbered]);
  const barcodes = files.map((f) => f.barcode ?? barcodeOf(f.residence, year, numbers.pop()?.n ?? ''));
  await query(
    em,
    `insert into person (id, name, name_key, pinyin, initials, sex, birth_date, document_type, document_sealed, document_blind,
       phone_sealed, ethnicity, residence, address_sealed, managing_org_id, registration_state, conditions, birth_weight_g, barcode,
       phone_blind)
     select id, name, name_key, pinyin, initials, sex, birth_date, document_type, document_sealed, document_blind, phone_sealed,
       ethnicity, residence, address_sealed, managing_org_id, registration_state,
       case when conditions = '' then '{}' else string_to_array(conditions, ',') end, birth_weight_g, barcode, phone_blind
     from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::date[], $8::text[], $9::text[],
       $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::uuid[], $16::text[], $17::text[], $18::int[], $19::text[], $20::text[])
       as n (id, name, name_key, pinyin, initials, sex, birth_date, document_type, document_sealed, document_blind, phone_sealed,
         ethnicity, residence, address_sealed, managing_org_id, registration_state, conditions, birth_weight_g, barcode, phone_blind)`,
    [
      files.map((f) => f.id),
      files.map((f) => f.name),
      files.map((f) => nameKey(f.name)),
      pinyins.map((p) => p.full),
      pinyins.map((p) => p.initials),
      files.map((f) => f.sex),
      files.map((f) => f.birthDate),
      files.map((f) => f.documentType),
      files.map((f) => sealOrNull(keyring, f.documentNumber, SEALED.document)),
      files.map((f) => (f.documentNumber ? documentBlind(keyring, f.documentNumber) : null)),
      files.map((f) => sealOrNull(keyring, f.phone, SEALED.phone)),
      files.map((f) => f.ethnicity),
      files.map((f) => f.residence),
      files.map((f) => sealOrNull(keyring, f.residenceAddress, SEALED.address)),
      files.map((f) => f.managingOrgId),
      files.map((f) => f.registrationState),
      files.map((f) => f.conditions.join(',')),
      files.map((f) => f.birthWeightG),
      barcodes,
      files.map((f) => (f.phone ? phoneBlind(keyring, f.phone) : null)),
    ],
  );
  await insertGuardians(em, keyring, files);
  await publish(
    em,
    files.map((f) => personChanged(keyring, f, 1)),
  );
}

async function insertGuardians(em: Em, keyring: Keyring, files: readonly PersonFile[]): Promise<void> {
  const rows = files.flatMap((f) => f.guardians.map((g, ordinal) => ({ ...g, personId: f.id, ordinal })));
  if (rows.length === 0) return;
  await query(
    em,
    `insert into guardian (person_id, ordinal, relation, name, name_key, document_sealed, phone_sealed, phone_blind)
     select * from unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])`,
    [
      rows.map((g) => g.personId),
      rows.map((g) => g.ordinal),
      rows.map((g) => g.relation),
      rows.map((g) => g.name),
      rows.map((g) => nameKey(g.name)),
      rows.map((g) => sealOrNull(keyring, g.documentNumber, SEALED.guardianDocument)),
      rows.map((g) => sealOrNull(keyring, g.phone, SEALED.guardianPhone)),
      rows.map((g) => (g.phone ? phoneBlind(keyring, g.phone) : null)),
    ],
  );
}
