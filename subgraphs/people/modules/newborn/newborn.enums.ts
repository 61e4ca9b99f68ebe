import { registerEnumType } from 'type-graphql';

export enum NewbornState {
  waiting = 'waiting',
  filed = 'filed',
  dismissed = 'dismissed',
}
registerEnumType(NewbornState, {
  name: 'NewbornState',
  description: '待建档 waiting, 已建档 filed, 不予建档 dismissed (J-12).',
});

export enum NewbornAction {
  create = 'create',
  link = 'link',
  update = 'update',
  unlink = 'unlink',
  dismiss = 'dismiss',
  reopen = 'reopen',
}
registerEnumType(NewbornAction, {
  name: 'NewbornAction',
  description: 'What is done with a newborn of the maternal-child system; see README of people.',
});

export enum NewbornFinding {
  ready = 'ready',
  exists = 'exists',
  elsewhere = 'elsewhere',
  alike = 'alike',
  faulty = 'faulty',
}
registerEnumType(NewbornFinding, {
  name: 'NewbornFinding',
  description:
    'How a waiting newborn stands now: ready, a file can be created; exists, a file in the area has its document; elsewhere, one out of reach has it; alike, files in the area may be the same child; faulty, see `faults`.',
});
