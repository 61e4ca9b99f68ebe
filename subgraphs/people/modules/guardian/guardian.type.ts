import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Account } from '../account/account.type.ts';
import { GuardianRelation } from '../person/person.enums.ts';
import { GuardianEndReason } from './guardian.enums.ts';

@InputType()
abstract class GuardianAct {
  @Field(() => ID)
  personId!: string;
  @Field(() => Int, { description: 'version of the file' })
  expectedVersion!: number;
}

@InputType({ description: 'A guardian who is typed, or picked from the household of the child by `memberId` (J-05).' })
export class AddGuardianInput extends GuardianAct {
  @Field(() => GuardianRelation)
  relation!: `${GuardianRelation}`;
  @Field(() => String, { nullable: true, description: 'needed unless `memberId` is given' })
  name?: string | null;
  @Field(() => String, { nullable: true })
  documentNumber?: string | null;
  @Field(() => String, { nullable: true })
  phone?: string | null;
  @Field(() => ID, { nullable: true, description: 'a member of the household: name and numbers come from that file' })
  memberId?: string | null;
}

@InputType({ description: 'What is left out stays as it is; null empties a number.' })
export class ChangeGuardianInput extends GuardianAct {
  @Field(() => Int)
  ordinal!: number;
  @Field(() => GuardianRelation, { nullable: true })
  relation?: `${GuardianRelation}` | null;
  @Field(() => String, { nullable: true })
  name?: string | null;
  @Field(() => String, { nullable: true })
  documentNumber?: string | null;
  @Field(() => String, { nullable: true })
  phone?: string | null;
}

@InputType()
export class EndGuardianInput extends GuardianAct {
  @Field(() => Int)
  ordinal!: number;
  @Field(() => GuardianEndReason)
  reason!: `${GuardianEndReason}`;
}

@ObjectType({ description: 'Somebody who was a guardian on the file, and since when no more.' })
export class FormerGuardian {
  @Field(() => ID)
  id!: string;
  @Field(() => Boolean, {
    description: 'lost custody and cannot bind the child again until `liftBindingBar`; of merged files too',
  })
  barred!: boolean;
  @Field(() => GuardianRelation)
  relation!: `${GuardianRelation}`;
  @Field(() => String)
  name!: string;
  @Field(() => Date)
  endedAt!: Date;
  @Field(() => Account)
  by!: Account;
  @Field(() => GuardianEndReason)
  reason!: `${GuardianEndReason}`;
}
