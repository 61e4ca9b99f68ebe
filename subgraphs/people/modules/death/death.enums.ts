import { registerEnumType } from 'type-graphql';

export enum DeathState {
  unclaimed = 'unclaimed',
  returned = 'returned',
  claimed = 'claimed',
  confirmed = 'confirmed',
  dismissed = 'dismissed',
}
registerEnumType(DeathState, {
  name: 'DeathState',
  description: '待认领 unclaimed, 已退回 returned, 已认领 claimed, 已核实 confirmed, 不属实 dismissed (J-13).',
});

export enum DeathAction {
  claim = 'claim',
  give_back = 'give_back',
  push = 'push',
  confirm = 'confirm',
  undo = 'undo',
  dismiss = 'dismiss',
  reopen = 'reopen',
}
registerEnumType(DeathAction, {
  name: 'DeathAction',
  description: 'What is done with a report of a death; see README of people.',
});

export enum DeathSource {
  police = 'police',
  hospital = 'hospital',
  civil_affairs = 'civil_affairs',
  community = 'community',
}
registerEnumType(DeathSource, {
  name: 'DeathSource',
  description:
    '公安注销户籍 police, 医院死亡医学证明 hospital, 民政殡葬 civil_affairs, 社区上报 community (J-13); each with the number of its document.',
});
