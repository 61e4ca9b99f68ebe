import type { SubgraphPolicy } from '../policy.ts';

export const statisticsPolicy: SubgraphPolicy = { operations: {}, fields: {} };
