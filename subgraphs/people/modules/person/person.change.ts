import { nameKey } from '@miaoben/identifiers';
import { type Claims, documentBlind, type Em, type Keyring, query } from '@miaoben/kernel';
import type { PersonChanged } from '@miaoben/schema';
import type { PersonFile } from './person.file.ts';
import type { PersonRow } from './person.repository.ts';
import { personChanged, phoneBlind, SEALED, sealOrNull } from './person.write.ts';
import { pinyinOf } from './pinyin.ts';

/** Fields of a file that a change may touch. */
const FIELDS = [
  'name',
  'sex',
  'birthDate',
  'documentType',
  'documentNumber',
  'phone',
  'residence',
  'residenceAddress',
  'managingOrgId',
  'conditions',
  'registrationState',
] as const satisfies readonly (keyof PersonFile)[];

const pick = (file: PersonFile, fields: readonly (keyof PersonFile)[]) =>
  JSON.stringify(Object.fromEntries(fields.map((f) => [f, file[f]])));

/** Writes the new state, keeps the old one, and says what consumers must know; nothing when nothing differs. */
export async function rewriteFile(
  em: Em,
  ctx: { keyring: Keyring; claims: Pick<Claims, 'account' | 'role'> },
  row: PersonRow,
  before: PersonFile,
  after: PersonFile,
): Promise<{ changed: string[]; event: PersonChanged | undefined }> {
  const { keyring, claims } = ctx;
  const changed = FIELDS.filter((f) => JSON.stringify(before[f]) !== JSON.stringify(after[f]));
  if (changed.length === 0) return { changed, event: undefined };
  const version = row.version + 1;
  const pinyin = await pinyinOf(after.name);
  await query(
    em,
    `insert into person_version (person_id, version, account_id, role, changed, before_sealed, after_sealed)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      row.id,
      version,
      claims.account,
      claims.role,
      changed,
      keyring.seal(pick(before, changed), SEALED.version),
      keyring.seal(pick(after, changed), SEALED.version),
    ],
  );
  await query(
    em,
    `update person set name = $2, name_key = $3, pinyin = $4, initials = $5, sex = $6, birth_date = $7, document_type = $8,
       document_sealed = $9, document_blind = $10, phone_sealed = $11, residence = $12, address_sealed = $13,
       managing_org_id = $14, conditions = $15, registration_state = $16, version = $17, phone_blind = $18, updated_at = now(), changed = pg_current_xact_id() where id = $1`,
    [
      row.id,
      after.name,
      nameKey(after.name),
      pinyin.full,
      pinyin.initials,
      after.sex,
      after.birthDate,
      after.documentType,
      sealOrNull(keyring, after.documentNumber, SEALED.document),
      after.documentNumber ? documentBlind(keyring, after.documentNumber) : null,
      sealOrNull(keyring, after.phone, SEALED.phone),
      after.residence,
      sealOrNull(keyring, after.residenceAddress, SEALED.address),
      after.managingOrgId,
      after.conditions,
      after.registrationState,
      version,
      after.phone ? phoneBlind(keyring, after.phone) : null,
    ],
  );
  if (before.residence !== after.residence) {
    // Devices that hold the old township are told that the file is gone.
    await query(em, 'insert into person_departure (residence, person_id) values ($1, $2) on conflict do nothing', [
      before.residence,
      row.id,
    ]);
  }
  const moved = before.birthDate === after.birthDate ? undefined : before.birthDate;
  return { changed, event: personChanged(keyring, after, version, moved) };
}
