import { Field, ID, InputType, Int } from 'type-graphql';

@InputType({
  description: 'How a family is reached (Q-15, Q-04). What is left out stays; null empties what may be empty.',
})
export class KeepContactInput {
  @Field(() => ID)
  personId!: string;
  @Field(() => Int)
  expectedVersion!: number;
  @Field(() => String, { nullable: true })
  phone?: string | null;
  @Field(() => ID, {
    nullable: true,
    description: '9-digit township; the managing clinic stays until a move is asked for',
  })
  residence?: string | null;
  @Field(() => String, { nullable: true })
  residenceAddress?: string | null;
  @Field(() => String, { nullable: true })
  emergencyName?: string | null;
  @Field(() => String, { nullable: true })
  emergencyPhone?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'the caller’s own entry among the guardians takes the phone the account was confirmed with',
  })
  ownPhone?: boolean | null;
}
