import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { FileFormat } from '../seal/seal.type.ts';

export enum HandoverPurpose {
  school_entry = 'school_entry',
  transfer = 'transfer',
  employment = 'employment',
  event = 'event',
  other = 'other',
}
registerEnumType(HandoverPurpose, {
  name: 'HandoverPurpose',
  description: 'What a sealed file is handed over for: check at entry (入学查验), change of school, a job, an event.',
});
export enum HandoverState {
  open = 'open',
  expired = 'expired',
  taken_back = 'taken_back',
  file_ended = 'file_ended',
}
registerEnumType(HandoverState, {
  name: 'HandoverState',
  description:
    'open → expired, taken_back or file_ended (file withdrawn, certificate no longer valid); only open ones are given.',
});

@ObjectType({ description: 'A school or unit a sealed file may be handed to.' })
export class HandoverRecipient {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  name!: string;
  @Field(() => Boolean, { description: 'the child stands on its roster' })
  isOwnSchool!: boolean;
}

@ObjectType({ description: 'That the recipient had the file given to it.' })
export class HandoverOpening {
  @Field(() => ID)
  id!: string;
  @Field(() => Date)
  at!: Date;
  @Field(() => FileFormat)
  format!: FileFormat;
}

@ObjectType({ description: 'A sealed file as its holder handed it to a school or unit (签章文件分发, Q-69).' })
export class DocumentHandover {
  @Field(() => ID)
  id!: string;
  @Field(() => ID)
  documentId!: string;
  @Field(() => ID, { description: 'the school or unit' })
  recipientId!: string;
  @Field(() => String, { description: 'name of the school or unit' })
  recipient!: string;
  @Field(() => HandoverPurpose)
  purpose!: HandoverPurpose;
  @Field(() => HandoverState)
  state!: HandoverState;
  @Field(() => Boolean, {
    description: 'the file ended while its days were running, and its recipient was not given the one that stands now',
  })
  isToRenew!: boolean;
  @Field(() => Date)
  givenAt!: Date;
  @Field(() => DateScalar, { description: 'last day on which it is given' })
  openUntil!: string;
  @Field(() => Date, { nullable: true })
  takenBackAt!: Date | null;
  @Field(() => Int, { description: 'how often it was given' })
  opened!: number;
  @Field(() => [HandoverOpening], { description: 'the latest 20, newest first' })
  openings!: HandoverOpening[];
}

@ObjectType({ description: 'A sealed file that was handed to the caller’s school or unit and stands open.' })
export class ReceivedDocument {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: 'name of the holder, as the file says it' })
  holderName!: string;
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => HandoverPurpose)
  purpose!: HandoverPurpose;
  @Field(() => Date)
  givenAt!: Date;
  @Field(() => DateScalar, { description: 'last day on which it is given' })
  openUntil!: string;
  @Field(() => Date, { nullable: true, description: 'when it was last given to this school or unit' })
  openedAt!: Date | null;
}

@ObjectType()
export class ReceivedDocumentPage {
  @Field(() => [ReceivedDocument])
  nodes!: ReceivedDocument[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
