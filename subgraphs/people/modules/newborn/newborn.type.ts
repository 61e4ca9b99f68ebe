import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Sex } from '../person/person.enums.ts';
import { Division, DuplicateCandidate, Person } from '../person/person.type.ts';
import { NewbornAction, NewbornFinding, NewbornState } from './newborn.enums.ts';

@ObjectType({ description: 'What is wrong with a value the maternal-child system told.' })
export class NewbornFault {
  @Field(() => String)
  field!: string;
  @Field(() => String, {
    description:
      'A reason of the closed list, e.g. check_digit (GB 11643), duplicate (another newborn has this number).',
  })
  reason!: string;
}

@ObjectType()
export class NewbornParent {
  @Field(() => String)
  name!: string;
  @Field(() => String, { nullable: true })
  phone!: string | null;
  @Field(() => Int, {
    nullable: true,
    description: 'Live files that name this parent by name and phone (子女数, J-12); null without a phone.',
  })
  children!: number | null;
}

@ObjectType({ description: 'A newborn as the maternal-child system (妇幼系统) told it (新生儿信息, J-12).' })
export class Newborn {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { nullable: true, description: 'null: not named yet' })
  name!: string | null;
  @Field(() => Sex)
  sex!: `${Sex}`;
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => String, { nullable: true })
  birthTime!: string | null;
  @Field(() => Int, { nullable: true, description: 'in grams' })
  birthWeightG!: number | null;
  @Field(() => Int, { nullable: true, description: '胎次' })
  birthOrder!: number | null;
  @Field(() => String, { nullable: true })
  idNumber!: string | null;
  @Field(() => String, { nullable: true, description: '出生医学证明编号' })
  birthCertificate!: string | null;
  @Field(() => String, { nullable: true, description: '助产机构' })
  hospital!: string | null;
  @Field(() => NewbornParent)
  mother!: NewbornParent;
  @Field(() => NewbornParent, { nullable: true })
  father!: NewbornParent | null;
  @Field(() => Division, { nullable: true })
  residence!: Division | null;
  @Field(() => NewbornState)
  state!: `${NewbornState}`;
  @Field(() => NewbornFinding, { nullable: true, description: 'null once it is filed or dismissed' })
  finding!: `${NewbornFinding}` | null;
  @Field(() => [NewbornFault])
  faults!: NewbornFault[];
  @Field(() => [DuplicateCandidate], { description: 'Files in the area that are or may be the same child.' })
  candidates!: DuplicateCandidate[];
  @Field(() => Person, { nullable: true, description: 'the file; null also when it is out of reach' })
  file!: Person | null;
  @Field(() => [String], { description: 'Fields of the file that `update` would complete.' })
  news!: string[];
  @Field(() => [NewbornAction])
  actions!: `${NewbornAction}`[];
  @Field(() => Date)
  fetchedAt!: Date;
  @Field(() => Int)
  version!: number;
}

@ObjectType()
export class NewbornPage {
  @Field(() => [Newborn])
  nodes!: Newborn[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
  @Field(() => Date, { nullable: true, description: 'when the maternal-child system was asked last for the area' })
  askedAt!: Date | null;
}

@ObjectType()
export class NewbornIntake {
  @Field(() => Int)
  received!: number;
  @Field(() => Int)
  fresh!: number;
  @Field(() => Int, { description: 'told before, and otherwise now' })
  changed!: number;
  @Field(() => Int, { description: 'rows that are no newborn by the protocol' })
  unreadable!: number;
}

@InputType()
export class NewbornFilterInput {
  @Field(() => NewbornState, { nullable: true })
  state?: `${NewbornState}` | null;
  @Field(() => ID, { nullable: true })
  id?: string | null;
}

@InputType()
export class FileNewbornInput {
  @Field(() => ID)
  id!: string;
  @Field(() => Int, { description: 'of the newborn as it was shown' })
  expectedVersion!: number;
  @Field(() => [ID], { nullable: true, description: 'as of createPerson' })
  notDuplicateOf?: string[] | null;
}

@ObjectType({ description: 'What became of one newborn of `fileNewborns`.' })
export class NewbornOutcome {
  @Field(() => ID)
  newbornId!: string;
  @Field(() => ID, { nullable: true, description: 'the new file; null when there is none' })
  personId!: string | null;
  @Field(() => String, { nullable: true })
  field!: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'why not: a fault, duplicate, possible_duplicate, version, wrong_state',
  })
  reason!: string | null;
}

@InputType()
export class AdvanceNewbornInput {
  @Field(() => ID)
  id!: string;
  @Field(() => NewbornAction, { description: 'all but create, which is `fileNewborns`' })
  action!: `${NewbornAction}`;
  @Field(() => Int)
  expectedVersion!: number;
  @Field(() => ID, { nullable: true, description: 'for link' })
  personId?: string | null;
  @Field(() => String, { nullable: true, description: 'needed to dismiss and to unlink' })
  reason?: string | null;
}
