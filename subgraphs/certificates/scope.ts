import { type Reach, reachOf } from '@miaoben/kernel/reach';

export { type Reach, reachOf };

/**
 * SQL condition on holders with the parameters it binds, numbered from `first`. ':' follows '9' in collation C, so a subtree of
 * divisions is a range.
 * @param alias of the table `holder`
 */
export function withinReach(alias: string, reach: Reach, first: number): { sql: string; parameters: unknown[] } {
  switch (reach.kind) {
    case 'all':
      return { sql: 'true', parameters: [] };
    case 'none':
      return { sql: 'false', parameters: [] };
    case 'area':
      return {
        sql: `exists (select 1 from unnest($${first}::text[]) as d (code)
          where ${alias}.division >= d.code collate "C" and ${alias}.division < (d.code || ':') collate "C")`,
        parameters: [reach.divisions.map((d) => d.slice(0, 9))],
      };
    case 'bound':
      return {
        sql: `exists (select 1 from binding b where b.account_id = $${first} and b.person_id = ${alias}.person_id)`,
        parameters: [reach.account],
      };
  }
}

/**
 * SQL condition on a column with the division of what is no person's: a licence of an organisation, say. ':' follows '9'.
 * @param column in collation C
 */
export function withinArea(column: string, reach: Reach, first: number): { sql: string; parameters: unknown[] } {
  if (reach.kind === 'all') return { sql: 'true', parameters: [] };
  if (reach.kind !== 'area') return { sql: 'false', parameters: [] };
  return {
    sql: `exists (select 1 from unnest($${first}::text[]) as d (code)
      where ${column} >= d.code collate "C" and ${column} < (d.code || ':') collate "C")`,
    parameters: [reach.divisions],
  };
}
