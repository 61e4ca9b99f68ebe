import type { Claims } from '@miaoben/kernel';

/** Which accounts a caller may know of. There is no query on accounts without one. */
export interface AccountScope {
  /** the caller's own account */
  own: string;
  all: boolean;
  /** division prefixes */
  areas: readonly string[];
  /** guardians and partners stay out of sight */
  staffOnly: boolean;
}

const STAFF = new Set(['vaccinator', 'inspector', 'school_checker', 'cdc']);
const ADMINISTRATORS = new Set(['system_admin', 'security_admin']);

/**
 * Scope for references from other parts of the graph and for the lists of administrators: everybody knows the own account,
 * staff know colleagues of their area, administrators every account of theirs; the auditor and other subgraphs all.
 * Guardians belong to no division: only an administrator of a whole province reaches them.
 */
export function accountScope(claims: Claims): AccountScope {
  const none = { own: claims.account, all: false, areas: [], staffOnly: true };
  if (claims.role === 'service' || claims.role === 'audit_admin') return { ...none, all: true };
  if (ADMINISTRATORS.has(claims.role)) return { ...none, areas: claims.divisions, staffOnly: false };
  return STAFF.has(claims.role) ? { ...none, areas: claims.divisions } : none;
}

/** SQL condition on `account a` and its parameters, from `$from` on. */
export function scopeCondition(scope: AccountScope, from: number): { sql: string; parameters: unknown[] } {
  const [all, own, areas, staff, provinces] = [0, 1, 2, 3, 4].map((n) => `$${from + n}`);
  return {
    sql: `(${all}::boolean or a.id::text = ${own}
      or (a.division_code like any(${areas}::text[]) and (not ${staff}::boolean or a.role not in ('guardian', 'partner')))
      or (${provinces}::boolean and a.division_code is null))`,
    parameters: [
      scope.all,
      scope.own,
      scope.areas.map((prefix) => `${prefix}%`),
      scope.staffOnly,
      !scope.staffOnly && scope.areas.some((prefix) => prefix.length === 2),
    ],
  };
}
