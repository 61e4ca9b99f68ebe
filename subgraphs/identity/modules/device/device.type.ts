import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum DeviceState {
  in_use = 'in_use',
  lost = 'lost',
  wiped = 'wiped',
}
registerEnumType(DeviceState, {
  name: 'DeviceState',
  description: 'lost: reported, to be wiped at its next contact; wiped: it told that it has done so',
});

@ObjectType({ description: 'A tablet or browser that keeps data of a unit for work without a network' })
export class Device {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: 'as its users call it' })
  name!: string;
  @Field(() => DeviceState)
  state!: `${DeviceState}`;
  @Field(() => Date)
  firstContactAt!: Date | string;
  @Field(() => Date)
  lastContactAt!: Date | string;
  @Field(() => Int, { description: 'entries not sent yet, as last told' })
  waiting!: number;
  @Field(() => Int, { description: 'entries that need a person, as last told' })
  attention!: number;
  @Field(() => Date, { nullable: true, description: 'when its pack was taken; null: it holds none' })
  packAt!: Date | string | null;
  @Field(() => Date, { nullable: true, description: 'when it was reported lost' })
  lostAt!: Date | string | null;
  @Field(() => String, { nullable: true, description: 'why it was reported' })
  lostReason!: string | null;
  @Field(() => Date, { nullable: true, description: 'when it told that store, packs and session are gone' })
  wipedAt!: Date | string | null;
  @Field(() => Int, { nullable: true, description: 'entries it could not leave with the supervisor before' })
  leftUnsent!: number | null;

  accountId!: string;
  organisationId!: string;
  lostById!: string | null;
}

@InputType()
export class DeviceContactInput {
  @Field(() => ID, { description: 'UUIDv7 made by the device' })
  id!: string;
  @Field(() => String, { description: '43 characters of base64url made by the device; only their hash is kept' })
  secret!: string;
  @Field(() => String, { description: 'up to 40 characters' })
  name!: string;
  @Field(() => Int)
  waiting!: number;
  @Field(() => Int)
  attention!: number;
  @Field(() => Date, { nullable: true })
  packAt?: Date | null;
  @Field(() => [ID], {
    description: 'entries told to the supervisor that are settled on the device by now; up to 200',
  })
  settled!: string[];
}

@ObjectType({ description: 'What became of an entry at the supervisor’s desk; the device follows it' })
export class KeptEntryAnswer {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: 'taken, set_aside or handed_back' })
  state!: string;
  @Field(() => String, { nullable: true })
  note!: string | null;
}

@ObjectType()
export class DeviceOrder {
  @Field(() => String, {
    nullable: true,
    description: 'set: leave what is not sent with `keepEntries`, wipe everything, then `confirmDeviceWiped` with this',
  })
  wipe!: string | null;
  @Field(() => [KeptEntryAnswer])
  answers!: KeptEntryAnswer[];
}
