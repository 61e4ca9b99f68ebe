import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A code on its way to a phone' })
export class PhoneCodeTicket {
  @Field(() => ID, { description: 'to be handed in with the code' })
  ticket!: string;
  @Field(() => Date, { description: 'the code works until then, for five tries' })
  expiresAt!: Date;
  @Field(() => Date, { description: 'not before then another one is sent' })
  resendAfter!: Date;
}
