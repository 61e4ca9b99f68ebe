import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Account } from '../account/account.type.ts';

@ObjectType({ description: 'What holds for files in a division: births, moves, bindings (系统设置), and who set it.' })
export class PeopleSettings {
  @Field(() => ID, { description: 'the division asked for' })
  division!: string;
  @Field(() => ID, {
    nullable: true,
    description: 'Division whose setting it is; null for what the platform starts with.',
  })
  setFor!: string | null;
  @Field(() => Boolean, { description: 'the mother’s HBsAg result is mandatory in birth files (S-10)' })
  hbsagRequired!: boolean;
  @Field(() => Boolean, { description: 'so is her antibody' })
  antiHbsRequired!: boolean;
  @Field(() => Int, { description: 'days after which a birth file goes to the clinic by itself (S-12), 1 to 90' })
  pushDays!: number;
  @Field(() => Int, { description: 'age in days up to which a newborn’s duplicates are sought (S-11), 1 to 365' })
  newbornDays!: number;
  @Field(() => Int, { description: 'days a unit has to answer a move, 1 to 90' })
  answerDays!: number;
  @Field(() => Int, { description: 'children an account may be bound to (绑定次数/人, Q-47), 1 to 50' })
  maxBindings!: number;
  @Field(() => Int, { description: 'of the division’s own setting, 0 when it has none; to be sent with a change' })
  version!: number;
  @Field(() => Date, { nullable: true })
  changedAt!: Date | null;
  @Field(() => Account, { nullable: true })
  changedBy!: Account | null;
}

@InputType({ description: 'See PeopleSettings.' })
export class PeopleSettingsInput {
  @Field(() => ID)
  division!: string;
  @Field(() => Boolean)
  hbsagRequired!: boolean;
  @Field(() => Boolean)
  antiHbsRequired!: boolean;
  @Field(() => Int)
  pushDays!: number;
  @Field(() => Int)
  newbornDays!: number;
  @Field(() => Int)
  answerDays!: number;
  @Field(() => Int)
  maxBindings!: number;
  @Field(() => Int)
  version!: number;
}
