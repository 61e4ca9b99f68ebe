import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Account } from '../account/account.type.ts';

export enum FetchLimit {
  total = 'total',
  type = 'type',
  day = 'day',
}
registerEnumType(FetchLimit, {
  name: 'FetchLimit',
  description: 'total: all types in a year; type: one licence type today; day: every licence type today',
});

@ObjectType({ description: 'One fetch of a file of a certificate or licence.' })
export class FetchRecord {
  @Field(() => ID)
  id!: string;
  @Field(() => Date)
  at!: Date;
  @Field(() => Account)
  account!: Account;
  @Field(() => String, { description: 'masked' })
  holderName!: string;
  @Field(() => String, { nullable: true, description: 'masked' })
  holderDocumentNumber!: string | null;
  @Field(() => String, { description: 'slug of the type, e.g. vaccination_certificate' })
  licenceType!: string;
  @Field(() => String, { description: 'shown, fetched, downloaded or printed' })
  use!: string;
}

@ObjectType()
export class FetchRecordPage {
  @Field(() => [FetchRecord])
  nodes!: FetchRecord[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@InputType({ description: 'All conditions hold together.' })
export class FetchFilter {
  @Field(() => String, { nullable: true, description: 'whole name or document number of the holder' })
  text?: string | null;
  @Field(() => DateScalar, { nullable: true })
  from?: string | null;
  @Field(() => DateScalar, { nullable: true })
  to?: string | null;
  @Field(() => String, { nullable: true })
  licenceType?: string | null;
}

@ObjectType({ description: 'A limit that an account has reached.' })
export class FetchBlock {
  @Field(() => Account)
  account!: Account;
  @Field(() => FetchLimit, { description: 'total or type' })
  limit!: FetchLimit;
  @Field(() => String, { nullable: true, description: 'null for total' })
  licenceType!: string | null;
  @Field(() => Int, { description: 'fetches since the limit was last lifted' })
  used!: number;
  @Field(() => Int)
  allowed!: number;
}

@InputType()
export class FetchReleaseInput {
  @Field(() => ID)
  accountId!: string;
  @Field(() => FetchLimit)
  limit!: FetchLimit;
  @Field(() => String, { nullable: true, description: 'needed with `type`' })
  licenceType?: string | null;
}
