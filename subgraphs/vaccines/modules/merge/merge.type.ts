import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({
  description: 'Which merges of files the records of doses have followed already; a merge in people is a moment ahead.',
})
export class RecordLink {
  @Field(() => ID, { nullable: true, description: 'the file under which the record of this one stands' })
  into!: string | null;
  @Field(() => [ID], { description: 'the files whose record stands under this one' })
  files!: string[];
}
