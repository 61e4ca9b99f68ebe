import { registerEnumType } from 'type-graphql';

export enum GuardianEndReason {
  custody_changed = 'custody_changed',
  dead = 'dead',
  entered_by_mistake = 'entered_by_mistake',
  other = 'other',
}
registerEnumType(GuardianEndReason, {
  name: 'GuardianEndReason',
  description: 'Why somebody is a guardian no more: 监护权变更, 死亡, 误录 or another reason.',
});
