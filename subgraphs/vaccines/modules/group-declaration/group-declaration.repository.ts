import { change, type Em, query } from '@miaoben/kernel';
import { columnsOf, Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';
import type { SpecialGroup } from '@miaoben/schedule';
import type { DeclarationState } from './group-declaration.rules.ts';

export interface DeclarationRow {
  person_id: string;
  id: string;
  special_group: SpecialGroup;
  since: string;
  expected_end: string | null;
  note: string | null;
  state: DeclarationState;
  version: number;
  fact_id: string | null;
  reason: string | null;
  declared_at: string;
  declared_by: string;
  decided_at: string | null;
  /** the file it was made for, when that one is merged into the one it stands with */
  origin_person: string | null;
}

/** Declarations of persons that stand, the latest first; what was withdrawn is left out. One statement for any number. */
export async function declarationsOf(em: Em, personIds: readonly string[]): Promise<DeclarationRow[]> {
  return query<DeclarationRow>(
    em,
    `select * from group_declaration where person_id = any($1::uuid[]) and state <> 'withdrawn'
     order by person_id, declared_at desc, id`,
    [personIds],
  );
}

export async function lockDeclaration(em: Em, personId: string, id: string): Promise<DeclarationRow | undefined> {
  const rows = await query<DeclarationRow>(
    em,
    'select * from group_declaration where person_id = $1 and id = $2 for update',
    [personId, id],
  );
  return rows[0];
}

/** Packs carry what is declared: each change of it is one of the record. */
const OF_RECORD = 'with record as (update subject set changed = pg_current_xact_id() where person_id = $1)';

export async function insertDeclaration(
  em: Em,
  row: Pick<DeclarationRow, 'person_id' | 'id' | 'special_group' | 'since' | 'expected_end' | 'note' | 'declared_by'>,
  enteredFor: string,
  at: Date,
): Promise<void> {
  await change(
    em,
    `${OF_RECORD}
     insert into group_declaration
       (person_id, id, special_group, since, expected_end, note, state, declared_by, origin_person, declared_at)
     values ($1, $2, $3, $4, $5, $6, 'declared', $7, nullif($8::uuid, $1::uuid), $9)`,
    [
      ...[row.person_id, row.id, row.special_group, row.since, row.expected_end, row.note, row.declared_by],
      ...[enteredFor, at],
    ],
  );
}

/** Writes what became of a declaration. */
export async function decideDeclaration(
  em: Em,
  row: DeclarationRow,
  after: Pick<DeclarationRow, 'state' | 'fact_id' | 'reason'>,
  by: string,
  at: Date,
): Promise<void> {
  await change(
    em,
    `${OF_RECORD}
     update group_declaration set state = $3, fact_id = $4, reason = $5, decided_by = $6, decided_at = $7,
       version = version + 1
     where person_id = $1 and id = $2`,
    [row.person_id, row.id, after.state, after.fact_id, after.reason, by, at],
  );
}

/** A health fact taken back by itself leaves no declaration confirmed by it. @returns those it was confirmed by */
export async function dismissByFact(
  em: Em,
  personId: string,
  factId: string,
  by: { account: string; reason: string; at: Date },
): Promise<DeclarationRow[]> {
  return query<DeclarationRow>(
    em,
    `update group_declaration set state = 'dismissed', fact_id = null, reason = $3, decided_by = $4, decided_at = $5,
       version = version + 1
     where person_id = $1 and fact_id = $2 returning *`,
    [personId, factId, by.reason, by.account, by.at],
  );
}

export type OpenDeclaration = DeclarationRow & { birth_date: string };

/** Declarations that wait for an organisation, of the files it manages, the oldest first. */
export async function openDeclarations(
  em: Em,
  reach: Reach,
  organisation: string,
  after: readonly unknown[] | undefined,
  limit: number,
): Promise<OpenDeclaration[]> {
  const p = new Parameters();
  const from = after ? `and (d.declared_at, d.id) > (${p.add(after[0])}::timestamptz, ${p.add(after[1])}::uuid)` : '';
  return query<OpenDeclaration>(
    em,
    `select d.*, s.birth_date from group_declaration d join subject s on s.person_id = d.person_id
     where d.state = 'declared' and s.managing_org_id = ${p.add(organisation)}
       and s.registration_state not in ('cancelled', 'dead', 'moved_out')
       and ${withinReach(columnsOf('s'), reach, p)} ${from}
     order by d.declared_at, d.id limit ${p.add(limit)}`,
    p.values,
  );
}
