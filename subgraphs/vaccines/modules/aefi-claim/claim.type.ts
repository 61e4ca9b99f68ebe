import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';
import { Person } from '../person/person.type.ts';
import { CLAIM_ACTIONS, CLAIM_STATES, type ClaimAction, type ClaimState } from './claim.rules.ts';

export const ClaimStateEnum = enumOf(CLAIM_STATES);
export const ClaimActionEnum = enumOf(CLAIM_ACTIONS);
registerEnumType(ClaimStateEnum, {
  name: 'CompensationClaimState',
  description: '已申请, 已受理, 同意补偿, 不予补偿, 已撤回',
});
registerEnumType(ClaimActionEnum, { name: 'CompensationClaimAction', description: 'An edge of the table of states.' });

@ObjectType({ description: 'Application for compensation for an adverse reaction (预防接种异常反应补偿, J-22).' })
export class CompensationClaim {
  @Field(() => ID)
  id!: string;
  @Field(() => ID)
  caseId!: string;
  @Field(() => String, { nullable: true })
  caseNumber!: string | null;
  @Field(() => Person)
  person!: Person;
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => ClaimStateEnum)
  state!: ClaimState;
  @Field(() => String, { description: 'what the family says' })
  statement!: string;
  @Field(() => String, { nullable: true, description: 'why it was decided so' })
  decision!: string | null;
  @Field(() => Int, { nullable: true, description: 'granted, in yuan' })
  amountYuan!: number | null;
  @Field(() => Date)
  appliedAt!: Date;
  @Field(() => Date, { nullable: true })
  decidedAt!: Date | null;
  @Field(() => [ClaimActionEnum], { description: 'what the caller may do with it now' })
  actions!: ClaimAction[];
  @Field(() => Int)
  version!: number;
}

@ObjectType()
export class CompensationClaimPage {
  @Field(() => [CompensationClaim])
  nodes!: CompensationClaim[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@InputType()
export class ApplyForCompensationInput {
  @Field(() => ID, { description: 'UUIDv7 made by the device' })
  claimId!: string;
  @Field(() => ID)
  caseId!: string;
  @Field(() => String, { description: 'at most 1000 characters' })
  statement!: string;
}

@InputType()
export class AdvanceCompensationInput {
  @Field(() => ID)
  claimId!: string;
  @Field(() => Int, { description: 'of the application as it was shown' })
  expectedVersion!: number;
  @Field(() => ClaimActionEnum)
  action!: ClaimAction;
  @Field(() => String, { nullable: true, description: 'needed to approve and to refuse; at most 1000 characters' })
  reason?: string | null;
  @Field(() => Int, { nullable: true, description: 'for approve: what is granted, 1 to 100 million' })
  amountYuan?: number | null;
}
