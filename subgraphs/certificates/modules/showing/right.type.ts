import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Organisation } from '../certificate/certificate.type.ts';

@InputType()
export class ShowingRightInput {
  @Field(() => ID, { description: 'Code or slug of the licence type.' })
  type!: string;
  @Field(() => ID, { nullable: true })
  organisationId!: string | null | undefined;
  @Field(() => ID, { nullable: true, description: 'Client id of a partner system.' })
  accountId!: string | null | undefined;
  @Field(() => [String], { description: 'Scenes of use (用证场景): a call names one of them word for word.' })
  purposes!: string[];
  @Field(() => [String], { nullable: true, description: 'Keys of the fields it may see; null: the whole face.' })
  fields!: string[] | null | undefined;
  @Field(() => Int, { description: 'Calls a minute; more are refused until the minute is over.' })
  perMinute!: number;
  @Field(() => Int, { description: 'Calls a day; more block the system until an administrator lifts it.' })
  perDay!: number;
}
@ObjectType({ description: 'Right of a partner to have licences of one type shown (用证授权).' })
export class ShowingRight {
  @Field(() => ID)
  id!: string;
  @Field(() => ID)
  typeCode!: string;
  @Field(() => String)
  typeName!: string;
  @Field(() => Organisation, { nullable: true })
  organisation!: Organisation | null;
  @Field(() => ID, { nullable: true })
  accountId!: string | null;
  @Field(() => [String])
  purposes!: string[];
  @Field(() => [String], { nullable: true })
  fields!: string[] | null;
  @Field(() => Int)
  perMinute!: number;
  @Field(() => Int)
  perDay!: number;
  @Field(() => Date)
  grantedAt!: Date;
  @Field(() => Date, { nullable: true })
  withdrawnAt!: Date | null;
  @Field(() => String, { nullable: true })
  reason!: string | null;
}
@ObjectType()
export class ShowingRightPage {
  @Field(() => [ShowingRight])
  nodes!: ShowingRight[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType({ description: 'A system that used up the calls of a day for a type (用证封禁).' })
export class ShowingBlock {
  @Field(() => ID)
  id!: string;
  @Field(() => ID)
  accountId!: string;
  @Field(() => ID)
  typeCode!: string;
  @Field(() => String)
  typeName!: string;
  @Field(() => Date)
  blockedAt!: Date;
  @Field(() => Int, { description: 'Calls of the day when it was blocked.' })
  calls!: number;
  @Field(() => Date, { nullable: true })
  liftedAt!: Date | null;
  @Field(() => String, { nullable: true })
  reason!: string | null;
}
@ObjectType()
export class ShowingBlockPage {
  @Field(() => [ShowingBlock])
  nodes!: ShowingBlock[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

export enum ShowingKind {
  show = 'show',
  search = 'search',
  verify = 'verify',
}
registerEnumType(ShowingKind, {
  name: 'ShowingKind',
  description: 'A face or metadata, a paged search, a verification.',
});
export enum ShowingOutcome {
  found = 'found',
  none = 'none',
  refused = 'refused',
  limited = 'limited',
  blocked = 'blocked',
}
registerEnumType(ShowingOutcome, {
  name: 'ShowingOutcome',
  description: 'none: nothing shown, or not valid. refused: no right for type and purpose. limited: too many a minute.',
});

@ObjectType({ description: 'One call of a partner system (亮证记录).' })
export class ShowingTrace {
  @Field(() => ID)
  id!: string;
  @Field(() => Date)
  at!: Date;
  @Field(() => ID, { description: 'Calling system.' })
  accountId!: string;
  @Field(() => Organisation, { nullable: true })
  organisation!: Organisation | null;
  @Field(() => ID)
  typeCode!: string;
  @Field(() => String)
  typeName!: string;
  @Field(() => String)
  purpose!: string;
  @Field(() => ShowingKind)
  kind!: ShowingKind;
  @Field(() => ShowingOutcome)
  outcome!: ShowingOutcome;
  @Field(() => String, {
    nullable: true,
    description: 'Keyed mark of the holder: equal for the same holder, says nothing else.',
  })
  holderMark!: string | null;
  @Field(() => Int)
  rows!: number;
}
@ObjectType()
export class ShowingTracePage {
  @Field(() => [ShowingTrace])
  nodes!: ShowingTrace[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
@InputType()
export class ShowingTraceFilter {
  @Field(() => DateScalar, { nullable: true })
  from!: string | null | undefined;
  @Field(() => DateScalar, { nullable: true, description: 'Last day, inclusive.' })
  to!: string | null | undefined;
  @Field(() => ID, { nullable: true })
  type!: string | null | undefined;
  @Field(() => ID, { nullable: true, description: 'Calling system.' })
  accountId!: string | null | undefined;
  @Field(() => String, { nullable: true, description: 'Document number of a holder.' })
  holderDocument!: string | null | undefined;
  @Field(() => ShowingOutcome, { nullable: true })
  outcome!: ShowingOutcome | null | undefined;
}
@ObjectType({ description: 'Calls of a day, type and calling system.' })
export class ShowingFigure {
  @Field(() => DateScalar)
  day!: string;
  @Field(() => ID)
  typeCode!: string;
  @Field(() => String)
  typeName!: string;
  @Field(() => ID)
  accountId!: string;
  @Field(() => Organisation, { nullable: true, description: 'Whose system it is.' })
  organisation!: Organisation | null;
  @Field(() => Int)
  calls!: number;
  @Field(() => Int)
  found!: number;
  @Field(() => Int, { description: 'Refused, limited or blocked.' })
  refused!: number;
}
@ObjectType()
export class ShowingFigures {
  @Field(() => [ShowingFigure])
  figures!: ShowingFigure[];
  @Field(() => String, { description: 'Traces and figures as .xlsx; five minutes.' })
  fileUrl!: string;
}
