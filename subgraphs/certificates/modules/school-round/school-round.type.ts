import { DateScalar } from '@miaoben/kernel';
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Organisation } from '../certificate/certificate.type.ts';

export enum SchoolTerm {
  autumn = 'autumn',
  spring = 'spring',
}
registerEnumType(SchoolTerm, { name: 'SchoolTerm' });

export enum SchoolKind {
  nursery = 'nursery',
  kindergarten = 'kindergarten',
  school = 'school',
}
registerEnumType(SchoolKind, { name: 'SchoolKind', description: '托育机构, 幼儿园, 小学' });

export enum SchoolRoundState {
  open = 'open',
  closed = 'closed',
}
registerEnumType(SchoolRoundState, { name: 'SchoolRoundState' });

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A round of the entry check (查验轮次): a school year and term in an area.' })
export class SchoolRound {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: '`YYYYS`: 20261 is autumn 2026, 20262 the spring after it.' })
  code!: string;
  @Field(() => Int, { description: 'Year in which the school year begins.' })
  schoolYear!: number;
  @Field(() => SchoolTerm)
  term!: SchoolTerm;
  @Field(() => String, { description: 'Division it was opened for: every school in it takes part.' })
  division!: string;
  @Field(() => DateScalar)
  termStart!: string;
  @Field(() => DateScalar, { description: 'Last day of the check; 30 days after term start unless said otherwise.' })
  deadline!: string;
  @Field(() => DateScalar)
  recheckFrom!: string;
  @Field(() => DateScalar, { description: 'Last day of the re-check (复验): 31 December unless said otherwise.' })
  recheckTo!: string;
  @Field(() => SchoolRoundState)
  state!: SchoolRoundState;
  @Field(() => Date)
  openedAt!: Date;
  @Field(() => Date, { nullable: true })
  closedAt!: Date | null;
}

@ObjectType({ description: 'How many pupils of a class are where in the check.' })
export class SchoolClassCounts {
  @Field(() => Int, { description: '应查: enrolled pupils' })
  enrolled!: number;
  @Field(() => Int, { description: '实查: those with a result' })
  checked!: number;
  @Field(() => Int, { description: 'Nothing is left to do: complete, caught up, exempt, postponed, not yet due.' })
  finished!: number;
  @Field(() => Int, { description: 'A person has to decide which file is the pupil’s.' })
  toDecide!: number;
  @Field(() => Int, { description: 'Doses to catch up, or a certificate to be re-issued, before the deadline.' })
  toFollowUp!: number;
  @Field(() => Int, { description: 'The same, after the deadline.' })
  overdue!: number;
}

@ObjectType({ description: 'A class of a school in a round.' })
export class SchoolClass {
  @Field(() => ID)
  id!: string;
  @Field(() => Organisation)
  school!: Organisation;
  @Field(() => String)
  grade!: string;
  @Field(() => String)
  name!: string;
  @Field(() => String, { nullable: true })
  headTeacher!: string | null;
  @Field(() => Date, { nullable: true, description: 'When the school finished the check of the class.' })
  finishedAt!: Date | null;

  roundId!: string;
}

@InputType()
export class SchoolRoundInput {
  @Field(() => String, { description: '`YYYYS`' })
  code!: string;
  @Field(() => String, { description: 'Division, 2 to 9 digits, inside the caller’s area.' })
  division!: string;
  @Field(() => DateScalar)
  termStart!: string;
  @Field(() => DateScalar, { nullable: true })
  deadline?: string | null;
  @Field(() => DateScalar, { nullable: true })
  recheckFrom?: string | null;
  @Field(() => DateScalar, { nullable: true })
  recheckTo?: string | null;
}

@InputType()
export class SchoolClassInput {
  @Field(() => ID, { nullable: true, description: 'Of the class to change; left out for a new one.' })
  id?: string | null;
  @Field(() => ID)
  roundId!: string;
  @Field(() => String)
  grade!: string;
  @Field(() => String)
  name!: string;
  @Field(() => String, { nullable: true })
  headTeacher?: string | null;
}
