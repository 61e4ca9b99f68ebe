import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';
import { Lot, Vaccine } from '../catalogue/catalogue.type.ts';
import { Organisation, Person } from '../person/person.type.ts';

export const RECALL_EFFECTS = ['stopped', 'void', 'lifted'] as const;
export type RecallEffect = (typeof RECALL_EFFECTS)[number];
export const RecallEffectEnum = enumOf(RECALL_EFFECTS);
registerEnumType(RecallEffectEnum, {
  name: 'RecallEffect',
  description:
    'stopped: not to be given; doses stand (停用). void: doses given from it do not count (接种无效). lifted: taken back (解除)',
});

const RECALL_STATES = ['running', 'failed', 'done'] as const;
export const RecallStateEnum = enumOf(RECALL_STATES);
registerEnumType(RecallStateEnum, {
  name: 'RecallState',
  description: 'How far the files concerned are looked at again; failed: it is tried again.',
});

@ObjectType({ description: 'Use made of a lot within the reach of the caller.' })
export class LotUse {
  @Field(() => Lot)
  lot!: Lot;
  @Field(() => Int, { description: 'doses that stand' })
  doses!: number;
  @Field(() => Int)
  persons!: number;
}

@ObjectType({ description: 'Recall of a lot (批号召回), or the end of one.' })
export class LotRecall {
  @Field(() => ID)
  id!: string;
  @Field(() => Lot)
  lot!: Lot;
  @Field(() => RecallEffectEnum)
  effect!: RecallEffect;
  @Field(() => String)
  reason!: string;
  @Field(() => DateScalar)
  recalledOn!: string;
  @Field(() => RecallStateEnum)
  state!: (typeof RECALL_STATES)[number];
  @Field(() => Int, { description: 'children looked at again so far' })
  done!: number;
  @Field(() => Int, { nullable: true, description: 'children concerned; null until they are counted' })
  total!: number | null;
  @Field(() => Int, { description: 'children of whom something is judged otherwise now' })
  changed!: number;
  @Field(() => Int, { description: 'guardians sent a notice' })
  told!: number;
}

@ObjectType({ description: 'A standing dose of a recalled lot: a child to be called.' })
export class RecalledDose {
  @Field(() => Person)
  person!: Person;
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => Vaccine)
  vaccine!: Vaccine;
  @Field(() => DateScalar)
  date!: string;
  @Field(() => Organisation, { nullable: true, description: 'clinic that gave it' })
  clinic!: Organisation | null;
  @Field(() => Organisation, { description: 'clinic that manages the child' })
  managingClinic!: Organisation;
  @Field(() => DateScalar, {
    nullable: true,
    description: 'from when a dose of this vaccine is to be given (again); null: none is',
  })
  dueFrom!: string | null;
}

@ObjectType()
export class RecalledDosePage {
  @Field(() => [RecalledDose])
  nodes!: RecalledDose[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
