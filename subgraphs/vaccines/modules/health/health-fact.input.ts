import { DateScalar } from '@miaoben/kernel';
import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class RecordHealthFactInput {
  @Field(() => ID, { description: 'UUIDv7 made by the device' })
  factId!: string;
  @Field(() => ID)
  personId!: string;
  @Field(() => String, { description: 'one of healthFactKinds' })
  code!: string;
  @Field(() => DateScalar, { description: 'day of the finding, first day of the state' })
  date!: string;
  @Field(() => DateScalar, { nullable: true, description: 'first day on which the state no longer holds' })
  until?: string | null;
  @Field(() => Date, { nullable: true, description: 'when the device took the entry; default: now' })
  recordedAt?: Date | null;
}
