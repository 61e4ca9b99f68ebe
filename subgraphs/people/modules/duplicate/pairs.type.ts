import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Account } from '../account/account.type.ts';
import { Division, Person } from '../person/person.type.ts';

export enum PairState {
  open = 'open',
  different = 'different',
}
registerEnumType(PairState, { name: 'DuplicatePairState', description: 'different: declared not to be one person' });

@ObjectType({ description: 'Two files that look like one person’s, found in the background (J-08).' })
export class DuplicatePair {
  @Field(() => ID, { description: 'of both files' })
  id!: string;
  @Field(() => Person)
  first!: Person;
  @Field(() => Person)
  second!: Person;
  @Field(() => Float, { description: '0 to 1, for the order' })
  score!: number;
  @Field(() => [String], { description: 'as DuplicateCandidate.reasons' })
  reasons!: string[];
  @Field(() => Division, { description: 'the smallest division that holds both: whoever is in charge of it decides' })
  common!: Division;
  @Field(() => PairState)
  state!: `${PairState}`;
  @Field(() => String, { nullable: true, description: 'why they are not one person' })
  note!: string | null;
  @Field(() => Account, { nullable: true })
  decidedBy!: Account | null;
  @Field(() => Date, { nullable: true })
  decidedAt!: Date | null;
}
@ObjectType()
export class DuplicatePairPage {
  @Field(() => [DuplicatePair])
  nodes!: DuplicatePair[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
@ObjectType({ description: 'The last search for duplicates over all files.' })
export class DuplicateSearch {
  @Field(() => Boolean)
  isRunning!: boolean;
  @Field(() => Int, { description: 'files compared' })
  files!: number;
  @Field(() => Int, { description: 'groups left out, for too many files share what they share' })
  skipped!: number;
  @Field(() => Date)
  startedAt!: Date;
  @Field(() => Date, { nullable: true })
  endedAt!: Date | null;
}
