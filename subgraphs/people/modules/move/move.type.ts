import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Sex } from '../person/person.enums.ts';
import { Division, Organisation } from '../person/person.type.ts';
import { MoveAction, MoveDirection, MoveHistory, MoveState } from './move.enums.ts';
import type { MoveParty } from './move.rules.ts';

@ObjectType({ description: 'A move of a file from one unit to another (迁入迁出, S-43, J-11).' })
export class FileMove {
  @Field(() => ID)
  id!: string;
  @Field(() => ID)
  personId!: string;
  @Field(() => String, { description: 'whole for the two units, masked for disease control' })
  name!: string;
  @Field(() => Sex)
  sex!: 'F' | 'M' | 'U';
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => MoveDirection)
  direction!: `${MoveDirection}`;
  @Field(() => MoveState)
  state!: `${MoveState}`;
  @Field(() => Organisation, {
    nullable: true,
    description: 'The sending unit; null for an arrival from another province.',
  })
  fromUnit!: Organisation | null;
  @Field(() => Organisation, { nullable: true, description: 'null while none is named, and for another province' })
  toUnit!: Organisation | null;
  @Field(() => Division, { description: 'Township of the sending unit, or the other province.' })
  fromDivision!: Division;
  @Field(() => Division, { description: 'Township the person goes to, or the other province.' })
  toDivision!: Division;
  @Field(() => String, { nullable: true, description: 'new address' })
  address!: string | null;
  @Field(() => String, { nullable: true, description: 'who can be asked' })
  contact!: string | null;
  @Field(() => String, { nullable: true })
  phone!: string | null;
  @Field(() => String, { description: 'why the person moves' })
  reason!: string;
  @Field(() => Date)
  startedAt!: Date;
  @Field(() => DateScalar, { description: 'last day to answer; after it the move ends by itself' })
  answerBy!: string;
  @Field(() => [MoveAction], { description: 'what the caller may do with it now' })
  actions!: `${MoveAction}`[];
  @Field(() => Int)
  version!: number;

  /** who the caller is to it */
  parties!: readonly MoveParty[];
}

@ObjectType()
export class FileMovePage {
  @Field(() => [FileMove])
  nodes!: FileMove[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType({ description: 'A file that another unit manages, as far as the asking unit is told (J-11).' })
export class MovableFile {
  @Field(() => String)
  maskedName!: string;
  @Field(() => Sex)
  sex!: 'F' | 'M' | 'U';
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => Organisation)
  managingClinic!: Organisation;
  @Field(() => Boolean, { description: 'the asking unit manages it already' })
  isOwn!: boolean;
  @Field(() => Boolean, { description: 'a move of it is under way' })
  isMoving!: boolean;
}

@InputType()
export class MoveFilterInput {
  @Field(() => MoveState, { nullable: true })
  state?: `${MoveState}` | null;
  @Field(() => Boolean, { nullable: true, description: 'true: only what waits for the caller' })
  mine?: boolean | null;
  @Field(() => MoveHistory, { nullable: true })
  history?: `${MoveHistory}` | null;
  @Field(() => ID, { nullable: true, description: 'moves of one person' })
  personId?: string | null;
}

@InputType({ description: 'Move-out (迁出): the caller’s unit manages the file.' })
export class MoveOutInput {
  @Field(() => ID)
  personId!: string;
  @Field(() => ID, { description: '9-digit township the person goes to, or the two digits of another province.' })
  toDivision!: string;
  @Field(() => ID, {
    nullable: true,
    description: 'The receiving clinic; when none is named disease control of the area names it.',
  })
  toUnit?: string | null;
  @Field(() => String, { nullable: true })
  address?: string | null;
  @Field(() => String, { nullable: true })
  contact?: string | null;
  @Field(() => String, { nullable: true })
  phone?: string | null;
  @Field(() => String)
  reason!: string;
}

@InputType({ description: 'Move-in (迁入): the person stands at the caller’s unit; name and number are of the paper.' })
export class MoveInInput {
  @Field(() => String)
  name!: string;
  @Field(() => String, { description: 'document number, or barcode of the booklet' })
  number!: string;
  @Field(() => ID, { description: '9-digit township where the person lives now, inside the area of the caller.' })
  toDivision!: string;
  @Field(() => String, { nullable: true })
  address?: string | null;
  @Field(() => String, { nullable: true })
  contact?: string | null;
  @Field(() => String, { nullable: true })
  phone?: string | null;
  @Field(() => String)
  reason!: string;
}

@InputType()
export class AdvanceMoveInput {
  @Field(() => ID)
  id!: string;
  @Field(() => MoveAction)
  action!: `${MoveAction}`;
  @Field(() => Int, { description: 'of the move as it was shown' })
  expectedVersion!: number;
  @Field(() => String, { nullable: true, description: 'needed to refuse and to give back' })
  reason?: string | null;
  @Field(() => ID, { nullable: true, description: 'for assign: the receiving clinic' })
  toUnit?: string | null;
}
