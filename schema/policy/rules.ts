import type { Role } from '../roles.ts';

/**
 * How far a role reaches with an operation. The owning subgraph applies it as an argument of the query.
 * - `public`: no personal data behind it
 * - `self`: the caller's own account and what it created
 * - `bound`: persons bound to the guardian's account
 * - `organisation`: rows of the caller's organisation
 * - `area`: rows inside the caller's divisions
 * - `roster`: rows of the caller's school
 * - `grant`: rows a partner's grant names (its divisions and purpose)
 * - `all`: every row
 */
export type Scope = 'public' | 'self' | 'bound' | 'organisation' | 'area' | 'roster' | 'grant' | 'all';

/** `open`: whoever reaches the object sees it. Otherwise per role; a role that is not named is denied. */
export type FieldRule = 'open' | Partial<Record<Role, 'full' | 'mask'>>;

export interface SubgraphPolicy {
  /** `Query.x` / `Mutation.x` → role → scope; a role that is not named is denied. */
  operations: Record<string, Partial<Record<Role, Scope>>>;
  /** Operations of the role `service` that only these subgraphs need; one that is not named here is open to each. */
  services?: Record<string, readonly ('identity' | 'people' | 'vaccines' | 'certificates' | 'statistics')[]>;
  /** Object type → field → rule. Each field of each object type of the subgraph stands here (checked against the schema). */
  fields: Record<string, Record<string, FieldRule>>;
}
