import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Account } from '../account/account.type.ts';
import { Organisation } from '../person/person.type.ts';
import { PaperFieldName, PaperKind, PaperReadingFault, PaperReadingState } from './paper-reading.type.ts';

export enum PaperQuality {
  clear = 'clear',
  fair = 'fair',
  blurred = 'blurred',
}
registerEnumType(PaperQuality, {
  name: 'PaperQuality',
  description: 'How sharp the picture of a paper was; a blurred one is not read.',
});

@InputType()
export class PaperReadingFilterInput {
  @Field(() => DateScalar, { nullable: true, description: 'first day' })
  from?: string | null;
  @Field(() => DateScalar, { nullable: true, description: 'last day' })
  to?: string | null;
  @Field(() => PaperKind, { nullable: true })
  kind?: PaperKind | null;
  @Field(() => PaperReadingState, { nullable: true })
  state?: PaperReadingState | null;
}

@ObjectType({
  description:
    'A run of the recognition of papers (J-10): who, when, what sort, with what result. Never what was read.',
})
export class PaperReadingLine {
  @Field(() => ID)
  id!: string;
  @Field(() => Date)
  startedAt!: Date;
  @Field(() => Account, { nullable: true, description: 'null for a family: it is not named' })
  by!: Account | null;
  @Field(() => String, { description: 'role in which it was done' })
  role!: string;
  @Field(() => Organisation, { nullable: true, description: 'null for a family' })
  unit!: Organisation | null;
  @Field(() => PaperKind)
  kind!: PaperKind;
  @Field(() => PaperReadingState)
  state!: PaperReadingState;
  @Field(() => PaperReadingFault, { nullable: true })
  failure!: PaperReadingFault | null;
  @Field(() => PaperQuality, { nullable: true, description: 'null where it was not measured' })
  quality!: PaperQuality | null;
  @Field(() => Int, { nullable: true, description: 'fields found' })
  fields!: number | null;
  @Field(() => Int, { nullable: true, description: 'of these, marked to be looked at' })
  unsure!: number | null;
  @Field(() => Int, { nullable: true, description: 'milliseconds' })
  duration!: number | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'whether a form took it; null: left lying, and forgotten after half an hour',
  })
  isUsed!: boolean | null;
  @Field(() => [PaperFieldName], { description: 'fields a hand corrected before the form took them' })
  corrected!: PaperFieldName[];
}

@ObjectType()
export class PaperReadingPage {
  @Field(() => [PaperReadingLine])
  nodes!: PaperReadingLine[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
