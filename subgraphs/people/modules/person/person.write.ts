import { nameKey } from '@miaoben/identifiers';
import { documentBlind, type Em, type Keyring, nameBlind, publish, query, sealIdentity } from '@miaoben/kernel';
import type { PersonChanged } from '@miaoben/schema';
import { awaitCheck } from '../quality/quality.repository.ts';
import { barcodeOf } from './barcode.ts';
import { identityCodes } from './identity-code.ts';
import type { PersonFile } from './person.file.ts';
import { insertOf, phoneBlind, SEALED, sealOrNull } from './person.stored.ts';
import { pinyinReader } from './pinyin.ts';

/** The event every consumer of persons gets: the full state. */
export function personChanged(
  keyring: Keyring,
  file: PersonFile,
  version: number,
  previousBirthDate?: string,
): PersonChanged {
  const { id, birthDate, sex, residence, managingOrgId, registrationState, conditions, birthWeightG } = file;
  const { name, documentType, documentNumber, householdType } = file;
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
    householdType,
    documentBlind: documentNumber ? documentBlind(keyring, documentNumber) : null,
    nameBlind: nameBlind(keyring, name, birthDate),
    sealed: sealIdentity(keyring, { name, documentType, documentNumber }),
    version,
    ...(previousBirthDate !== undefined && { previousBirthDate }),
  };
}

/**
 * Writes new files with their guardians and events: five statements for any number of rows (at most 1,000 is a good number).
 * The one path for a form, an import and the seeds. @throws the database's unique violation for a document in use
 */
export async function insertFiles(em: Em, keyring: Keyring, files: readonly PersonFile[], year: string): Promise<void> {
  if (files.length === 0) return;
  const read = await pinyinReader();
  const unnumbered = files.filter((f) => f.barcode === undefined).length;
  const numbers =
    unnumbered === 0
      ? []
      : await query<{ n: string }>(em, `select nextval('person_barcode') n from generate_series(1, $1)`, [unnumbered]);
  const barcodes = files.map((f) => f.barcode ?? barcodeOf(f.residence, year, numbers.pop()?.n ?? ''));
  const codes = await identityCodes(
    em,
    keyring,
    files.map((file) => ({ file, held: null })),
  );
  const spelled = files.map((file, i) => ({ file, pinyin: read(file.name), identity: codes[i]!, keyring }));
  const { sql, parameters } = insertOf(spelled, barcodes);
  await query(em, sql, parameters);
  await insertGuardians(em, keyring, files);
  await awaitCheck(
    em,
    files.map((f) => f.id),
  );
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
