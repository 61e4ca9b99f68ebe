import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';
import { Dose } from '../dose/dose.type.ts';
import { NON_CONFORMING_REASONS, type NonConformingReason } from './non-conforming.rules.ts';

export const NonConformingReasonEnum = enumOf(NON_CONFORMING_REASONS);
registerEnumType(NonConformingReasonEnum, {
  name: 'NonConformingReason',
  description:
    '不合格接种原因 (Q-19): too_early 未到接种时间 (age or interval); repeated 重复接种; too_small 剂量不足; ' +
    'vaccine_invalid 疫苗失效; other 其他 (wrong vaccine, contraindicated)',
});

@ObjectType({
  description: 'A dose that does not conform to the schedule, with the reasons (常规免疫不合格接种, Q-19).',
})
export class NonConformingDose {
  @Field(() => Dose)
  dose!: Dose;
  @Field(() => [NonConformingReasonEnum])
  reasons!: NonConformingReason[];
}

@ObjectType()
export class NonConformingPage {
  @Field(() => [NonConformingDose])
  nodes!: NonConformingDose[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType()
export class NonConformingCount {
  @Field(() => NonConformingReasonEnum)
  reason!: NonConformingReason;
  @Field(() => Int)
  doses!: number;
}

@ObjectType({ description: 'How many doses do not conform, and why.' })
export class NonConformingSummary {
  @Field(() => Int, { description: 'doses with at least one reason' })
  doses!: number;
  @Field(() => [NonConformingCount], { description: 'each reason of the list; a dose may have several' })
  counts!: NonConformingCount[];
  @Field(() => String, { description: 'the doses as .xlsx; valid for five minutes' })
  fileUrl!: string;
}
