import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum SubmissionState {
  waiting = 'waiting',
  accepted = 'accepted',
  refused = 'refused',
}
registerEnumType(SubmissionState, { name: 'SubmissionState' });

@ObjectType({ description: 'Hand-over to the licence platform (电子证照信息提交).' })
export class Submission {
  @Field(() => SubmissionState)
  state!: SubmissionState;
  @Field(() => String, { nullable: true, description: 'acceptance number of the platform (受理号)' })
  receipt!: string | null;
  @Field(() => Int)
  attempts!: number;
  @Field(() => String, { nullable: true, description: 'why the last attempt failed, without personal data' })
  lastError!: string | null;
  @Field(() => Date, { nullable: true })
  acceptedAt!: Date | null;
}
