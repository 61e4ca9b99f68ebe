import { nameKey } from '@miaoben/identifiers';
import { change, type Em, type Keyring, newId, query } from '@miaoben/kernel';
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
    isLent: row.origin_person !== null,
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

/** Takes a guardian from the file and keeps that it was one. @returns the id of what is kept */
export async function endGuardianRow(
  em: Em,
  personId: string,
  { ordinal, relation, name }: KeptGuardian,
  act: EndAct,
): Promise<string> {
  const id = newId();
  await change(em, 'delete from guardian where person_id = $1 and ordinal = $2', [personId, ordinal]);
  await change(
    em,
    `insert into former_guardian (person_id, ordinal, relation, name, ended_by, reason, ended_at, id)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [personId, ordinal, relation, name, act.by, act.reason, act.at, id],
  );
  return id;
}

/** Who ends a guardian, why and when. */
export interface EndAct {
  by: string;
  reason: `${GuardianEndReason}`;
  at: Date;
}

export interface FormerGuardianRow {
  id: string;
  /** a bar of this ending stands */
  barred: boolean;
  person_id: string;
  ended_at: string;
  relation: KeptGuardian['relation'];
  name: string;
  ended_by: string;
  reason: `${GuardianEndReason}`;
}

/**
 * Who was a guardian of these files, the last first; of files merged into them, who is still held off from the child. One statement for
 * any number.
 */
export async function formerGuardiansOf(em: Em, personIds: readonly string[]): Promise<FormerGuardianRow[]> {
  return query<FormerGuardianRow>(
    em,
    `with recursive files (root, id) as (
       select id, id from unnest($1::uuid[]) as r (id)
       union select f.root, l.merged_id from files f join person_link l on l.survivor_id = f.id and l.undone_at is null),
     former as (
       select f.root, g.*, exists (select 1 from binding_bar b where b.former_id = g.id and b.lifted_at is null) as barred
       from files f join former_guardian g on g.person_id = f.id)
     select root as person_id, id, ended_at, relation, name, ended_by, reason, barred from former o
     where person_id = root or (barred and not exists (
       select 1 from former own where own.root = o.root and own.person_id = o.root and own.ended_at = o.ended_at))
     order by root, ended_at desc, ordinal`,
    [personIds],
  );
}
