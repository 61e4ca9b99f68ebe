import { DateScalar } from '@miaoben/kernel';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { GuardianRelation, Sex } from '../person/person.enums.ts';

@ObjectType({ description: "A child whose file names the guardian's own phone and name (J-14)." })
export class BindCandidate {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: '张*明: nothing else is shown before the binding' })
  maskedName!: string;
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => Sex)
  sex!: `${Sex}`;
  @Field(() => GuardianRelation, { description: 'as the file says' })
  relation!: `${GuardianRelation}`;
  @Field(() => Boolean, { description: 'bound to this account already' })
  bound!: boolean;
}

@InputType({
  description:
    "Either personId of a candidate, or the child's data: name, birthDate, and documentNumber or barcode of the paper booklet.",
})
export class BindChildInput {
  @Field(() => ID, { nullable: true })
  personId?: string | null;
  @Field(() => String, { nullable: true })
  name?: string | null;
  @Field(() => DateScalar, { nullable: true })
  birthDate?: string | null;
  @Field(() => String, { nullable: true })
  documentNumber?: string | null;
  @Field(() => String, { nullable: true })
  barcode?: string | null;
  @Field(() => GuardianRelation)
  relation!: `${GuardianRelation}`;
  @Field(() => Boolean, { description: "The guardian's consent to the processing of the child's data (Q-85)." })
  consent!: boolean;
}
