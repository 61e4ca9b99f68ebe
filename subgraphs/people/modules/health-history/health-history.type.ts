import { DateScalar } from '@miaoben/kernel';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Account } from '../account/account.type.ts';
import { type HealthCode, HealthEntryCode, HealthEntryKind, type HealthKind } from './health-history.codes.ts';

@ObjectType({
  description: 'A contraindication, an infectious disease that was had, or an allergy, as staff entered it (S-26).',
})
export class HealthEntry {
  @Field(() => ID)
  id!: string;
  @Field(() => HealthEntryKind)
  kind!: HealthKind;
  @Field(() => HealthEntryCode)
  code!: HealthCode;
  @Field(() => String, { nullable: true, description: 'in words' })
  note!: string | null;
  @Field(() => DateScalar, { description: 'day of the finding or of falling ill' })
  since!: string;
  @Field(() => DateScalar, { nullable: true, description: 'of what is deferred: the first day it no longer holds' })
  until!: string | null;
  @Field(() => Date)
  recordedAt!: Date;
  @Field(() => Account)
  recordedBy!: Account;
  @Field(() => Date, { nullable: true, description: 'set: entered by mistake, it stays readable' })
  withdrawnAt!: Date | null;
  @Field(() => String, { nullable: true })
  withdrawnReason!: string | null;
}

@InputType()
export class RecordHealthEntryInput {
  @Field(() => ID, { description: 'UUIDv7, made by the client' })
  id!: string;
  @Field(() => ID)
  personId!: string;
  @Field(() => HealthEntryKind)
  kind!: HealthKind;
  @Field(() => HealthEntryCode)
  code!: HealthCode;
  @Field(() => String, {
    nullable: true,
    description: '1 to 200 characters; needed where the code alone says too little',
  })
  note?: string | null;
  @Field(() => DateScalar)
  since!: string;
  @Field(() => DateScalar, { nullable: true, description: 'needed for `deferred`, for no other' })
  until?: string | null;
}

@InputType()
export class WithdrawHealthEntryInput {
  @Field(() => ID)
  personId!: string;
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: '1 to 200 characters' })
  reason!: string;
}
