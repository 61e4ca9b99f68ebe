import type { SubgraphPolicy } from '../policy.ts';

export const identityPolicy: SubgraphPolicy = { operations: {}, fields: {} };
