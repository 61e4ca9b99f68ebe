import { DateScalar } from '@miaoben/kernel';
import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';
import { Account } from '../person/person.type.ts';
import { DIFFERENCE_KINDS, type DifferenceKind } from './schedule.difference.ts';

export const PROPOSAL_STATES = ['uploading', 'refused', 'ready', 'activated'] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];
export const ProposalStateEnum = enumOf(PROPOSAL_STATES);
registerEnumType(ProposalStateEnum, {
  name: 'ScheduleProposalState',
  description: 'uploading → ready → activated; refused: the file is no schedule document, `findings` say where',
});

export const FINDING_CODES = ['not_json', 'too_large', 'invalid', 'no_difference'] as const;
export type FindingCode = (typeof FINDING_CODES)[number];
export const FindingCodeEnum = enumOf(FINDING_CODES);
registerEnumType(FindingCodeEnum, {
  name: 'ScheduleFindingCode',
  description:
    'not_json: no JSON; too_large: more than 2 MB; invalid: the place `path` does not have the agreed form; ' +
    'no_difference: the document is the active one',
});

export const DifferenceKindEnum = enumOf(DIFFERENCE_KINDS);
registerEnumType(DifferenceKindEnum, {
  name: 'ScheduleDifferenceKind',
  description: 'What differs between two schedule documents.',
});

export const REJUDGING_STATES = ['running', 'done', 'failed'] as const;
export type RejudgingState = (typeof REJUDGING_STATES)[number];
export const RejudgingStateEnum = enumOf(REJUDGING_STATES);
registerEnumType(RejudgingStateEnum, {
  name: 'RejudgingState',
  description: 'failed: stopped after a fault; goes on by itself when the fault is gone',
});

export const REJUDGING_CAUSES = ['document_activated', 'version_in_force'] as const;
export type RejudgingCause = (typeof REJUDGING_CAUSES)[number];
export const RejudgingCauseEnum = enumOf(REJUDGING_CAUSES);
registerEnumType(RejudgingCauseEnum, {
  name: 'RejudgingCause',
  description:
    'document_activated: a new document; version_in_force: the day of a version or layer of the document has come',
});

@ObjectType({ description: 'A dated version of the national schedule.' })
export class ScheduleVersion {
  @Field(() => ID)
  id!: string;
  @Field(() => DateScalar)
  effectiveFrom!: string;
  @Field(() => DateScalar, { nullable: true, description: 'last day in force; null: until further notice' })
  effectiveTo!: string | null;
  @Field(() => String, { nullable: true })
  note!: string | null;
  @Field(() => String, { description: 'marks of the texts it is from, as the document lists them' })
  source!: string;
}

@ObjectType({ description: 'What a province lays on the national schedule.' })
export class ScheduleLayer {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  name!: string;
  @Field(() => [ID], { description: 'codes of divisions in which it holds' })
  divisions!: string[];
  @Field(() => DateScalar)
  effectiveFrom!: string;
  @Field(() => DateScalar, { nullable: true })
  effectiveTo!: string | null;
  @Field(() => String)
  source!: string;
}

@ObjectType({ description: 'The schedule document by which everything is judged now.' })
export class ScheduleInfo {
  @Field(() => ID, { description: 'changes with each activation: what a device holds under it stays right' })
  documentId!: string;
  @Field(() => [ScheduleVersion], { description: 'oldest first' })
  versions!: ScheduleVersion[];
  @Field(() => [ScheduleLayer])
  layers!: ScheduleLayer[];
  @Field(() => String, {
    description: 'where to GET `{documentId, document, layers}` as JSON, with an ETag; valid for five minutes',
  })
  url!: string;
  @Field(() => Date)
  activeFrom!: Date;
}

@ObjectType({ description: 'A schedule document of the past, the present, or waiting for an activation.' })
export class ScheduleRecord {
  @Field(() => ID)
  documentId!: string;
  @Field(() => Date)
  loadedAt!: Date;
  @Field(() => Account, { nullable: true, description: 'null: came with a release of the software' })
  loadedBy!: Account | null;
  @Field(() => String, { nullable: true })
  note!: string | null;
  @Field(() => Date, { nullable: true, description: 'null: never active' })
  activeFrom!: Date | null;
  @Field(() => Boolean, { description: 'in use now' })
  active!: boolean;
}

@ObjectType({ description: 'What is wrong with an uploaded schedule document.' })
export class ScheduleFinding {
  @Field(() => FindingCodeEnum)
  code!: FindingCode;
  @Field(() => String, { description: 'place in the document, e.g. $.series[3].doses[0].minAge; $ is the whole' })
  path!: string;
  @Field(() => String, { description: 'one sentence, zh-CN' })
  message!: string;
}

@ObjectType({ description: 'One difference of a proposed schedule document to the active one.' })
export class ScheduleDifference {
  @Field(() => String, { nullable: true, description: 'id of the version; null: outside the versions' })
  version!: string | null;
  @Field(() => String, { nullable: true })
  series!: string | null;
  @Field(() => String, { nullable: true })
  seriesName!: string | null;
  @Field(() => Int, { nullable: true })
  dose!: number | null;
  @Field(() => DifferenceKindEnum)
  what!: DifferenceKind;
  @Field(() => String, {
    nullable: true,
    description: 'ages and intervals as ISO 8601 durations, dates as YYYY-MM-DD; null: was not there',
  })
  before!: string | null;
  @Field(() => String, { nullable: true, description: 'null: is there no more' })
  after!: string | null;
}

@ObjectType({ description: 'A schedule document proposed for activation.' })
export class ScheduleProposal {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  fileName!: string;
  @Field(() => ProposalStateEnum)
  state!: ProposalState;
  @Field(() => Date)
  createdAt!: Date;
  @Field(() => String, { nullable: true, description: 'where to PUT the JSON file; while the state is uploading' })
  uploadUrl!: string | null;
  @Field(() => [ScheduleFinding], { description: 'why it was refused' })
  findings!: ScheduleFinding[];
  @Field(() => [ScheduleDifference], { description: 'to the document that was active when it was read' })
  differences!: ScheduleDifference[];
  @Field(() => Int, { nullable: true, description: 'files that an activation would judge anew, estimated' })
  affectedFiles!: number | null;
}

@ObjectType({ description: 'Judging the affected files anew after a change of the schedule.' })
export class Rejudging {
  @Field(() => ID)
  id!: string;
  @Field(() => ID)
  documentId!: string;
  @Field(() => String, { description: 'id of the version in force, with those of the layers that hold: NIP-2026+QH' })
  version!: string;
  @Field(() => RejudgingCauseEnum)
  cause!: RejudgingCause;
  @Field(() => RejudgingStateEnum)
  state!: RejudgingState;
  @Field(() => Int, { description: 'files judged anew' })
  done!: number;
  @Field(() => Int, { nullable: true, description: 'files to judge; null: not counted yet' })
  total!: number | null;
  @Field(() => Int, { description: 'files whose due doses, counted doses or validity changed' })
  changed!: number;
  @Field(() => Date)
  startedAt!: Date;
  @Field(() => Date, { nullable: true })
  finishedAt!: Date | null;
  @Field(() => Float, { nullable: true, description: 'files a second since the start; null: not known yet' })
  ratePerSecond!: number | null;
}
