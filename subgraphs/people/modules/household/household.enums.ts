import { registerEnumType } from 'type-graphql';

export enum HouseholdRelation {
  head = 'head',
  spouse = 'spouse',
  son = 'son',
  daughter = 'daughter',
  grandchild = 'grandchild',
  parent = 'parent',
  grandparent = 'grandparent',
  sibling = 'sibling',
  other = 'other',
}
registerEnumType(HouseholdRelation, {
  name: 'HouseholdRelation',
  description:
    '与户主关系, the one-digit groups of GB/T 4761: 户主, 配偶, 子, 女, 孙子女, 父母, 祖父母, 兄弟姐妹, 其他.',
});

export enum HouseholdEndReason {
  relation_changed = 'relation_changed',
  split_off = 'split_off',
  left = 'left',
  entered_by_mistake = 'entered_by_mistake',
  merged = 'merged',
}
registerEnumType(HouseholdEndReason, {
  name: 'HouseholdEndReason',
  description:
    'How a stay ended: another relation, 分户, 迁出, 误录, or the file was merged into another (档案合并), or that was undone.',
});
