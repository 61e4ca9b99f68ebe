import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ description: 'What was done, by whom, when; never names, numbers or values' })
export class AuditLine {
  @Field(() => ID)
  id!: string;
  @Field(() => Date)
  at!: string;
  @Field(() => String)
  subgraph!: string;
  @Field(() => String, { description: 'e.g. `Mutation.signIn`; for a reading of personal data the query' })
  operation!: string;
  @Field(() => String, { description: '`done`, or why it was refused' })
  outcome!: string;
  @Field(() => String, { nullable: true, description: 'opaque id of the object' })
  subject!: string | null;

  accountId!: string;
}

@ObjectType()
export class AuditLinePage {
  @Field(() => [AuditLine])
  nodes!: AuditLine[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
