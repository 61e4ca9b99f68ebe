import { DateScalar } from '@miaoben/kernel';
import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'One step of the judgement of a record, for the doctor.' })
export class TraceStep {
  @Field(() => String, { nullable: true, description: 'null: a step about the dose as such' })
  series!: string | null;
  @Field(() => String, { nullable: true })
  seriesName!: string | null;
  @Field(() => Int, { nullable: true, description: 'number of the dose asked for in the series' })
  dose!: number | null;
  @Field(() => DateScalar, {
    nullable: true,
    description: 'day of the recorded dose judged; null: a step of the forecast',
  })
  givenOn!: string | null;
  @Field(() => String, { description: 'code of a closed list' })
  check!: string;
  @Field(() => String, { description: 'Chinese' })
  text!: string;
  @Field(() => Boolean)
  passed!: boolean;
  @Field(() => DateScalar, { nullable: true, description: 'the day the bound sets' })
  boundDate!: string | null;
  @Field(() => DateScalar, { nullable: true })
  actualDate!: string | null;
  @Field(() => Int, { nullable: true, description: 'days by which the bound was missed' })
  daysShort!: number | null;
  @Field(() => String, { description: 'id of the schedule version by which the step judged' })
  version!: string;
  @Field(() => String, { description: 'id of the rule' })
  rule!: string;
  @Field(() => String, { description: 'marks of the texts the rule is from' })
  source!: string;
}
