import { type Claims, forbidden } from '@miaoben/kernel';
import type { Scope } from '@miaoben/schema';

/** Which holders a caller reaches; every query on holders or certificates takes one. */
export type Reach =
  | { readonly kind: 'all' }
  | { readonly kind: 'area'; readonly divisions: readonly string[] }
  | { readonly kind: 'bound'; readonly account: string };

/** The reach that a scope of the policy table gives to a caller. @throws FORBIDDEN when the policy gives none */
export function reachOf(scope: Scope | undefined, claims: Claims): Reach {
  switch (scope) {
    case 'all':
      return { kind: 'all' };
    case 'bound':
      return { kind: 'bound', account: claims.account };
    case 'area':
    case 'grant':
      return { kind: 'area', divisions: claims.divisions };
    default:
      throw forbidden();
  }
}

/**
 * SQL condition on holders with the parameters it binds, numbered from `first`. ':' follows '9' in collation C, so a subtree of
 * divisions is a range.
 * @param alias of the table `holder`
 */
export function withinReach(alias: string, reach: Reach, first: number): { sql: string; parameters: unknown[] } {
  switch (reach.kind) {
    case 'all':
      return { sql: 'true', parameters: [] };
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
