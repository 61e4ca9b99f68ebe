/** Who may act. The first ten are people and partners; `anonymous` has no token, `service` is a subgraph acting for itself. */
export const ROLES = [
  'guardian',
  'vaccinator',
  'inspector',
  'school_checker',
  'cdc',
  'partner',
  'employer',
  'system_admin',
  'security_admin',
  'audit_admin',
  'anonymous',
  'service',
] as const;
export type Role = (typeof ROLES)[number];

/** Roles of people in front of a screen: they run persisted operations only. */
export const INTERACTIVE_ROLES: ReadonlySet<Role> = new Set<Role>([
  'guardian',
  'vaccinator',
  'inspector',
  'school_checker',
  'cdc',
  'employer',
  'system_admin',
  'security_admin',
  'audit_admin',
]);
