import type { SubgraphPolicy } from '../policy.ts';

export const certificatesPolicy: SubgraphPolicy = { operations: {}, fields: {} };
