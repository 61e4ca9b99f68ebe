import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Product, Vaccine } from '../catalogue/catalogue.type.ts';
import { Account, Organisation, Person } from '../person/person.type.ts';
import type {
  AefiClass,
  AefiOutcome,
  AefiSeverity,
  AefiSource,
  AefiState,
  AefiSymptom,
  FeverGrade,
  SizeGrade,
  SubjectSex,
} from './aefi.codes.ts';
import type { DeadlineKind } from './aefi.deadlines.ts';
import {
  AefiClassEnum,
  AefiDeadlineKindEnum,
  AefiOutcomeEnum,
  AefiSeverityEnum,
  AefiSourceEnum,
  AefiStateEnum,
  AefiSymptomEnum,
  ExpertStateEnum,
  FeverGradeEnum,
  SizeGradeEnum,
  SubjectSexEnum,
} from './aefi.enums.ts';
import type { ExpertState } from './aefi.expert.ts';
import type { AefiListRow } from './aefi.repository.ts';

@ObjectType({ description: 'A dose under suspicion (可疑疫苗), as it stood when it was reported.' })
export class SuspectDose {
  @Field(() => Int, { description: 'from 1, the most suspect first' })
  rank!: number;
  @Field(() => ID, { description: '`Dose.id`' })
  doseId!: string;
  @Field(() => Vaccine)
  vaccine!: Vaccine;
  @Field(() => Product, { nullable: true })
  product!: Product | null;
  @Field(() => String, { nullable: true })
  lotNumber!: string | null;
  @Field(() => DateScalar)
  givenOn!: string;
  @Field(() => Organisation, { nullable: true, description: 'clinic of this platform that gave it' })
  clinic!: Organisation | null;
}

@ObjectType({ description: 'A sign, and whether it began in the time in which such signs are to be reported.' })
export class SeenSymptom {
  @Field(() => AefiSymptomEnum)
  code!: AefiSymptom;
  @Field(() => Boolean, { description: 'after the most suspect dose; it advises only' })
  isWithinWindow!: boolean;
}

@ObjectType({ description: 'A time limit of a case.' })
export class AdverseEventDeadline {
  @Field(() => AefiDeadlineKindEnum)
  kind!: DeadlineKind;
  @Field(() => Date)
  dueAt!: Date;
  @Field(() => Date, { nullable: true, description: 'null: still to be met' })
  metAt!: Date | null;
  @Field(() => Boolean, { description: 'met too late, or passed' })
  isLate!: boolean;
}

@ObjectType({ description: 'What a correction took the place of.' })
export class AdverseEventChange {
  @Field(() => String)
  field!: string;
  @Field(() => String, { nullable: true })
  before!: string | null;
}

@ObjectType({ description: 'One act in the history of a case.' })
export class AdverseEventStep {
  @Field(() => Int, { description: 'from 1' })
  number!: number;
  @Field(() => Date)
  at!: Date;
  @Field(() => String, { description: 'tell, report, or an AdverseEventAction' })
  action!: string;
  @Field(() => String, { nullable: true })
  from!: string | null;
  @Field(() => String)
  to!: string;
  @Field(() => String, { nullable: true, description: 'the words given' })
  reason!: string | null;
  @Field(() => [AdverseEventChange])
  changes!: AdverseEventChange[];
  @Field(() => Account, { nullable: true })
  by!: Account | null;
  @Field(() => Organisation, { nullable: true })
  unit!: Organisation | null;
}

@ObjectType({ description: 'How the person was at a later day (随访).' })
export class AdverseEventFollowUp {
  @Field(() => ID)
  id!: string;
  @Field(() => DateScalar)
  seenOn!: string;
  @Field(() => AefiOutcomeEnum)
  outcome!: AefiOutcome;
  @Field(() => String)
  note!: string;
  @Field(() => Account)
  by!: Account;
  @Field(() => Organisation, { nullable: true })
  unit!: Organisation | null;
}

@ObjectType({ description: 'A seat in the diagnosis group of a case (调查诊断专家组).' })
export class AdverseEventExpert {
  @Field(() => Account)
  account!: Account;
  @Field(() => Organisation, { nullable: true })
  unit!: Organisation | null;
  @Field(() => ExpertStateEnum)
  state!: ExpertState;
  @Field(() => String, { description: 'why it was asked for' })
  reason!: string;
  @Field(() => Boolean, { description: 'it is the caller’s own' })
  isSelf!: boolean;
}

@ObjectType({
  description:
    'A suspected adverse event following immunisation (疑似预防接种异常反应, AEFI; Q-37, S-26), one case card.',
})
export class AdverseEvent {
  row!: AefiListRow;
  @Field(() => ID)
  id!: string;
  @Field(() => String, { nullable: true, description: 'county, year, sequence; null while only a family told of it' })
  number!: string | null;
  @Field(() => Person)
  person!: Person;
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => SubjectSexEnum)
  sex!: SubjectSex;
  @Field(() => AefiStateEnum)
  state!: AefiState;
  @Field(() => AefiSourceEnum)
  source!: AefiSource;
  @Field(() => AefiSeverityEnum)
  severity!: AefiSeverity;
  @Field(() => Boolean, {
    description: 'severe disability, or an event of major public concern: to be reported within 2 h',
  })
  majorConcern!: boolean;
  @Field(() => Date, { description: 'when it began (反应发生时间)' })
  onsetAt!: Date;
  @Field(() => Date, { description: 'when it was found (发现时间); the limits run from here' })
  foundAt!: Date;
  @Field(() => Int, {
    description:
      'the clock of the device ran ahead by so much, and the times were taken back by it; 0: it did not, or they were corrected',
  })
  clockAheadMinutes!: number;
  @Field(() => [SeenSymptom])
  symptoms!: SeenSymptom[];
  @Field(() => FeverGradeEnum)
  fever!: FeverGrade;
  @Field(() => SizeGradeEnum)
  redness!: SizeGrade;
  @Field(() => SizeGradeEnum)
  induration!: SizeGrade;
  @Field(() => String, { nullable: true })
  description!: string | null;
  @Field(() => String, { nullable: true, description: 'first clinical diagnosis (初步临床诊断)' })
  diagnosis!: string | null;
  @Field(() => Boolean)
  hospitalised!: boolean;
  @Field(() => String, { nullable: true, description: 'where the person was seen' })
  hospital!: string | null;
  @Field(() => String, { nullable: true, description: 'what was done (处理)' })
  treatment!: string | null;
  @Field(() => AefiOutcomeEnum)
  outcome!: AefiOutcome;
  @Field(() => AefiClassEnum, { nullable: true, description: 'null: not classified' })
  cause!: AefiClass | null;
  @Field(() => String, { nullable: true, description: 'why it was classified so' })
  causeReason!: string | null;
  @Field(() => String, { nullable: true, description: 'what the investigation found' })
  findings!: string | null;
  @Field(() => Organisation, { description: 'the clinic that reports it' })
  unit!: Organisation;
  @Field(() => String, { description: 'township of the person at the time of the report' })
  division!: string;
  @Field(() => String, {
    description:
      'division whose disease control works on it: that of the person, or the county or city it was referred to',
  })
  desk!: string;
  @Field(() => Date, { nullable: true })
  reportedAt!: Date | null;
  @Field(() => [AdverseEventDeadline], { description: 'time limits, met and unmet' })
  deadlines!: AdverseEventDeadline[];
  @Field(() => Boolean, { description: 'the limit that runs now has passed' })
  isOverdue!: boolean;
  @Field(() => Int)
  version!: number;
}

@ObjectType()
export class AdverseEventPage {
  @Field(() => [AdverseEvent])
  nodes!: AdverseEvent[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
