import { change, type Em, query } from '@miaoben/kernel';

/** Whom a bar holds off: an account, or whoever has this real name. */
export interface Barred {
  readonly account: string | null;
  readonly nameKey: string | null;
}

/** A file and those merged into it, as `files (id)`: a bar on one of them holds for the child. */
const filesOf = (id: string): string => `with recursive files (id) as (
  select ${id}::uuid union select l.merged_id from files f join person_link l on l.survivor_id = f.id and l.undone_at is null)`;

/** The files merged into one, those merged into them too. */
export async function filesWithin(em: Em, personId: string): Promise<string[]> {
  const rows = await query<{ id: string }>(em, `${filesOf('$1')} select id from files where id <> $1 order by id`, [
    personId,
  ]);
  return rows.map(({ id }) => id);
}

export async function insertBars(em: Em, personId: string, formerId: string, barred: readonly Barred[]): Promise<void> {
  await change(
    em,
    `insert into binding_bar (former_id, ordinal, person_id, account_id, name_key)
     select $1, b.ordinal, $2, b.account, b.name_key
     from unnest($3::text[], $4::text[]) with ordinality as b (account, name_key, ordinal)`,
    [formerId, personId, barred.map((b) => b.account), barred.map((b) => b.nameKey)],
  );
}

/** Whether this account or this real name is held off from a child. */
export async function isBarred(em: Em, personId: string, { account, nameKey }: Barred): Promise<boolean> {
  const found = await query(
    em,
    `${filesOf('$1')}
     select 1 from binding_bar b join files f on f.id = b.person_id
     where b.lifted_at is null and (b.account_id = $2 or b.name_key = $3) limit 1`,
    [personId, account, nameKey],
  );
  return found.length > 0;
}

/**
 * Lifts what stands of the bars of a former guardian, on all files of the child.
 * @returns whom they held off; empty when none stands
 */
export async function liftBars(
  em: Em,
  personId: string,
  formerId: string,
  act: { by: string; at: Date },
): Promise<Barred[]> {
  return query<Barred>(
    em,
    `${filesOf('$1')}, meant as (
       select b.account_id, b.name_key from binding_bar b join files f on f.id = b.person_id
       where b.former_id = $2 and b.lifted_at is null)
     update binding_bar b set lifted_at = $3, lifted_by = $4 from meant m
     where b.lifted_at is null and b.person_id in (select id from files)
       and (b.account_id = m.account_id or b.name_key = m.name_key)
     returning b.account_id as account, b.name_key as "nameKey"`,
    [personId, formerId, act.at, act.by],
  );
}
