import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Account } from '../account/account.type.ts';
import { CHANGE_KINDS, type DivisionChange as Change } from './change.rules.ts';

export const DivisionChangeKind = Object.fromEntries(CHANGE_KINDS.map((k) => [k, k]));
registerEnumType(DivisionChangeKind, {
  name: 'DivisionChangeKind',
  description:
    'add: a new city, county, township or village. rename. move: another code, also of another county or city, with all below it. merge: into one that stands. split: a new township takes villages, and files by unit, from one that stays.',
});

@InputType({ description: 'One change of a city (4 digits), county (6), township (9) or village (12).' })
export class DivisionChangeInput {
  @Field(() => DivisionChangeKind)
  kind!: Change['kind'];
  @Field(() => ID, { nullable: true, description: 'the division that changes; of add none' })
  from?: string | null;
  @Field(() => ID, { nullable: true, description: 'the code it gets, or is merged into; of rename none' })
  to?: string | null;
  @Field(() => String, { nullable: true, description: 'new name; of move only where it changes' })
  name?: string | null;
  @Field(() => [ID], { nullable: true, description: 'of split: codes of the villages that go' })
  villages?: string[] | null;
  @Field(() => [String], {
    nullable: true,
    description: 'of split: names of villages that go and are no divisions of their own; a file goes by its address',
  })
  villageNames?: string[] | null;
  @Field(() => [ID], { nullable: true, description: 'of split: units that go, with their files' })
  units?: string[] | null;
}

@ObjectType()
export class DivisionChange {
  @Field(() => DivisionChangeKind)
  kind!: Change['kind'];
  @Field(() => ID, { nullable: true })
  from!: string | null;
  @Field(() => ID, { nullable: true })
  to!: string | null;
  @Field(() => String, { nullable: true })
  name!: string | null;
}
@ObjectType()
export class DivisionSuccession {
  @Field(() => ID)
  from!: string;
  @Field(() => String, { description: 'full name of `from`, or its code where it is new with these changes' })
  name!: string;
  @Field(() => ID)
  to!: string;
  @Field(() => Boolean, { description: 'not everything goes: only what villages or units tell' })
  isPart!: boolean;
}
@ObjectType({ description: 'What changes would do; nothing is written.' })
export class DivisionPreview {
  @Field(() => [DivisionSuccession], { description: 'divisions whose units, accounts and files go elsewhere' })
  successions!: DivisionSuccession[];
  @Field(() => Int, { description: 'divisions that get a name or code' })
  divisions!: number;
  @Field(() => Int, { description: 'divisions that end' })
  ended!: number;
  @Field(() => Int)
  units!: number;
  @Field(() => Int, { description: 'accounts whose place or area changes' })
  accounts!: number;
}
@ObjectType({ description: 'Changes of divisions that were made together (区划变更, J-09).' })
export class DivisionOrder {
  @Field(() => ID)
  id!: string;
  @Field(() => [DivisionChange])
  changes!: DivisionChange[];
  @Field(() => String)
  reason!: string;
  @Field(() => Account, { nullable: true })
  by?: Account | null;
  @Field(() => Date)
  at!: Date;
  @Field(() => Account, { nullable: true })
  undoneBy?: Account | null;
  @Field(() => Date, { nullable: true })
  undoneAt!: Date | null;

  /** accounts, loaded when they are asked for */
  byId!: string;
  undoneById!: string | null;
}
