import { registerEnumType } from 'type-graphql';

export enum MoveState {
  initiated = 'initiated',
  waiting = 'waiting',
  refused = 'refused',
  received = 'received',
  withdrawn = 'withdrawn',
}
registerEnumType(MoveState, {
  name: 'MoveState',
  description: '发起 initiated, 待接收 waiting, 拒接收 refused, 已接收 received, 已撤回 withdrawn (S-43).',
});

export enum MoveDirection {
  out = 'out',
  in = 'in',
  abroad = 'abroad',
  arrival = 'arrival',
}
registerEnumType(MoveDirection, {
  name: 'MoveDirection',
  description:
    'out: the managing unit hands over; in: the receiving unit asks; abroad: to another province; arrival: from another province, at once received.',
});

export enum MoveAction {
  assign = 'assign',
  send = 'send',
  agree = 'agree',
  receive = 'receive',
  refuse = 'refuse',
  withdraw = 'withdraw',
  reopen = 'reopen',
  give_back = 'give_back',
  lapse = 'lapse',
  void = 'void',
}
registerEnumType(MoveAction, { name: 'MoveAction', description: 'What is done with a move; see README of people.' });

export enum MoveHistory {
  local_in = 'local_in',
  remote_in = 'remote_in',
  local_out = 'local_out',
  remote_out = 'remote_out',
}
registerEnumType(MoveHistory, {
  name: 'MoveHistory',
  description: '本地迁入, 异地迁入, 本地迁出, 异地迁出 (J-11): local is inside one county.',
});
