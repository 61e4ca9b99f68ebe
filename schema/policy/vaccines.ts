import type { SubgraphPolicy } from '../policy.ts';

export const vaccinesPolicy: SubgraphPolicy = { operations: {}, fields: {} };
