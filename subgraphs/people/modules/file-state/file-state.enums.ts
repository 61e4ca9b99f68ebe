import { registerEnumType } from 'type-graphql';

export enum FileEndReason {
  duplicate = 'duplicate',
  entered_by_mistake = 'entered_by_mistake',
  moved_abroad = 'moved_abroad',
  dead = 'dead',
  other = 'other',
  merged = 'merged',
  birth_withdrawn = 'birth_withdrawn',
  death_report = 'death_report',
}
registerEnumType(FileEndReason, {
  name: 'FileEndReason',
  description:
    '注销原因 (J-02). merged, birth_withdrawn and death_report are set by those procedures and taken back there; entered_by_mistake comes with `delete`.',
});

export enum FileAction {
  change = 'change',
  register = 'register',
  lose = 'lose',
  make_nominal = 'make_nominal',
  cancel = 'cancel',
  undo_cancel = 'undo_cancel',
  delete = 'delete',
  undo_delete = 'undo_delete',
}
registerEnumType(FileAction, {
  name: 'FileAction',
  description:
    'What is done to a file over its life (J-02): change its data; register (在册), lose (失访) and make_nominal (空挂) by a change; cancel (注销), undo_cancel (取消注销), delete (逻辑删除), undo_delete.',
});
