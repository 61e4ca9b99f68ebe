import { nameKey } from '@miaoben/identifiers';
import { change, type Em, type Keyring, query } from '@miaoben/kernel';
import { guardiansOf, openGuardian } from '../person/person.repository.ts';
import { phoneBlind, SEALED, sealOrNull } from '../person/person.stored.ts';
import type { GuardianEndReason } from './guardian.enums.ts';
import type { KeptGuardian } from './guardian.rules.ts';

/** The guardians of one file in plain text. */
export async function keptGuardians(em: Em, keyring: Keyring, personId: string): Promise<KeptGuardian[]> {
  const rows = await guardiansOf(em, [personId]);
  return rows.map((row) => ({
    ...openGuardian(keyring, row),
    ordinal: row.ordinal,
    memberId: row.member_id,
  }));
}

/** Stores one guardian in its place. */
export async function putGuardian(em: Em, keyring: Keyring, personId: string, g: KeptGuardian): Promise<void> {
  await change(
    em,
    `insert into guardian (person_id, ordinal, relation, name, name_key, document_sealed, phone_sealed, phone_blind, member_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (person_id, ordinal) do update set relation = $3, name = $4, name_key = $5, document_sealed = $6,
       phone_sealed = $7, phone_blind = $8, member_id = $9`,
    [
      personId,
      g.ordinal,
      g.relation,
      g.name,
      nameKey(g.name),
      sealOrNull(keyring, g.documentNumber, SEALED.guardianDocument),
      sealOrNull(keyring, g.phone, SEALED.guardianPhone),
      g.phone ? phoneBlind(keyring, g.phone) : null,
      g.memberId,
    ],
  );
}

/** Takes a guardian from the file and keeps that it was one. */
export async function endGuardianRow(
  em: Em,
  personId: string,
  { ordinal, relation, name }: KeptGuardian,
  act: { by: string; reason: `${GuardianEndReason}`; at: Date },
): Promise<void> {
  await change(em, 'delete from guardian where person_id = $1 and ordinal = $2', [personId, ordinal]);
  await change(
    em,
    `insert into former_guardian (person_id, ordinal, relation, name, ended_by, reason, ended_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [personId, ordinal, relation, name, act.by, act.reason, act.at],
  );
}

export interface FormerGuardianRow {
  person_id: string;
  ended_at: string;
  relation: KeptGuardian['relation'];
  name: string;
  ended_by: string;
  reason: `${GuardianEndReason}`;
}

/** Who was a guardian of these files, the last first. One statement for any number. */
export async function formerGuardiansOf(em: Em, personIds: readonly string[]): Promise<FormerGuardianRow[]> {
  return query<FormerGuardianRow>(
    em,
    `select person_id, ended_at, relation, name, ended_by, reason from former_guardian
     where person_id = any($1::uuid[]) order by person_id, ended_at desc, ordinal`,
    [personIds],
  );
}
