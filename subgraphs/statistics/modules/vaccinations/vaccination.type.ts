import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Division, Person } from '../coverage/coverage.type.ts';
import { HOUSEHOLDS } from './recipient.rules.ts';
import { GROUPINGS, HOUSEHOLD_NAMES, REPORT_KINDS, REPORTS } from './vaccination.reports.ts';

const enumOf = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, name]));

export const VaccinationReportKind = enumOf(REPORT_KINDS);
registerEnumType(VaccinationReportKind, {
  name: 'VaccinationReportKind',
  description: 'Reports on vaccinations (Q-103, Q-108, Q-105)',
  valuesConfig: Object.fromEntries(REPORT_KINDS.map((kind) => [kind, { description: REPORTS[kind].name }])),
});
export const VaccinationGrouping = enumOf(GROUPINGS);
registerEnumType(VaccinationGrouping, {
  name: 'VaccinationGrouping',
  description:
    'What the rows stand for: divisions below, months of vaccination, birth years, household types, vaccines or doses',
});
export const HouseholdClass = enumOf(HOUSEHOLDS);
registerEnumType(HouseholdClass, {
  name: 'HouseholdClass',
  description: '户籍类型 (Q-02) as it is counted, with those of whom the file does not tell it',
  valuesConfig: Object.fromEntries(HOUSEHOLDS.map((h) => [h, { description: HOUSEHOLD_NAMES[h] }])),
});

@ObjectType({ description: 'A column, and what it counts' })
export class VaccinationColumn {
  @Field(() => String, { description: '`caught_up`, `missing`, a birth year or a household type' })
  key!: string;
  @Field(() => String, { description: 'zh-CN' })
  name!: string;
  @Field(() => String, { description: 'zh-CN' })
  definition!: string;
}

@ObjectType({ description: 'One row' })
export class VaccinationRow {
  @Field(() => String, {
    description: 'code of a division, `YYYY-MM`, birth year, household type, vaccine class or dose',
  })
  key!: string;
  @Field(() => String, { description: 'zh-CN; of a division its code' })
  name!: string;
  @Field(() => Division, { nullable: true, description: 'set when rows are divisions' })
  division!: Division | null;
  @Field(() => [Int], { description: 'in the order of the columns' })
  counts!: number[];
  @Field(() => [Float], {
    nullable: true,
    description:
      'share of each household type in the row (Q-105), or the one rate of catching up (Q-103); null without a denominator, and where there is none',
  })
  rates!: number[] | null;
}

@ObjectType({ description: 'A report on vaccinations' })
export class VaccinationStatistics {
  @Field(() => ID)
  id!: string;
  @Field(() => VaccinationReportKind)
  report!: string;
  @Field(() => Date, { description: 'Time of the last event counted' })
  asOf!: Date;
  @Field(() => Division)
  division!: Division;
  @Field(() => String, { description: 'text the report is taken from' })
  source!: string;
  @Field(() => [VaccinationColumn])
  columns!: VaccinationColumn[];
  @Field(() => [VaccinationRow])
  rows!: VaccinationRow[];
  @Field(() => VaccinationRow, { description: 'sums of the rows' })
  total!: VaccinationRow;
  @Field(() => String, { nullable: true, description: 'Address of the report as .xlsx, open for five minutes' })
  exportUrl!: string | null;
}

@ObjectType({ description: 'Somebody behind a figure' })
export class VaccinationRecipient {
  @Field(() => Person)
  person!: Person;
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => Division, { description: 'township of residence' })
  division!: Division;
  @Field(() => HouseholdClass)
  household!: string;
  @Field(() => Int, { description: 'how many doses of the figure are this person’s' })
  count!: number;
  @Field(() => DateScalar, { nullable: true, description: 'the last of them; null for doses not given' })
  day!: string | null;
}

@ObjectType()
export class VaccinationRecipientPage {
  @Field(() => [VaccinationRecipient])
  nodes!: VaccinationRecipient[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
