import { registerEnumType } from 'type-graphql';

export enum Sex {
  F = 'F',
  M = 'M',
  U = 'U',
}
registerEnumType(Sex, { name: 'Sex', description: 'F female, M male, U unknown or not stated' });

export enum RegistrationState {
  active = 'active',
  moved_out = 'moved_out',
  lost_to_follow_up = 'lost_to_follow_up',
  nominal = 'nominal',
  dead = 'dead',
  cancelled = 'cancelled',
}
registerEnumType(RegistrationState, {
  name: 'RegistrationState',
  description: '在册状态. A cancelled file gives its document number free for another file (J-01, J-02).',
});

export enum GuardianRelation {
  mother = 'mother',
  father = 'father',
  other = 'other',
}
registerEnumType(GuardianRelation, { name: 'GuardianRelation' });
