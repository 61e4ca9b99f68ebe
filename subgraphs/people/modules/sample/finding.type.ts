import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { Account } from '../account/account.type.ts';
import { Person } from '../person/person.type.ts';

export enum SampleResult {
  agrees = 'agrees',
  differs = 'differs',
}
registerEnumType(SampleResult, {
  name: 'SampleResult',
  description: 'Whether what the family and the clinic show agrees with the file.',
});

@InputType({ description: 'What was found on site of one file of a sample (S-47).' })
export class NoteSampleFindingInput {
  @Field(() => String, { description: '抽样号, 1 to 20 letters or digits.' })
  seed!: string;
  @Field(() => ID)
  personId!: string;
  @Field(() => SampleResult, { nullable: true, description: 'null: takes the caller’s own finding back' })
  result?: `${SampleResult}` | null;
  @Field(() => String, {
    nullable: true,
    description: '1 to 200 characters, what differs; needed for `differs`, left aside otherwise',
  })
  note?: string | null;
  @Field(() => Date, {
    description:
      'by the clock of the device: what was found later stands, whichever arrives first; one in the future is taken as now',
  })
  foundAt!: Date;
}

@ObjectType({ description: 'What one account found on site of one file of a sample (核查结果, S-47).' })
export class SampleFinding {
  @Field(() => Person)
  person!: Person;
  @Field(() => SampleResult)
  result!: `${SampleResult}`;
  @Field(() => String, { nullable: true, description: 'what differs' })
  note!: string | null;
  @Field(() => Date)
  foundAt!: Date;
  @Field(() => Account, { description: 'who found it' })
  by!: Account;
}
