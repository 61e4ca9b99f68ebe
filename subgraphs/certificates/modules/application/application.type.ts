import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Account } from '../account/account.type.ts';
import { Organisation, Person } from '../certificate/certificate.type.ts';

export enum ApplicationState {
  submitted = 'submitted',
  approved = 'approved',
  refused = 'refused',
  withdrawn = 'withdrawn',
}
registerEnumType(ApplicationState, {
  name: 'ApplicationState',
  description: 'submitted → approved, refused or withdrawn; none of the three is taken back, one applies anew instead.',
});

export enum ApplicantRelation {
  self = 'self',
  mother = 'mother',
  father = 'father',
  spouse = 'spouse',
  child = 'child',
  other = 'other',
}
registerEnumType(ApplicantRelation, { name: 'ApplicantRelation', description: 'What the applicant is to the holder.' });

export enum ApplicationFinding {
  name_differs = 'name_differs',
  document_differs = 'document_differs',
  self_differs = 'self_differs',
  not_real_name = 'not_real_name',
  like_named_file = 'like_named_file',
  voided_before = 'voided_before',
}
registerEnumType(ApplicationFinding, {
  name: 'ApplicationFinding',
  description:
    'What keeps an application from being approved without people: name or number differ from the file; applied for oneself with another’s file; applicant not real-name verified; another open file of the same name and birth date; the issuer voided the last certificate.',
});

export enum DecisionWay {
  automatic = 'automatic',
  manual = 'manual',
}
registerEnumType(DecisionWay, { name: 'DecisionWay' });

export enum ReviewDecision {
  approve = 'approve',
  refuse = 'refuse',
}
registerEnumType(ReviewDecision, { name: 'ReviewDecision' });

@ObjectType({ description: 'An application for a vaccination certificate (电子接种证申领) and what became of it.' })
export class Application {
  @Field(() => ID)
  id!: string;
  @Field(() => Person)
  person!: Person;
  @Field(() => ApplicationState)
  state!: `${ApplicationState}`;
  @Field(() => ApplicantRelation)
  relation!: `${ApplicantRelation}`;
  @Field(() => String, { description: 'as the applicant wrote it' })
  holderName!: string;
  @Field(() => String, { description: 'masked' })
  holderDocumentNumber!: string;
  @Field(() => String, {
    nullable: true,
    description: 'masked; null when the certificate was asked for without a form',
  })
  applicantName!: string | null;
  @Field(() => String, { nullable: true, description: 'masked' })
  contactPhone!: string | null;
  @Field(() => Organisation, { description: 'the issuing body applied to' })
  issuer!: Organisation;
  @Field(() => Date)
  submittedAt!: Date;
  @Field(() => [ApplicationFinding])
  findings!: `${ApplicationFinding}`[];
  @Field(() => Date, { nullable: true })
  decidedAt!: Date | null;
  @Field(() => DecisionWay, { nullable: true })
  decidedHow!: `${DecisionWay}` | null;
  @Field(() => Account, { nullable: true, description: 'who decided, or withdrew; null when nobody did by hand' })
  decidedBy!: Account | null;
  @Field(() => String, { nullable: true, description: 'words of the decision' })
  reason!: string | null;

  certificateId!: string | null;
}

@ObjectType()
export class ApplicationPage {
  @Field(() => [Application])
  nodes!: Application[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@InputType({ description: 'Application for oneself or for a bound person.' })
export class ApplicationInput {
  @Field(() => ID)
  personId!: string;
  @Field(() => ApplicantRelation)
  relation!: `${ApplicantRelation}`;
  @Field(() => String)
  holderName!: string;
  @Field(() => String)
  holderDocumentNumber!: string;
  @Field(() => String, { nullable: true, description: 'phone for questions; that of the account when left out' })
  contactPhone?: string | null;
  @Field(() => ID, {
    nullable: true,
    description: 'a clinic, CDC or issuer of the person’s county; the managing clinic when left out',
  })
  issuerId?: string | null;
}

@InputType({ description: 'All conditions hold together.' })
export class ApplicationFilter {
  @Field(() => ApplicationState, { nullable: true })
  state?: `${ApplicationState}` | null;
  @Field(() => ID, { nullable: true })
  issuerId?: string | null;
  @Field(() => ID, { nullable: true, description: 'a division and all below it' })
  division?: string | null;
  @Field(() => DateScalar, { nullable: true, description: 'first day of submission' })
  from?: string | null;
  @Field(() => DateScalar, { nullable: true, description: 'last day of submission' })
  to?: string | null;
  @Field(() => String, { nullable: true, description: 'whole name, document number or phone' })
  text?: string | null;
}

@InputType()
export class ReviewInput {
  @Field(() => [ID], { description: '1 to 100' })
  ids!: string[];
  @Field(() => ReviewDecision)
  decision!: `${ReviewDecision}`;
  @Field(() => String, {
    nullable: true,
    description: 'needed for a refusal, up to 200 characters; the applicant reads it',
  })
  reason?: string | null;
}

@ObjectType({ description: 'What became of one application of a batch.' })
export class ReviewOutcome {
  @Field(() => Int, { description: 'place in the input, from 1' })
  row!: number;
  @Field(() => Application)
  application!: Application;
  @Field(() => String, {
    nullable: true,
    description: 'why it could not be decided so (a reason of the closed list); null when it was',
  })
  problem!: string | null;
}
