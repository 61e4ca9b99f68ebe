import { DateScalar } from '@miaoben/kernel';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { FileAction, FileEndReason } from './file-state.enums.ts';

@ObjectType({ description: 'How a file ended (注销, J-02).' })
export class FileEnding {
  @Field(() => DateScalar)
  on!: string;
  @Field(() => FileEndReason)
  reason!: `${FileEndReason}`;
  @Field(() => String, { nullable: true, description: 'words of who ended it' })
  note!: string | null;
  @Field(() => DateScalar, { nullable: true, description: 'day of death' })
  diedOn!: string | null;
  @Field(() => DateScalar, {
    nullable: true,
    description: 'since when the file is deleted: searches and lists do not show it',
  })
  deletedOn!: string | null;
}

@InputType()
export class AdvanceFileInput {
  @Field(() => ID)
  id!: string;
  @Field(() => Int)
  expectedVersion!: number;
  @Field(() => FileAction, { description: 'cancel, undo_cancel, delete or undo_delete' })
  action!: `${FileAction}`;
  @Field(() => FileEndReason, { nullable: true, description: 'for `cancel`: duplicate, moved_abroad, dead or other' })
  reason?: `${FileEndReason}` | null;
  @Field(() => DateScalar, { nullable: true, description: 'for `cancel`: the day it ends; default today' })
  on?: string | null;
  @Field(() => DateScalar, { nullable: true, description: 'for `cancel` because of death' })
  diedOn?: string | null;
  @Field(() => String, { nullable: true, description: 'why, 1 to 200 characters; needed for each of these acts' })
  note?: string | null;
}
