import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { Division } from '../coverage/coverage.type.ts';

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class Organisation {
  @Field(() => ID)
  id!: string;
}

@ObjectType({ description: 'Doses of one vaccine and dose number to catch up in a round.' })
export class SchoolSummaryDose {
  @Field(() => String)
  series!: string;
  @Field(() => String)
  seriesName!: string;
  @Field(() => Int)
  dose!: number;
  @Field(() => Int, { description: '需补种剂次' })
  needed!: number;
  @Field(() => Int, { description: '补种完成剂次' })
  caughtUp!: number;
}

@ObjectType({
  description:
    'One row of the summary table (汇总表): a division, or one school. Counts of pupils unless said otherwise; a rate is null where its denominator is 0.',
})
export class SchoolSummaryRow {
  @Field(() => Division, { nullable: true })
  division!: Division | null;
  @Field(() => Organisation, { nullable: true })
  school!: Organisation | null;
  @Field(() => Int, { description: '应查人数: pupils of the round who have not left' })
  enrolled!: number;
  @Field(() => Int, { description: '实查人数' })
  checked!: number;
  @Field(() => Float, { nullable: true, description: '查验率 = checked / enrolled' })
  checkRate!: number | null;
  @Field(() => Int, { description: '持证人数' })
  withCertificate!: number;
  @Field(() => Float, { nullable: true, description: '持证率 = withCertificate / checked' })
  certificateRate!: number | null;
  @Field(() => Int, { description: '补证数' })
  reissued!: number;
  @Field(() => Int, { description: '全程人数' })
  complete!: number;
  @Field(() => Int, {
    description: '需补种人数: doses were missing at the check, whether or not they were caught up since',
  })
  needing!: number;
  @Field(() => Int, { description: '需补种剂次 (doses)' })
  neededDoses!: number;
  @Field(() => Int, { description: '补种完成人数: every missing dose was caught up' })
  caughtUp!: number;
  @Field(() => Int, { description: '补种完成剂次 (doses)' })
  caughtUpDoses!: number;
  @Field(() => Float, { nullable: true, description: '补种率 = caughtUp / needing' })
  catchUpRate!: number | null;
  @Field(() => Int, { description: '禁忌人数: contraindicated or postponed' })
  postponed!: number;
  @Field(() => Int, { description: '未到接种时间人数' })
  notYetDue!: number;
  @Field(() => Int, { description: '无档案人数' })
  noFile!: number;
  @Field(() => Int, { description: '复验人数' })
  rechecked!: number;
  @Field(() => [SchoolSummaryDose], { description: 'By vaccine and dose, in the order of the series codes' })
  doses!: SchoolSummaryDose[];
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'Summary of the entry checks (入托入学查验汇总表) of a round in a division or a school' })
export class SchoolSummary {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: 'School year and term, `YYYYS`: 20261 autumn, 20262 spring' })
  round!: string;
  @Field(() => Date, { description: 'Time of the last check counted' })
  asOf!: Date;
  @Field(() => [SchoolSummaryRow], { description: 'The places one level below: divisions, then schools' })
  rows!: SchoolSummaryRow[];
  @Field(() => SchoolSummaryRow, { description: 'The place itself; equal to the sum of the rows' })
  total!: SchoolSummaryRow;
  @Field(() => String, { description: 'Address of the table as .xlsx, open for five minutes' })
  exportUrl!: string;
}
