import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Account } from '../account/account.type.ts';
import { RegistrationState } from '../person/person.enums.ts';
import { Division, Person } from '../person/person.type.ts';
import { HouseholdEndReason, HouseholdRelation } from './household.enums.ts';

@ObjectType({ description: 'One stay of a person in a household, with one relation to its head.' })
export class HouseholdMember {
  @Field(() => ID)
  personId!: string;
  @Field(() => Person, { nullable: true, description: 'the file; null when it is out of reach of the reader' })
  person!: Person | null;
  @Field(() => String, { description: 'masked when the file is out of reach' })
  name!: string;
  @Field(() => HouseholdRelation, { description: '与户主关系' })
  relation!: `${HouseholdRelation}`;
  @Field(() => RegistrationState)
  registrationState!: `${RegistrationState}`;
  @Field(() => Date)
  since!: Date;
  @Field(() => Date, { nullable: true })
  until!: Date | null;
  @Field(() => HouseholdEndReason, { nullable: true })
  endReason!: `${HouseholdEndReason}` | null;
  @Field(() => Account, { nullable: true, description: 'who ended the stay' })
  endedBy!: Account | null;
}

@ObjectType({ description: 'A household (户) and who lives in it (J-05).' })
export class Household {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: '户编号: six digits of the division, nine running ones' })
  number!: string;
  @Field(() => Division, { description: 'Township in which it was opened.' })
  division!: Division;
  @Field(() => Date)
  openedAt!: Date;
  @Field(() => [HouseholdMember], { description: 'the head first' })
  members!: HouseholdMember[];
  @Field(() => [HouseholdMember], { description: 'stays that ended, the last first' })
  formerMembers!: HouseholdMember[];
}

@ObjectType({ description: 'A stay of the person in a household that ended.' })
export class FormerHousehold {
  @Field(() => String)
  number!: string;
  @Field(() => HouseholdRelation)
  relation!: `${HouseholdRelation}`;
  @Field(() => Date)
  since!: Date;
  @Field(() => Date)
  until!: Date;
  @Field(() => HouseholdEndReason)
  reason!: `${HouseholdEndReason}`;
}

@InputType({
  description:
    'Puts a person into the household of another; where that one has none, it is opened with that one as head.',
})
export class JoinHouseholdInput {
  @Field(() => ID)
  personId!: string;
  @Field(() => ID, {
    nullable: true,
    description: 'somebody of the household; left out: a household of the person’s own',
  })
  withPersonId?: string | null;
  @Field(() => HouseholdRelation, { nullable: true, description: 'to the head; needed with `withPersonId`' })
  relation?: `${HouseholdRelation}` | null;
}

@InputType()
export class HouseholdRelationInput {
  @Field(() => ID)
  personId!: string;
  @Field(() => HouseholdRelation)
  relation!: `${HouseholdRelation}`;
}

@InputType({ description: 'The relation of every member, stated anew: to another head, or corrected.' })
export class RelateHouseholdInput {
  @Field(() => ID, { description: 'one of the members' })
  personId!: string;
  @Field(() => [HouseholdRelationInput])
  relations!: HouseholdRelationInput[];
}

@InputType()
export class LeaveHouseholdInput {
  @Field(() => ID)
  personId!: string;
  @Field(() => HouseholdEndReason, {
    description: 'split_off: a household of the person’s own is opened; left; entered_by_mistake',
  })
  reason!: `${HouseholdEndReason}`;
}
