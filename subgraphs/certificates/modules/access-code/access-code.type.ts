import { DateScalar } from '@miaoben/kernel';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

export const ACCESS_PURPOSES = ['full_history', 'identity'] as const;
export type AccessPurpose = (typeof ACCESS_PURPOSES)[number];
export const AccessPurposeEnum = Object.fromEntries(ACCESS_PURPOSES.map((p) => [p, p])) as Record<
  AccessPurpose,
  AccessPurpose
>;
registerEnumType(AccessPurposeEnum, {
  name: 'AccessPurpose',
  description: 'full_history: the whole vaccination record; identity: who the holder is, without any vaccination',
});

export const OPENING_STATES = ['opened', 'used', 'expired', 'unknown'] as const;
export type OpeningState = (typeof OPENING_STATES)[number];
export const OpeningStateEnum = Object.fromEntries(OPENING_STATES.map((s) => [s, s])) as Record<
  OpeningState,
  OpeningState
>;
registerEnumType(OpeningStateEnum, {
  name: 'AccessCodeOpeningState',
  description:
    'used: somebody opened it before, and the holder is shown that it was tried again; expired: more than 5 minutes old, or another one took its place; unknown: no code of ours',
});

@ObjectType({ description: 'An access code (亮码, VT1) as the holder sees it.' })
export class AccessCode {
  @Field(() => ID)
  id!: string;
  @Field(() => AccessPurposeEnum)
  purpose!: AccessPurpose;
  @Field(() => String, { nullable: true, description: 'text of the QR; null once it is opened or expired' })
  code!: string | null;
  @Field(() => Date)
  createdAt!: Date;
  @Field(() => Date)
  expiresAt!: Date;
  @Field(() => Date, { nullable: true })
  openedAt!: Date | null;
  @Field(() => String, { nullable: true, description: 'name of the organisation that opened it, else the role' })
  openedBy!: string | null;
  @Field(() => Int, { description: 'how often it was tried again after it was opened' })
  refused!: number;
  @Field(() => Date, { nullable: true })
  refusedAt!: Date | null;
}

@ObjectType({ description: 'A dose of an opened record.' })
export class OpenedDose {
  @Field(() => DateScalar)
  date!: string;
  @Field(() => String)
  vaccineName!: string;
  @Field(() => Int, { nullable: true })
  doseNumber!: number | null;
  @Field(() => String, { nullable: true })
  lotNumber!: string | null;
  @Field(() => String, { nullable: true })
  manufacturer!: string | null;
  @Field(() => String, { nullable: true })
  clinicName!: string | null;
  @Field(() => Boolean, { nullable: true, description: 'as the schedule judges it; null: outside the programme' })
  isValid!: boolean | null;
}

@ObjectType({ description: 'What an access code opened, for the account that opened it and no other.' })
export class OpenedRecord {
  @Field(() => ID)
  id!: string;
  @Field(() => ID, { description: 'the person' })
  personId!: string;
  @Field(() => AccessPurposeEnum)
  purpose!: AccessPurpose;
  @Field(() => Date)
  openedAt!: Date;
  @Field(() => Date, { description: 'later it is closed again' })
  readableUntil!: Date;
  @Field(() => String)
  name!: string;
  @Field(() => String, { description: 'F, M or U' })
  sex!: string;
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => String, { nullable: true, description: 'first four and last two characters' })
  maskedDocument!: string | null;
  @Field(() => [OpenedDose], { description: 'by date; empty for the purpose identity' })
  doses!: OpenedDose[];
}

@ObjectType()
export class AccessCodeOpening {
  @Field(() => OpeningStateEnum)
  state!: OpeningState;
  @Field(() => OpenedRecord, { nullable: true, description: 'only when opened' })
  record!: OpenedRecord | null;
}
