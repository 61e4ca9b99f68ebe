import { type Claims, type Em, type Keyring, query } from '@miaoben/kernel';
import type { PersonChanged } from '@miaoben/schema';
import { awaitCheck } from '../quality/quality.repository.ts';
import { identityCodes, storedCode } from './identity-code.ts';
import type { PersonFile } from './person.file.ts';
import { mothersOf, type PersonRow } from './person.repository.ts';
import { SEALED, updateOf } from './person.stored.ts';
import { personChanged } from './person.write.ts';
import { pinyinOf } from './pinyin.ts';

/** Fields of a file that a change may touch. */
const FIELDS = [
  'name',
  'sex',
  'birthDate',
  'documentType',
  'documentNumber',
  'birthOrder',
  'identityCode',
  'maritalStatus',
  'personType',
  'householdType',
  'registeredDivision',
  'birthHospital',
  'birthCertificate',
  'emergencyName',
  'emergencyPhone',
  'guardians',
  'phone',
  'ethnicity',
  'residence',
  'residenceAddress',
  'managingOrgId',
  'conditions',
  'birthWeightG',
  'registrationState',
  'endReason',
  'endedOn',
  'endNote',
  'diedOn',
  'deletedOn',
] as const satisfies readonly (keyof PersonFile)[];

const pick = (file: PersonFile, fields: readonly (keyof PersonFile)[]) =>
  JSON.stringify(Object.fromEntries(fields.map((f) => [f, file[f]])));

/** Writes the new state, keeps the old one, and says what consumers must know; nothing when nothing differs. */
export async function rewriteFile(
  em: Em,
  ctx: { keyring: Keyring; claims: Pick<Claims, 'account' | 'role'> },
  row: PersonRow,
  before: PersonFile,
  next: PersonFile,
): Promise<{ changed: string[]; event: PersonChanged | undefined }> {
  const { keyring, claims } = ctx;
  const [identity] = await identityCodes(em, keyring, [
    { file: { ...next, guardians: await mothersOf(em, keyring, next) }, held: before.identityCode },
  ]);
  if (!identity) throw new Error('a file got no identity code');
  const after: PersonFile = { ...next, identityCode: identity.code };
  const changed = FIELDS.filter((f) => JSON.stringify(before[f]) !== JSON.stringify(after[f]));
  if (changed.length === 0) return { changed, event: undefined };
  const version = row.version + 1;
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
  const { sql, parameters } = updateOf({ file: after, pinyin: await pinyinOf(after.name), identity, keyring }, version);
  await query(em, sql, parameters);
  if (before.identityCode !== null && before.identityCode !== identity.code) {
    // A booklet or card printed with the former code still finds its holder.
    const { blind, order } = storedCode(keyring, before.identityCode);
    await query(
      em,
      `insert into former_identity (identity_blind, identity_order, person_id) values ($1, $2, $3)
       on conflict (identity_blind, identity_order, person_id) do update set until = now()`,
      [blind, order, row.id],
    );
  }
  await awaitCheck(em, [row.id]);
  // The health record was found by the document: under another number it may be that of somebody else.
  if (before.documentNumber !== after.documentNumber || before.documentType !== after.documentType)
    await query(em, 'delete from health_record_link where person_id = $1', [row.id]);
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
