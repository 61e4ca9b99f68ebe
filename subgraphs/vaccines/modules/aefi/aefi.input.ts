import { DateScalar } from '@miaoben/kernel';
import { Field, ID, InputType, Int } from 'type-graphql';
import type {
  AefiAction,
  AefiClass,
  AefiOutcome,
  AefiSeverity,
  AefiState,
  AefiSymptom,
  FeverGrade,
  SizeGrade,
} from './aefi.codes.ts';
import {
  AefiActionEnum,
  AefiClassEnum,
  AefiOutcomeEnum,
  AefiSeverityEnum,
  AefiStateEnum,
  AefiSymptomEnum,
  FeverGradeEnum,
  SizeGradeEnum,
} from './aefi.enums.ts';

@InputType({ description: 'What a case card says.' })
export class AdverseEventContentInput {
  @Field(() => [ID], {
    description:
      'doses under suspicion, the most suspect first, 1 to 10: `Dose.id`, or the UUIDv7 the device gave the dose',
  })
  suspects!: string[];
  @Field(() => Date)
  onsetAt!: Date;
  @Field(() => Date, { nullable: true, description: 'default: now' })
  foundAt?: Date | null;
  @Field(() => [AefiSymptomEnum], { description: 'at least one' })
  symptoms!: AefiSymptom[];
  @Field(() => FeverGradeEnum, { nullable: true, defaultValue: 'none' })
  fever?: FeverGrade | null;
  @Field(() => SizeGradeEnum, { nullable: true, defaultValue: 'none' })
  redness?: SizeGrade | null;
  @Field(() => SizeGradeEnum, { nullable: true, defaultValue: 'none' })
  induration?: SizeGrade | null;
  @Field(() => AefiSeverityEnum, { nullable: true, defaultValue: 'non_severe', description: 'not for families' })
  severity?: AefiSeverity | null;
  @Field(() => Boolean, { nullable: true, defaultValue: false, description: 'not for families' })
  majorConcern?: boolean | null;
  @Field(() => AefiOutcomeEnum, { nullable: true, defaultValue: 'unknown' })
  outcome?: AefiOutcome | null;
  @Field(() => String, { nullable: true, description: 'required with the sign `other`; at most 1000 characters' })
  description?: string | null;
  @Field(() => String, { nullable: true })
  diagnosis?: string | null;
  @Field(() => Boolean, { nullable: true, defaultValue: false })
  hospitalised?: boolean | null;
  @Field(() => String, { nullable: true })
  hospital?: string | null;
  @Field(() => String, { nullable: true, description: 'at most 1000 characters' })
  treatment?: string | null;
}

@InputType()
export class ReportAdverseEventInput {
  @Field(() => ID, { description: 'UUIDv7 made by the device' })
  id!: string;
  @Field(() => ID)
  personId!: string;
  @Field(() => AdverseEventContentInput)
  content!: AdverseEventContentInput;
}

@InputType()
export class CorrectAdverseEventInput {
  @Field(() => ID)
  id!: string;
  @Field(() => Int, { description: 'of the case as it was shown' })
  expectedVersion!: number;
  @Field(() => String)
  reason!: string;
  @Field(() => AdverseEventContentInput, { description: 'the whole card as it is to be' })
  content!: AdverseEventContentInput;
}

@InputType()
export class AdvanceAdverseEventInput {
  @Field(() => ID)
  id!: string;
  @Field(() => Int, { description: 'of the case as it was shown' })
  expectedVersion!: number;
  @Field(() => AefiActionEnum, { description: 'all but correct and follow_up, which have mutations of their own' })
  action!: AefiAction;
  @Field(() => String, {
    nullable: true,
    description: 'needed to dismiss, to reopen, to classify, to refer, and for findings; at most 1000 characters',
  })
  reason?: string | null;
  @Field(() => AefiClassEnum, { nullable: true, description: 'for classify' })
  cause?: AefiClass | null;
  @Field(() => ID, { nullable: true, description: 'for refer: county (6 digits) or city (4) of the same province' })
  desk?: string | null;
}

@InputType()
export class FollowUpInput {
  @Field(() => ID, { description: 'UUIDv7 made by the device' })
  followUpId!: string;
  @Field(() => ID)
  id!: string;
  @Field(() => DateScalar)
  seenOn!: string;
  @Field(() => AefiOutcomeEnum)
  outcome!: AefiOutcome;
  @Field(() => String, { description: 'at most 1000 characters' })
  note!: string;
}

@InputType({ description: 'The cases that a figure of `adverseEventReport` counts' })
export class AdverseEventFigureInput {
  @Field(() => ID, { description: 'where the person lived at the report' })
  division!: string;
  @Field(() => Boolean, { nullable: true, description: 'true: severe ones, clusters and deaths; false: the others' })
  isSerious?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'true: only those reported after their limit' })
  isLate?: boolean | null;
}

@InputType()
export class AdverseEventFilterInput {
  @Field(() => [AefiStateEnum], { nullable: true })
  states?: AefiState[] | null;
  @Field(() => Boolean, { nullable: true, description: 'true: only those whose limit has passed' })
  overdue?: boolean | null;
  @Field(() => AefiSeverityEnum, { nullable: true })
  severity?: AefiSeverity | null;
  @Field(() => AefiClassEnum, { nullable: true })
  cause?: AefiClass | null;
  @Field(() => ID, { nullable: true, description: 'of a suspect dose' })
  vaccine?: string | null;
  @Field(() => ID, { nullable: true, description: 'of a suspect dose' })
  productId?: string | null;
  @Field(() => String, { nullable: true, description: 'of a suspect dose' })
  lotNumber?: string | null;
  @Field(() => ID, { nullable: true, description: 'clinic that reports' })
  clinicId?: string | null;
  @Field(() => ID, { nullable: true })
  personId?: string | null;
  @Field(() => DateScalar, { nullable: true, description: 'first day of the onset' })
  from?: string | null;
  @Field(() => DateScalar, { nullable: true, description: 'last day of the onset' })
  to?: string | null;
  @Field(() => AdverseEventFigureInput, {
    nullable: true,
    description: 'only cases that count; vaccine, product and lot are then those of the most suspect dose',
  })
  figure?: AdverseEventFigureInput | null;
}
