import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { NotGiven } from '../not-given/not-given.type.ts';
import { Person } from '../person/person.type.ts';
import { SeriesStatus } from '../plan/plan.type.ts';

@ObjectType({ description: 'A dose somebody should come for.' })
export class DueItem {
  @Field(() => Person)
  person!: Person;
  @Field(() => String)
  series!: string;
  @Field(() => String)
  seriesName!: string;
  @Field(() => Int)
  dose!: number;
  @Field(() => SeriesStatus)
  status!: SeriesStatus;
  @Field(() => DateScalar)
  recommended!: string;
  @Field(() => DateScalar, { nullable: true })
  overdueFrom!: string | null;
  @Field(() => NotGiven, { nullable: true, description: 'why a birth dose was not given (S-13)' })
  notGiven!: NotGiven | null;
}

@ObjectType({ description: 'How many doses of a series are due in a division today.' })
export class DueCount {
  @Field(() => ID, { description: 'code of the division, one level below the one asked for' })
  division!: string;
  @Field(() => String)
  series!: string;
  @Field(() => String)
  seriesName!: string;
  @Field(() => Int)
  dose!: number;
  @Field(() => Int, { description: 'due and still timely' })
  due!: number;
  @Field(() => Int)
  overdue!: number;
}

@ObjectType()
export class DuePage {
  @Field(() => [DueItem])
  nodes!: DueItem[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
