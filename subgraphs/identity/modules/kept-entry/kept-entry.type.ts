import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum KeptEntryState {
  open = 'open',
  taken = 'taken',
  set_aside = 'set_aside',
  handed_back = 'handed_back',
  settled = 'settled',
}
registerEnumType(KeptEntryState, {
  name: 'KeptEntryState',
  description:
    'open: waits for the supervisor; taken: the supervisor sends it; set_aside: given up with a reason; handed_back: with who typed it; settled: on its own device',
});

export enum KeptEntryAct {
  taken = 'taken',
  set_aside = 'set_aside',
  handed_back = 'handed_back',
}
registerEnumType(KeptEntryAct, { name: 'KeptEntryAct' });

@ObjectType({ description: 'Why a step was not taken, as the server answered it' })
export class KeptEntryProblem {
  @Field(() => String)
  code!: string;
  @Field(() => String, { nullable: true })
  field!: string | null;
  @Field(() => String, { nullable: true })
  reason!: string | null;
}

@ObjectType({
  description: 'A step typed on a device that waits for a person, kept here so that the device may be lost',
})
export class KeptEntry {
  @Field(() => ID, { description: 'its command on the device' })
  id!: string;
  @Field(() => String, { description: 'what it is: a kind of the app’s journal' })
  kind!: string;
  @Field(() => ID, { nullable: true })
  personId!: string | null;
  @Field(() => Date, { description: 'by the clock of the device' })
  enteredAt!: Date | string;
  @Field(() => Date)
  keptAt!: Date | string;
  @Field(() => Boolean, { description: 'it was not refused itself: it waits behind one of the same person' })
  isBehind!: boolean;
  @Field(() => KeptEntryProblem, { nullable: true, description: 'null: it was not sent yet' })
  problem!: KeptEntryProblem | null;
  @Field(() => String, { description: 'what was typed, JSON as the app keeps it' })
  content!: string;
  @Field(() => KeptEntryState)
  state!: `${KeptEntryState}`;
  @Field(() => Date, { nullable: true })
  settledAt!: Date | string | null;
  @Field(() => String, {
    nullable: true,
    description: 'why it was set aside, or what was said when it was handed back',
  })
  note!: string | null;

  accountId!: string;
  deviceId!: string;
  settledById!: string | null;
}

@InputType()
export class KeptEntryProblemInput {
  @Field(() => String)
  code!: string;
  @Field(() => String, { nullable: true })
  field?: string | null;
  @Field(() => String, { nullable: true })
  reason?: string | null;
}

@InputType()
export class KeptEntryInput {
  @Field(() => ID, { description: 'UUIDv7: its command on the device' })
  id!: string;
  @Field(() => ID, { description: 'who typed it; of the unit of the device' })
  accountId!: string;
  @Field(() => Int, { description: 'its place in the journal of the device' })
  place!: number;
  @Field(() => String)
  kind!: string;
  @Field(() => ID, { nullable: true })
  personId?: string | null;
  @Field(() => Date)
  enteredAt!: Date;
  @Field(() => Boolean)
  isBehind!: boolean;
  @Field(() => KeptEntryProblemInput, { nullable: true })
  problem?: KeptEntryProblemInput | null;
  @Field(() => String, { description: 'JSON, up to 700,000 characters' })
  content!: string;
}

@InputType()
export class KeepEntriesInput {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: 'the secret of the device' })
  secret!: string;
  @Field(() => [KeptEntryInput], { description: 'up to 50' })
  entries!: KeptEntryInput[];
}
