import { VIAL_STATES, type VialState } from '@miaoben/schedule/vial';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';
import { Product } from '../catalogue/catalogue.type.ts';
import { Account } from '../person/person.type.ts';

export const VialStateEnum = enumOf(VIAL_STATES);
registerEnumType(VialStateEnum, {
  name: 'VialState',
  description: 'open: may be used; empty: all doses given; time_up: 超过时限; discarded: 余量已废弃',
});

/** Why somebody throws the rest away; `time_up` is the clock's. */
export const HAND_REASONS = ['spilled', 'contaminated', 'session_over', 'other'] as const;
export const DISCARD_REASONS = ['time_up', ...HAND_REASONS] as const;
export type DiscardReason = (typeof DISCARD_REASONS)[number];
export const DiscardReasonEnum = enumOf(DISCARD_REASONS);
registerEnumType(DiscardReasonEnum, {
  name: 'VialDiscardReason',
  description:
    'time_up: 超过时限 (by the clock); spilled: 洒漏; contaminated: 污染; session_over: 本次接种结束; other: 其他 (with a note)',
});

/** Why a dose that came late cannot be of the vial it names. */
export const VIAL_DOUBTS = ['other_content', 'other_clinic'] as const;
export type VialDoubt = (typeof VIAL_DOUBTS)[number];
export const VialDoubtEnum = enumOf(VIAL_DOUBTS);
registerEnumType(VialDoubtEnum, {
  name: 'VialDoubt',
  description: 'other_content: the vial holds another product or lot; other_clinic: it was opened at another clinic',
});

@ObjectType({ description: 'What of an opened vial was thrown away.' })
export class VialDiscard {
  @Field(() => Int)
  doses!: number;
  @Field(() => DiscardReasonEnum)
  reason!: DiscardReason;
  @Field(() => String, { nullable: true })
  note!: string | null;
  @Field(() => Date)
  at!: Date;
  @Field(() => Account, { nullable: true, description: 'null: by the clock' })
  by!: Account | null;
}

@ObjectType({ description: 'An opened vial of several doses and its clock (Q-21, Q-22).' })
export class OpenVial {
  @Field(() => ID, { description: 'that of one with a trace code holds its digits' })
  id!: string;
  @Field(() => ID, { nullable: true, description: 'null: it has none, its lot and opening name it' })
  traceCode!: string | null;
  @Field(() => Product)
  product!: Product;
  @Field(() => String)
  lotNumber!: string;
  @Field(() => Int, { description: 'which of its lot it is, of those opened on its day at the clinic; it stays' })
  number!: number;
  @Field(() => Int, { description: 'doses in an unopened one' })
  doses!: number;
  @Field(() => Int)
  given!: number;
  @Field(() => Int, { description: 'doses that may still be given' })
  left!: number;
  @Field(() => VialStateEnum)
  state!: VialState;
  @Field(() => Date, { description: 'the earliest opening any device has told' })
  openedAt!: Date;
  @Field(() => Account)
  openedBy!: Account;
  @Field(() => Date)
  usableUntil!: Date;
  @Field(() => VialDiscard, { nullable: true })
  discard!: VialDiscard | null;
}

@InputType()
export class OpenVialInput {
  @Field(() => ID, { nullable: true, description: 'UUIDv7 made by the device, for a vial without a trace code' })
  vialId?: string | null;
  @Field(() => ID, { nullable: true, description: '20 digits' })
  traceCode?: string | null;
  @Field(() => ID, { description: 'a product in vials of several doses' })
  productId!: string;
  @Field(() => String)
  lotNumber!: string;
  @Field(() => Date, { nullable: true, description: 'when the device first scanned it; default: now' })
  openedAt?: Date | null;
  @Field(() => Int, {
    nullable: true,
    description: 'what the device calls it among those of its lot and day; one that is taken gives way to the next',
  })
  number?: number | null;
}
