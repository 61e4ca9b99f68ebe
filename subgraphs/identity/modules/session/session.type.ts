import { Field, ObjectType } from 'type-graphql';
import { Account } from '../account/account.type.ts';

@ObjectType({ description: 'A signed-in session; its refresh token travels in a cookie only' })
export class Session {
  @Field(() => String, { description: 'JWT for `Authorization: Bearer`' })
  accessToken!: string;
  @Field(() => Date, { description: 'end of the access token; `refreshSession` gives the next one' })
  expiresAt!: Date;
  @Field(() => Account)
  account!: Account;
}
