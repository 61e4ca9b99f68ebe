import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class RegisterGuardianInput {
  @Field(() => String, { description: 'as in the document' })
  name!: string;
  @Field(() => String, { description: 'code of the identifiers package, e.g. RESIDENT_ID' })
  documentType!: string;
  @Field(() => String)
  documentNumber!: string;
  @Field(() => String, { description: 'mobile number; the account signs in with it' })
  phone!: string;
  @Field(() => ID, { description: 'of requestPhoneCode' })
  codeTicket!: string;
  @Field(() => String, { description: 'six digits' })
  code!: string;
  @Field(() => String, { description: '8 to 128 characters of three kinds, or 16 and more' })
  password!: string;
  @Field(() => Boolean)
  acceptedTerms!: boolean;
}
