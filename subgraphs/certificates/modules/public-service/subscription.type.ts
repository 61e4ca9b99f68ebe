import { DateTimeScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';
import { Organisation } from '../certificate/certificate.type.ts';

export const SUBSCRIPTION_STATES = ['submitted', 'approved', 'refused', 'ended'] as const;
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];
export const SubscriptionStateEnum = enumOf(SUBSCRIPTION_STATES);
registerEnumType(SubscriptionStateEnum, {
  name: 'SubscriptionState',
  description:
    'submitted → approved (a right to have licences shown is given) or refused; approved → ended (the right is withdrawn). After a refusal or an end a partner may apply anew.',
});

@ObjectType({ description: 'A partner’s subscription to a service of the catalogue (服务订阅); kept as a log.' })
export class ServiceSubscription {
  @Field(() => ID)
  id!: string;
  @Field(() => ID, { description: 'slug of the type' })
  type!: string;
  @Field(() => String)
  typeName!: string;
  @Field(() => ID, { description: 'client id of the partner system' })
  accountId!: string;
  @Field(() => Organisation)
  organisation!: Organisation;
  @Field(() => String)
  purpose!: string;
  @Field(() => SubscriptionStateEnum)
  state!: SubscriptionState;
  @Field(() => DateTimeScalar)
  submittedAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true })
  decidedAt!: Date | null;
  @Field(() => String, { nullable: true })
  reason!: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'when it was stopped' })
  endedAt!: Date | null;
}

@ObjectType()
export class ServiceSubscriptionPage {
  @Field(() => [ServiceSubscription])
  nodes!: ServiceSubscription[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
