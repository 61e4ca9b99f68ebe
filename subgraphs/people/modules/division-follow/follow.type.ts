import { Field, ID, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'How far files have followed a change of divisions (J-09).' })
export class DivisionFollow {
  @Field(() => ID, { description: 'of the order' })
  id!: string;
  @Field(() => String, { description: 'waiting, running, done, undoing, undone' })
  state!: string;
  @Field(() => Int, { description: 'files that went along' })
  written!: number;
  @Field(() => Int, { description: 'files that were put back' })
  restored!: number;
  @Field(() => Int, { description: 'files that stayed when it was undone: changed since' })
  kept!: number;
  @Field(() => Date, { nullable: true })
  endedAt!: Date | null;
}
@ObjectType()
export class DivisionFiles {
  @Field(() => ID)
  division!: string;
  @Field(() => Int, { description: 'files of persons who live there' })
  files!: number;
}
