import { certificatesPolicy } from './policy/certificates.ts';
import { identityPolicy } from './policy/identity.ts';
import { peoplePolicy } from './policy/people.ts';
import type { SubgraphPolicy } from './policy/rules.ts';
import { statisticsPolicy } from './policy/statistics.ts';
import { vaccinesPolicy } from './policy/vaccines.ts';

export { BLOCK_FIELDS, FILE_BLOCKS, type FileBlock, hideableBlocks } from './policy/blocks.ts';
export type { FieldRule, Scope, SubgraphPolicy } from './policy/rules.ts';

export const policies = {
  identity: identityPolicy,
  people: peoplePolicy,
  vaccines: vaccinesPolicy,
  certificates: certificatesPolicy,
  statistics: statisticsPolicy,
} satisfies Record<string, SubgraphPolicy>;

export type SubgraphName = keyof typeof policies;
export const SUBGRAPHS = Object.keys(policies) as SubgraphName[];
