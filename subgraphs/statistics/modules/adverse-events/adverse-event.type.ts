import { DateScalar } from '@miaoben/kernel';
import { AEFI_CLASSES } from '@miaoben/schema';
import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Division } from '../coverage/coverage.type.ts';
import { Organisation } from '../school-summary/summary.type.ts';
import { GROUPINGS } from './adverse-event.repository.ts';
import { PERIODS } from './adverse-event.rules.ts';

const enumOf = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, name]));

export const AdverseEventPeriod = enumOf(PERIODS);
registerEnumType(AdverseEventPeriod, {
  name: 'AdverseEventPeriod',
  description: 'The calendar week (from Monday), month, quarter or year of a day, or days of the reader’s own',
});
export const AdverseEventGrouping = enumOf(GROUPINGS);
registerEnumType(AdverseEventGrouping, {
  name: 'AdverseEventGrouping',
  description:
    'What the rows stand for: divisions below, units that report, vaccines, lots, months of the onset, ages at the onset',
});
export const AefiClassEnum = enumOf(AEFI_CLASSES);
registerEnumType(AefiClassEnum, {
  name: 'AdverseEventCause',
  description: '分类: 一般反应, 异常反应, 疫苗质量事故, 接种事故 (实施差错), 偶合症, 心因性反应, 不明原因',
});

@ObjectType({ description: 'Cases of one cause' })
export class AdverseEventCauseCount {
  @Field(() => AefiClassEnum, { nullable: true, description: 'null: not classified yet' })
  cause!: string | null;
  @Field(() => Int)
  cases!: number;
}

@ObjectType({ description: 'One row' })
export class AdverseEventReportRow {
  @Field(() => String, {
    description:
      'code of a division, id of a unit (empty: doses given elsewhere), code of a vaccine, `product:number` of a lot (empty where none is recorded), `YYYY-MM`, group of ages; empty: the sum',
  })
  key!: string;
  @Field(() => String, { description: 'zh-CN name of a vaccine, number of a lot; else the key' })
  name!: string;
  @Field(() => Division, { nullable: true, description: 'set when rows are divisions' })
  division!: Division | null;
  @Field(() => Organisation, { nullable: true, description: 'set when rows are units of the platform' })
  unit!: Organisation | null;
  @Field(() => Int, { description: 'counted cases' })
  cases!: number;
  @Field(() => Int, { description: 'of these severe ones, clusters and deaths' })
  serious!: number;
  @Field(() => Int, { description: 'of these reported after their limit' })
  late!: number;
  @Field(() => [AdverseEventCauseCount], { description: 'every cause in one order, those not classified last' })
  byCause!: AdverseEventCauseCount[];
  @Field(() => Int, {
    nullable: true,
    description:
      'doses of the same vaccines given in the period to who lives in the area; null where they are not kept: of lots and ages, and of units and townships for other than whole months',
  })
  doses!: number | null;
  @Field(() => Float, { nullable: true, description: 'cases of 100,000 doses; null without doses' })
  rate!: number | null;
}

@ObjectType({ description: 'Figures of suspected adverse events (疑似预防接种异常反应监测统计)' })
export class AdverseEventReport {
  @Field(() => ID)
  id!: string;
  @Field(() => Date, { description: 'Time of the last case counted' })
  asOf!: Date;
  @Field(() => Division)
  division!: Division;
  @Field(() => DateScalar, { description: 'first day of the onset' })
  from!: string;
  @Field(() => DateScalar, { description: 'last day of the onset' })
  to!: string;
  @Field(() => String, { description: 'text the report is taken from' })
  source!: string;
  @Field(() => [AdverseEventReportRow], {
    description: 'what had a case or a dose in the period: rows without a case are those that reported none',
  })
  rows!: AdverseEventReportRow[];
  @Field(() => AdverseEventReportRow, { description: 'sum of the rows' })
  total!: AdverseEventReportRow;
  @Field(() => String, { nullable: true, description: 'Address of the report as .xlsx, open for five minutes' })
  exportUrl!: string | null;
}
