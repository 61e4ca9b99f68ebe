import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';
import { Person } from '../person/person.type.ts';

export const NOT_GIVEN_REASONS = [
  'contraindicated',
  'preterm_low_weight',
  'critically_ill',
  'refused',
  'no_stock',
  'missed',
  'born_outside',
  'other',
] as const;
export type NotGivenReason = (typeof NOT_GIVEN_REASONS)[number];
export const NotGivenReasonEnum = enumOf(NOT_GIVEN_REASONS);
registerEnumType(NotGivenReasonEnum, {
  name: 'NotGivenReason',
  description:
    '未接种原因 (S-13): contraindicated 禁忌; preterm_low_weight 早产或低体重; critically_ill 危重; refused 拒绝; ' +
    'no_stock 无疫苗; missed 漏种; born_outside 外地或院外出生; other 其他 (with a note)',
});

@ObjectType({ description: 'Why BCG or the first hepatitis B dose was not given at birth (S-13).' })
export class NotGiven {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: 'BCG or HepB' })
  series!: string;
  @Field(() => String)
  seriesName!: string;
  @Field(() => Int)
  dose!: number;
  @Field(() => NotGivenReasonEnum)
  reason!: NotGivenReason;
  @Field(() => String, { nullable: true })
  note!: string | null;
  @Field(() => Date, { description: 'when it was entered, by the clock of the device' })
  recordedAt!: Date;
  @Field(() => Boolean, {
    description: 'it arrived late, when a valid dose was recorded already: one of the two is wrong, and somebody looks',
  })
  besideDose!: boolean;
}

@ObjectType({ description: 'A birth dose that was not given and of which nobody has said why.' })
export class MissingNotGiven {
  @Field(() => Person)
  person!: Person;
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => String, { description: 'BCG or HepB' })
  series!: string;
  @Field(() => String)
  seriesName!: string;
  @Field(() => Int)
  dose!: number;
}

@ObjectType()
export class MissingNotGivenPage {
  @Field(() => [MissingNotGiven])
  nodes!: MissingNotGiven[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@InputType()
export class RecordNotGivenInput {
  @Field(() => ID)
  personId!: string;
  @Field(() => String, { description: 'BCG or HepB' })
  series!: string;
  @Field(() => Int, { description: '1' })
  dose!: number;
  @Field(() => NotGivenReasonEnum)
  reason!: NotGivenReason;
  @Field(() => String, { nullable: true, description: 'required when the reason is other; at most 200 characters' })
  note?: string | null;
  @Field(() => Date, { nullable: true, description: 'when the device took the entry; default: now' })
  recordedAt?: Date | null;
}
