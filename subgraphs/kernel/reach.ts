import type { Scope } from '@miaoben/schema';
import type { Claims } from './claims.ts';
import { badInput, forbidden } from './errors.ts';

/** Which persons a caller reaches; every query on persons takes one. */
export type Reach =
  | { readonly kind: 'all' }
  | { readonly kind: 'none' }
  | { readonly kind: 'area'; readonly divisions: readonly string[] }
  | { readonly kind: 'bound'; readonly account: string };

const TOWNSHIP_DIGITS = 9;

/** The reach that a scope of the policy table gives to a caller. @throws FORBIDDEN when the policy gives none */
export function reachOf(scope: Scope | undefined, claims: Claims): Reach {
  switch (scope) {
    case 'all':
      return { kind: 'all' };
    case 'bound':
      return { kind: 'bound', account: claims.account };
    case 'area':
    case 'grant':
      if (claims.divisions.length === 0) return { kind: 'none' };
      return { kind: 'area', divisions: claims.divisions.map((d) => d.slice(0, TOWNSHIP_DIGITS)) };
    default:
      throw forbidden();
  }
}

/** True when the township lies in the reach. */
export const reachesDivision = (reach: Reach, township: string): boolean =>
  reach.kind === 'all' || (reach.kind === 'area' && reach.divisions.some((d) => township.startsWith(d)));

/** Collects bound parameters of a statement that is put together from parts. */
export class Parameters {
  readonly values: unknown[] = [];
  add(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}

/** The rows of a subtree of divisions as a range of an index in collation C: ':' follows '9'. */
const inSubtree = (column: string, division: string, parameters: Parameters): string =>
  `(${column} >= ${parameters.add(division)} and ${column} < ${parameters.add(`${division}:`)})`;

/**
 * SQL condition for a reach.
 * @param columns of the person's id and 9-digit township (collation C); the subgraph has a table `binding (account_id, person_id)`
 */
export function withinReach(
  columns: { person: string; division: string },
  reach: Reach,
  parameters: Parameters,
): string {
  switch (reach.kind) {
    case 'all':
      return 'true';
    case 'none':
      return 'false';
    case 'area':
      return `(${reach.divisions.map((d) => inSubtree(columns.division, d, parameters)).join(' or ')})`;
    case 'bound':
      return `exists (select 1 from binding b where b.account_id = ${parameters.add(reach.account)} and b.person_id = ${columns.person})`;
  }
}

/** Code of a division down to the village: 2, 4, 6, 9 or 12 digits. @throws BAD_INPUT format */
export function readDivision(code: string): string {
  if (!/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(code)) throw badInput('division', 'format');
  return code;
}

/**
 * The part of a division that lies inside the reach.
 * @throws FORBIDDEN when nothing of it does
 */
export function narrowTo(division: string, reach: Reach): Reach {
  const asked = division.slice(0, TOWNSHIP_DIGITS);
  if (reach.kind === 'all') return { kind: 'area', divisions: [asked] };
  if (reach.kind !== 'area') throw forbidden();
  const parts = new Set<string>();
  for (const own of reach.divisions) {
    if (asked.startsWith(own)) parts.add(asked);
    else if (own.startsWith(asked)) parts.add(own);
  }
  if (parts.size === 0) throw forbidden();
  return { kind: 'area', divisions: [...parts].sort() };
}

/** The columns of a table with `person_id` and `division`, for `withinReach`. */
export const columnsOf = (alias: string): { person: string; division: string } => ({
  person: `${alias}.person_id`,
  division: `${alias}.division`,
});
