import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Directive, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum CoverageGrouping {
  division = 'division',
  cohort = 'cohort',
}
registerEnumType(CoverageGrouping, {
  name: 'CoverageGrouping',
  description: 'What the rows of a report stand for',
  valuesConfig: {
    division: { description: 'one row per division below the one asked for' },
    cohort: { description: 'one row per year of birth' },
  },
});

@Directive('@key(fields: "code", resolvable: false)')
@ObjectType()
export class Division {
  @Field(() => ID)
  code!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class Person {
  @Field(() => ID)
  id!: string;
}

@ObjectType({ description: 'What a figure means, and the text it is taken from' })
export class Definition {
  @Field(() => String)
  name!: string;
  @Field(() => String)
  numerator!: string;
  @Field(() => String)
  denominator!: string;
  @Field(() => String)
  source!: string;
}

@ObjectType({ description: 'One dose in one row of the report' })
export class CoverageCell {
  @Field(() => String)
  slot!: string;
  @Field(() => String)
  slotName!: string;
  @Field(() => Int, {
    description:
      'Children whose birth month has reached the age of the dose as a whole, and younger ones who have it already (S46: an early dose counts as given and as due)',
  })
  due!: number;
  @Field(() => Int, { description: 'Children who have the dose' })
  done!: number;
  @Field(() => Int, { description: 'Children who got the dose before its completion age (及时接种)' })
  timely!: number;
  @Field(() => Float, { nullable: true, description: 'null where nobody is due' })
  rate!: number | null;
  @Field(() => Float, { nullable: true, description: 'timely / due; null where nobody is due' })
  timelyRate!: number | null;
}

@ObjectType()
export class CoverageRow {
  @Field(() => Division)
  division!: Division;
  @Field(() => String, { description: 'Year of birth, or first-last year' })
  cohort!: string;
  @Field(() => Int, { description: 'Active files managed in the division (谁管理、谁统计)' })
  children!: number;
  @Field(() => [CoverageCell])
  cells!: CoverageCell[];
  @Field(() => Int, { description: 'Children with every dose of their age group (全程接种)' })
  fullyImmunised!: number;
  @Field(() => Int, {
    description:
      'Denominator of the full-course rate: children of one completed year and more, without those of four HepB doses',
  })
  fullCourseChildren!: number;
  @Field(() => Int, { description: 'Number of doses with a rate of at least 90 % (达标剂次数)' })
  dosesAtTarget!: number;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'Birth-cohort coverage (出生队列接种率) by dose' })
export class CoverageReport {
  @Field(() => ID)
  id!: string;
  @Field(() => Date, { description: 'Time of the last record counted' })
  asOf!: Date;
  @Field(() => Division)
  division!: Division;
  @Field(() => Definition)
  definition!: Definition;
  @Field(() => [String])
  slots!: string[];
  @Field(() => [CoverageRow], { description: 'Divisions without a file of the cohorts have no row' })
  rows!: CoverageRow[];
  @Field(() => CoverageRow, { description: 'The sum of the rows' })
  total!: CoverageRow;
  @Field(() => String, { nullable: true, description: 'Address of the report as .xlsx, open for five minutes' })
  exportUrl!: string | null;
}

@ObjectType({ description: 'One child behind a cell' })
export class CoverageChild {
  @Field(() => Person)
  person!: Person;
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => Boolean)
  done!: boolean;
  @Field(() => DateScalar, { nullable: true })
  date!: string | null;
  @Field(() => Boolean, { nullable: true })
  timely!: boolean | null;
}

@ObjectType()
export class CoverageChildPage {
  @Field(() => [CoverageChild])
  nodes!: CoverageChild[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
