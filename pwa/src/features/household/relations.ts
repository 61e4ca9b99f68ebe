import type { HouseholdRelation } from '../../data/generated/person-file.ts';

/** 与户主关系, in the order of GB/T 4761. */
export const RELATIONS = [
  'head',
  'spouse',
  'son',
  'daughter',
  'grandchild',
  'parent',
  'grandparent',
  'sibling',
  'other',
] as const satisfies HouseholdRelation[];
