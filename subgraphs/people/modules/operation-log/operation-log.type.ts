import { Field, ID, ObjectType } from 'type-graphql';
import { Account } from '../account/account.type.ts';

@ObjectType({
  description: 'One act on a file: who did what and when (操作日志, S-26). What changed stands in its history.',
})
export class FileOperation {
  @Field(() => ID)
  id!: string;
  @Field(() => Date)
  at!: Date;
  @Field(() => String, { description: 'name of the mutation, e.g. changePerson' })
  operation!: string;
  @Field(() => Account)
  by!: Account;
  @Field(() => String, { description: 'role in which it was done' })
  role!: string;
}
