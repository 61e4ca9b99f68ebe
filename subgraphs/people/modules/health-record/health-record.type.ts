import { DateScalar } from '@miaoben/kernel';
import { Field, ObjectType } from 'type-graphql';

@ObjectType()
export class PastIllness {
  @Field(() => String)
  name!: string;
  @Field(() => DateScalar, { nullable: true })
  since!: string | null;
}

@ObjectType()
export class RecordedAllergy {
  @Field(() => String)
  substance!: string;
  @Field(() => String, { nullable: true })
  reaction!: string | null;
}

@ObjectType()
export class Medication {
  @Field(() => String)
  name!: string;
  @Field(() => String, { nullable: true })
  usage!: string | null;
  @Field(() => DateScalar, { nullable: true })
  until!: string | null;
}

@ObjectType({
  description:
    'The e-health record of another platform, linked by the family and read anew each time (健康档案关联, Q-07).',
})
export class HealthRecord {
  @Field(() => Date)
  linkedAt!: Date;
  @Field(() => Boolean, { description: 'false: the platform did not answer; the lists are empty then' })
  isReachable!: boolean;
  @Field(() => DateScalar, { nullable: true, description: 'by the platform' })
  updatedOn!: string | null;
  @Field(() => [PastIllness], { description: '既往病史' })
  pastHistory!: PastIllness[];
  @Field(() => [RecordedAllergy], { description: '过敏' })
  allergies!: RecordedAllergy[];
  @Field(() => [Medication], { description: '用药' })
  medication!: Medication[];
}
