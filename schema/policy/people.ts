import type { SubgraphPolicy } from '../policy.ts';

export const peoplePolicy: SubgraphPolicy = { operations: {}, fields: {} };
