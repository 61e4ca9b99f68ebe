import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Division, Person } from '../coverage/coverage.type.ts';
import { Organisation } from '../school-summary/summary.type.ts';
import { MEASURES } from './certificate-parts.rules.ts';
import { POPULATION_CLASSES } from './population.rules.ts';
import { REPORTS } from './report-definitions.ts';

const enumOf = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, name]));

export const CertificateReportKind = enumOf(Object.keys(REPORTS));
registerEnumType(CertificateReportKind, {
  name: 'CertificateReportKind',
  description: 'Reports on certificates (电子证照统计)',
  valuesConfig: Object.fromEntries(Object.entries(REPORTS).map(([kind, { name }]) => [kind, { description: name }])),
});

export const CertificateMeasure = enumOf(MEASURES);
registerEnumType(CertificateMeasure, { name: 'CertificateMeasure', description: 'What a column counts' });

export const PopulationClassEnum = enumOf(Object.keys(POPULATION_CLASSES));
registerEnumType(PopulationClassEnum, {
  name: 'PopulationClass',
  description: 'Age on the day that is counted (人群分类)',
  valuesConfig: Object.fromEntries(
    Object.entries(POPULATION_CLASSES).map(([key, { name, limit, basis }]) => [
      key,
      { description: `${name}: ${limit} (${basis})` },
    ]),
  ),
});

export enum StatisticsSpan {
  week = 'week',
  month = 'month',
  year = 'year',
  own = 'own',
}
registerEnumType(StatisticsSpan, {
  name: 'StatisticsSpan',
  valuesConfig: {
    week: { description: 'the last 7 days, today with them' },
    month: { description: 'the last 30 days, today with them' },
    year: { description: 'the last 365 days, today with them' },
    own: { description: '`from` to `to`, both with them; ten years at most' },
  },
});

export enum CertificateGrouping {
  division = 'division',
  organisation = 'organisation',
  population = 'population',
  day = 'day',
  month = 'month',
}
registerEnumType(CertificateGrouping, { name: 'CertificateGrouping', description: 'What the rows stand for' });

@ObjectType({ description: 'A column, and what it counts' })
export class CertificateColumn {
  @Field(() => CertificateMeasure)
  measure!: string;
  @Field(() => String, { description: 'zh-CN' })
  name!: string;
  @Field(() => String, { description: 'zh-CN' })
  definition!: string;
}

@ObjectType({ description: 'One row: of its five keys the one that is grouped by is set' })
export class CertificateStatisticsRow {
  @Field(() => Division, { nullable: true, description: 'null also for what has no division' })
  division!: Division | null;
  @Field(() => Organisation, { nullable: true, description: 'null also for the holder and for nobody known' })
  organisation!: Organisation | null;
  @Field(() => PopulationClassEnum, { nullable: true })
  population!: string | null;
  @Field(() => String, { nullable: true, description: '`YYYY-MM-DD` or `YYYY-MM`' })
  period!: string | null;
  @Field(() => [Int], { description: 'in the order of the columns' })
  counts!: number[];
  @Field(() => [Int], {
    nullable: true,
    description: 'the same for the equally long span just before (J-101); null where rows are days or months',
  })
  before!: number[] | null;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A report on certificates' })
export class CertificateStatistics {
  @Field(() => ID)
  id!: string;
  @Field(() => CertificateReportKind)
  report!: string;
  @Field(() => Date, { description: 'Time of the last event counted' })
  asOf!: Date;
  @Field(() => Division)
  division!: Division;
  @Field(() => DateScalar)
  from!: string;
  @Field(() => DateScalar)
  to!: string;
  @Field(() => String, { description: 'text the report is taken from' })
  source!: string;
  @Field(() => [CertificateColumn])
  columns!: CertificateColumn[];
  @Field(() => [CertificateStatisticsRow])
  rows!: CertificateStatisticsRow[];
  @Field(() => [Int], { description: 'sums of the rows, in the order of the columns' })
  total!: number[];
  @Field(() => [Int], { description: 'the same for the equally long span just before (J-101)' })
  before!: number[];
  @Field(() => [Int], { description: 'the same for the same dates a year earlier (J-101)' })
  lastYear!: number[];
  @Field(() => String, { nullable: true, description: 'Address of the report as .xlsx, open for five minutes' })
  exportUrl!: string | null;
}

@ObjectType({ description: 'One thing behind a figure: a certificate, application, use or check' })
export class CertificateStatisticsItem {
  @Field(() => ID)
  id!: string;
  @Field(() => DateScalar, { description: 'the day it is counted on' })
  day!: string;
  @Field(() => Person, { nullable: true, description: 'null for uses and checks' })
  person!: Person | null;
  @Field(() => Division, { nullable: true })
  division!: Division | null;
  @Field(() => Organisation, { nullable: true })
  organisation!: Organisation | null;
  @Field(() => PopulationClassEnum)
  population!: string;
  @Field(() => String, {
    nullable: true,
    description: 'state of the certificate or application, kind of use, result of the check',
  })
  state!: string | null;
  @Field(() => Date, { nullable: true, description: 'when it was applied for, issued or used' })
  at!: string | null;
  @Field(() => Date, { nullable: true, description: 'when it was decided or revoked' })
  endedAt!: string | null;
  @Field(() => String, { nullable: true, description: 'slug of the licence type; of uses only' })
  licenceType!: string | null;
}

@ObjectType()
export class CertificateStatisticsItemPage {
  @Field(() => [CertificateStatisticsItem])
  nodes!: CertificateStatisticsItem[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
