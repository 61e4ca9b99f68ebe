import { type Em, query } from '@miaoben/kernel';
import type { DeclarationRow } from '../group-declaration/group-declaration.repository.ts';
import { FACT_COLUMNS, type HealthFactRow } from './health-fact.repository.ts';

/** What is entered of somebody's health, the latest first, and what the family declares and has not withdrawn. */
export interface SaidOfHealth {
  facts: HealthFactRow[];
  declarations: DeclarationRow[];
}

/** Both in one statement for any number of persons: a record is asked for the one and the other. */
export async function saidOfHealth(em: Em, personIds: readonly string[]): Promise<SaidOfHealth[]> {
  const rows = await query<{ person_id: string } & { [K in keyof SaidOfHealth]: SaidOfHealth[K] | null }>(
    em,
    `select p.id as person_id,
       (select json_agg(f order by f.date desc, f.recorded_at desc, f.fact_id)
        from (select ${FACT_COLUMNS} from health_fact where person_id = p.id) f) as facts,
       (select json_agg(g order by g.declared_at desc, g.id)
        from group_declaration g where g.person_id = p.id and g.state <> 'withdrawn') as declarations
     from unnest($1::uuid[]) as p (id)`,
    [personIds],
  );
  const byPerson = new Map(rows.map((r) => [r.person_id, r]));
  return personIds.map((id) => {
    const said = byPerson.get(id);
    return { facts: said?.facts ?? [], declarations: said?.declarations ?? [] };
  });
}
