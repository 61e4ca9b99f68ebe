import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Account } from '../account/account.type.ts';
import { Division, Organisation, Person } from '../person/person.type.ts';

/** The object form of a closed list, as type-graphql wants it. */
export const enumOf = <V extends string>(...values: V[]) =>
  Object.fromEntries(values.map((x) => [x, x])) as { [K in V]: K };

export const QualitySeverity = enumOf('error', 'warning');
registerEnumType(QualitySeverity, {
  name: 'QualitySeverity',
  description: 'error: the file breaks the upload standard; warning: it should be looked at',
});
export const QualityBreak = enumOf('binding', 'booking', 'school_check');
registerEnumType(QualityBreak, {
  name: 'QualityBreak',
  description: 'A step of the work that a finding stops (H-03).',
});
export const QualityRepairKind = enumOf(
  'normalise_name',
  'derive_sex',
  'derive_birth_date',
  'map_division',
  'clear_phone',
  'clear_ethnicity',
  'clear_birth_weight',
  'close_file',
);
registerEnumType(QualityRepairKind, {
  name: 'QualityRepairKind',
  description:
    'What can be proposed to put a finding right (J-08): sex and birth date from the ID number, a name in its one spelling, the code that took the place of an old division, an illegal value cleared, the file of a dead person closed.',
});
export const FindingState = enumOf('open', 'handed_over', 'answered');
registerEnumType(FindingState, {
  name: 'FindingState',
  description: 'open; handed_over to the clinic for follow-up; answered by the clinic why it stays as it is',
});

@ObjectType({ description: 'A rule of the data check (数据核查规则).' })
export class QualityRuleInfo {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: 'in Chinese' })
  title!: string;
  @Field(() => String)
  titleEn!: string;
  @Field(() => QualitySeverity)
  severity!: keyof typeof QualitySeverity;
  @Field(() => [String], { description: 'fields of a file it looks at' })
  fields!: readonly string[];
  @Field(() => [QualityBreak])
  breaks!: readonly (keyof typeof QualityBreak)[];
  @Field(() => QualityRepairKind, { nullable: true })
  repair!: keyof typeof QualityRepairKind | null;
  @Field(() => Boolean, { description: 'false: the province has switched it off; its findings are not shown' })
  isOn!: boolean;
  @Field(() => Date, { nullable: true, description: 'when it was switched last' })
  changedAt!: Date | null;
  @Field(() => Account, { nullable: true })
  changedBy!: Account | null;
  @Field(() => String, { nullable: true, description: 'why it was switched' })
  reason!: string | null;
}

@ObjectType({ description: 'A check of all files, in the background.' })
export class QualityRun {
  @Field(() => Boolean)
  isRunning!: boolean;
  @Field(() => Int, { description: 'files looked at so far' })
  done!: number;
  @Field(() => Int)
  total!: number;
  @Field(() => Date)
  startedAt!: Date;
  @Field(() => Date, { nullable: true })
  endedAt!: Date | null;
}

@ObjectType({ description: 'How many files of the caller’s area or clinic break a rule (核查卡片, J-06).' })
export class QualityCard {
  @Field(() => QualityRuleInfo)
  rule!: QualityRuleInfo;
  @Field(() => Int)
  files!: number;
}

@ObjectType()
export class QualitySummary {
  @Field(() => String, { description: 'version of the rule set' })
  version!: string;
  @Field(() => String, { description: 'the standard the rules follow' })
  source!: string;
  @Field(() => [QualityCard], { description: 'rules that are on and broken by at least one file; most files first' })
  cards!: QualityCard[];
  @Field(() => QualityRun, { nullable: true, description: 'the last check of all files' })
  run!: QualityRun | null;
}

@ObjectType({ description: 'How many files of one unit break a rule.' })
export class QualityUnitCount {
  @Field(() => Organisation)
  clinic!: Organisation;
  @Field(() => Int)
  files!: number;
}

@ObjectType({ description: 'A file that breaks a rule (异常个案, Q-08).' })
export class QualityFinding {
  @Field(() => ID, { description: 'of person and rule' })
  id!: string;
  @Field(() => Person)
  person!: Person;
  @Field(() => QualityRuleInfo)
  rule!: QualityRuleInfo;
  @Field(() => Division, { description: 'township of residence' })
  division!: Division;
  @Field(() => Organisation)
  clinic!: Organisation;
  @Field(() => Date)
  foundAt!: Date;
  @Field(() => FindingState)
  state!: keyof typeof FindingState;
  @Field(() => String, { nullable: true, description: 'what the clinic says' })
  answer!: string | null;
  @Field(() => Account, { nullable: true })
  answeredBy!: Account | null;
  @Field(() => Date, { nullable: true })
  answeredAt!: Date | null;
}
@ObjectType()
export class QualityFindingPage {
  @Field(() => [QualityFinding])
  nodes!: QualityFinding[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType({ description: 'Findings of one rule handed over to a clinic, and what became of them (H-03).' })
export class QualityHandover {
  @Field(() => ID)
  id!: string;
  @Field(() => QualityRuleInfo)
  rule!: QualityRuleInfo;
  @Field(() => Organisation)
  clinic!: Organisation;
  @Field(() => Int, { description: 'files handed over' })
  files!: number;
  @Field(() => Int, { description: 'of them still breaking the rule' })
  left!: number;
  @Field(() => Int, { description: 'of those left, answered by the clinic' })
  answered!: number;
  @Field(() => String, { nullable: true })
  note!: string | null;
  @Field(() => Account)
  by!: Account;
  @Field(() => Date)
  at!: Date;
}
@ObjectType()
export class QualityHandoverPage {
  @Field(() => [QualityHandover])
  nodes!: QualityHandover[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@InputType({ description: 'Which findings: of the caller’s area or clinic, narrowed by what is given.' })
export class QualityFilter {
  @Field(() => ID, { nullable: true })
  rule?: string | null;
  @Field(() => ID, { nullable: true, description: 'division down to the township' })
  division?: string | null;
  @Field(() => ID, { nullable: true })
  clinic?: string | null;
  @Field(() => ID, { nullable: true })
  handover?: string | null;
}
