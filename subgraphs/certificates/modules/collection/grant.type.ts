import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Organisation } from '../certificate/certificate.type.ts';

@ObjectType({ description: 'Right to upload licences of one type (归集权限), of an organisation or of one account.' })
export class CollectionGrant {
  @Field(() => ID)
  id!: string;
  @Field(() => ID, { description: 'Code of the licence type.' })
  typeCode!: string;
  @Field(() => String, { description: 'Name of the licence type, zh-CN.' })
  typeName!: string;
  @Field(() => Organisation, { nullable: true })
  organisation!: Organisation | null;
  @Field(() => ID, { nullable: true, description: 'Account, or client id of a partner system.' })
  accountId!: string | null;
  @Field(() => Date)
  grantedAt!: Date;
  @Field(() => Date, { nullable: true })
  withdrawnAt!: Date | null;
  @Field(() => String, { nullable: true, description: 'Why it was withdrawn.' })
  reason!: string | null;
}
@ObjectType()
export class CollectionGrantPage {
  @Field(() => [CollectionGrant])
  nodes!: CollectionGrant[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

export enum CollectionAction {
  batch = 'batch',
  file = 'file',
  single = 'single',
}
registerEnumType(CollectionAction, {
  name: 'CollectionAction',
  description: 'What was asked for: begin a batch, add or correct a file of one, send a single licence.',
});

@ObjectType({ description: 'One check of the right to upload (归集鉴权): who, when, with which result.' })
export class CollectionCheck {
  @Field(() => ID)
  id!: string;
  @Field(() => ID)
  typeCode!: string;
  @Field(() => String, { description: 'Name of the licence type, zh-CN.' })
  typeName!: string;
  @Field(() => ID)
  accountId!: string;
  @Field(() => Organisation, { nullable: true })
  organisation!: Organisation | null;
  @Field(() => CollectionAction)
  action!: CollectionAction;
  @Field(() => Boolean)
  allowed!: boolean;
  @Field(() => Date)
  at!: Date;
}
@ObjectType()
export class CollectionCheckPage {
  @Field(() => [CollectionCheck])
  nodes!: CollectionCheck[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
