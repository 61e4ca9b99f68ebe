import { Field, ID, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A paper a unit gave with its answer to a report of a death (反馈附件, J-13).' })
export class DeathAttachment {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: 'as it was sent' })
  name!: string;
  @Field(() => Int, { description: 'bytes' })
  size!: number;
  @Field(() => Int, { description: 'number of the step it was given with' })
  step!: number;
}

@ObjectType({ description: 'Where a paper is to be sent.' })
export class DeathAttachmentUpload {
  @Field(() => ID)
  attachmentId!: string;
  @Field(() => String, { nullable: true, description: 'good for 15 minutes; null: it is there already' })
  uploadUrl!: string | null;
}
