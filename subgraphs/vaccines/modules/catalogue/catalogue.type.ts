import { DateScalar } from '@miaoben/kernel';
import { Directive, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';

export const LOT_RECALL_STATES = ['stopped', 'void'] as const;
export type LotRecallState = (typeof LOT_RECALL_STATES)[number];
export const LotRecallStateEnum = enumOf(LOT_RECALL_STATES);
registerEnumType(LotRecallStateEnum, {
  name: 'LotRecallState',
  description: 'stopped: not to be given any more (停用); void: its doses do not count either (接种无效)',
});

@Directive('@key(fields: "code")')
@ObjectType({ description: 'A vaccine of the national code table (小类).' })
export class Vaccine {
  @Field(() => ID, { description: 'national code of four digits' })
  code!: string;
  @Field(() => String)
  name!: string;
  @Field(() => String, { description: 'first two digits (大类)' })
  majorCode!: string;
  @Field(() => String)
  majorName!: string;
  @Field(() => [String], { description: 'series of the schedule the vaccine belongs to; empty outside the programme' })
  series!: string[];
  @Field(() => Boolean, { description: 'given by the national programme today' })
  programme!: boolean;
}

@ObjectType({ description: 'A product of a maker.' })
export class Product {
  @Field(() => ID)
  id!: string;
  @Field(() => Vaccine)
  vaccine!: Vaccine;
  @Field(() => String)
  genericName!: string;
  @Field(() => String, { nullable: true })
  brandName!: string | null;
  @Field(() => String)
  manufacturer!: string;
  @Field(() => String, { nullable: true })
  presentation!: string | null;
  @Field(() => Float, { nullable: true })
  doseVolumeMl!: number | null;
  @Field(() => Int)
  dosesPerContainer!: number;
  @Field(() => String, { nullable: true })
  approvalNumber!: string | null;
  @Field(() => String, {
    description:
      'how well the product is known: A seen with approval number, B seen without, C general knowledge, unverified',
  })
  verification!: string;
  @Field(() => Int, {
    nullable: true,
    description:
      'minutes an opened container of several doses may be used (Q-22); null with a source: until its day is over',
  })
  openMinutes!: number | null;
  @Field(() => String, {
    nullable: true,
    description: 'the rule behind the limit with its mark; null: a container of one dose',
  })
  openSource!: string | null;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A lot (批号) of a product.' })
export class Lot {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  number!: string;
  @Field(() => Product)
  product!: Product;
  @Field(() => DateScalar, { description: 'last day of use' })
  expiresOn!: string;
  @Field(() => LotRecallStateEnum, { nullable: true, description: 'null: the lot is not recalled' })
  recall!: LotRecallState | null;
  @Field(() => Int, {
    description: "doses the caller's organisation has by its records; negative: more recorded than received",
  })
  dosesOnHand!: number;
}
