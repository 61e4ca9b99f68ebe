import { registerEnumType } from 'type-graphql';

export enum BirthState {
  filed = 'filed',
  pushed = 'pushed',
  pulled = 'pulled',
  returned = 'returned',
  cancelled = 'cancelled',
}
registerEnumType(BirthState, {
  name: 'BirthState',
  description: '已建档 filed, 已推送 pushed, 已提前转入 pulled, 已退回 returned, 已作废 cancelled (S-12, S-42).',
});

export enum BirthAction {
  amend = 'amend',
  push = 'push',
  fall_due = 'fall_due',
  pull = 'pull',
  undo = 'undo',
  give_back = 'give_back',
  cancel = 'cancel',
  restore = 'restore',
  settle = 'settle',
}
registerEnumType(BirthAction, {
  name: 'BirthAction',
  description: 'What is done with a birth file; see README of people.',
});

export enum DestinationBasis {
  household = 'household',
  residence = 'residence',
  obstetric = 'obstetric',
}
registerEnumType(DestinationBasis, {
  name: 'DestinationBasis',
  description:
    'By what the destination (转归单位) was chosen: household address, present residence, obstetric place (S-12).',
});

export enum TestResult {
  positive = 'positive',
  negative = 'negative',
  untested = 'untested',
}
registerEnumType(TestResult, { name: 'TestResult', description: '阳性 positive, 阴性 negative, 未检测 untested.' });
