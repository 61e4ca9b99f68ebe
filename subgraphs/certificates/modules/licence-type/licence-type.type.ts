import { DateTimeScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';
import { DEFINITION_DIFFERENCES, type DefinitionDifferenceKind } from './definition.difference.ts';
import { DEFINITION_FINDINGS, type DefinitionFinding } from './definition.read.ts';

export const VERSION_STATES = ['draft', 'submitted', 'refused', 'approved', 'active', 'archived'] as const;
export type VersionState = (typeof VERSION_STATES)[number];
const VersionStateEnum = enumOf(VERSION_STATES);
registerEnumType(VersionStateEnum, {
  name: 'LicenceTypeVersionState',
  description:
    'draft → submitted → approved → active → archived; refused: sent back; archived without having been active: kept as archive only',
});
const DifferenceEnum = enumOf(DEFINITION_DIFFERENCES);
registerEnumType(DifferenceEnum, {
  name: 'LicenceTypeDifferenceKind',
  description: 'What differs between two versions of a definition.',
});
const FindingEnum = enumOf(DEFINITION_FINDINGS);
registerEnumType(FindingEnum, {
  name: 'LicenceDefinitionFindingCode',
  description:
    'form: missing, of another type or too long; unknown_member: nothing of that name; duplicate_key; unknown_field: names no field; ' +
    'wrong_type: the field it names does not fit there; missing_codes, missing_length, missing_document_type; not_required: must be filled',
});
export const MIGRATION_STATES = ['running', 'done', 'failed'] as const;
const MigrationStateEnum = enumOf(MIGRATION_STATES);
registerEnumType(MigrationStateEnum, {
  name: 'LicenceMigrationState',
  description: 'failed: stopped after a fault; goes on by itself when the fault is gone',
});

@ObjectType({ description: 'One difference between a version of a definition and the one in force when it was made.' })
export class LicenceTypeDifference {
  @Field(() => DifferenceEnum)
  what!: DefinitionDifferenceKind;
  @Field(() => String, { nullable: true, description: 'key of the field; null: the type as a whole' })
  field!: string | null;
  @Field(() => String, { nullable: true, description: 'Chinese label of the field' })
  label!: string | null;
  @Field(() => String, { nullable: true })
  before!: string | null;
  @Field(() => String, { nullable: true })
  after!: string | null;
}

@ObjectType({ description: 'What is wrong with a definition, and where.' })
export class LicenceDefinitionFinding {
  @Field(() => FindingEnum)
  code!: DefinitionFinding['code'];
  @Field(() => String, { description: 'path in the definition, e.g. `fields.3.codes`' })
  path!: string;
}

@ObjectType({ description: 'The carrying over of stored licences to a version (数据迁移).' })
export class LicenceMigration {
  @Field(() => ID)
  id!: string;
  @Field(() => MigrationStateEnum)
  state!: (typeof MIGRATION_STATES)[number];
  @Field(() => Int)
  toVersion!: number;
  @Field(() => Int, { description: 'licences looked at' })
  done!: number;
  @Field(() => Int, { nullable: true, description: 'licences to look at; null: not counted yet' })
  total!: number | null;
  @Field(() => Int, { description: 'licences that do not fit; they stay as they were' })
  unfit!: number;
  @Field(() => DateTimeScalar)
  startedAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true })
  finishedAt!: Date | null;
}

@ObjectType({ description: 'A licence that a migration could not carry over.' })
export class LicenceMisfit {
  @Field(() => ID)
  licenceId!: string;
  @Field(() => String)
  number!: string;
  @Field(() => [String], { description: 'keys of the fields with the code of what is wrong: `place too_long`' })
  findings!: string[];
}

@ObjectType({ description: 'One version of a definition (证照标准版本, J-40).' })
export class LicenceTypeVersion {
  @Field(() => ID)
  typeCode!: string;
  @Field(() => Int)
  version!: number;
  @Field(() => VersionStateEnum)
  state!: VersionState;
  @Field(() => String, { description: 'the definition as JSON; its form stands in the README of certificates' })
  definition!: string;
  @Field(() => String, { description: 'JSON: `renamed`, `defaults`, `codes`: what becomes of stored values' })
  hints!: string;
  @Field(() => [LicenceTypeDifference])
  differences!: LicenceTypeDifference[];
  @Field(() => String, { description: 'the upgrade script of stored licences, as a JSON list of steps' })
  script!: string;
  @Field(() => String, { nullable: true })
  note!: string | null;
  @Field(() => ID, { nullable: true, description: 'account; null: came with the software' })
  proposedBy!: string | null;
  @Field(() => DateTimeScalar)
  proposedAt!: Date;
  @Field(() => ID, { nullable: true })
  decidedBy!: string | null;
  @Field(() => DateTimeScalar, { nullable: true })
  decidedAt!: Date | null;
  @Field(() => String, { nullable: true })
  decisionNote!: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'when it came into force; null: never' })
  activeFrom!: Date | null;
}

@ObjectType({ description: 'One line of the log of a definition (J-39): who, when, before and after.' })
export class LicenceTypeLogLine {
  @Field(() => ID)
  id!: string;
  @Field(() => Int)
  version!: number;
  @Field(() => String, { description: 'released, drafted, submitted, approved, refused, activated, archived' })
  action!: string;
  @Field(() => ID, { nullable: true })
  accountId!: string | null;
  @Field(() => DateTimeScalar)
  at!: Date;
  @Field(() => String, { nullable: true })
  note!: string | null;
  @Field(() => [LicenceTypeDifference], { description: 'before and after, part by part' })
  differences!: LicenceTypeDifference[];
}

@ObjectType({
  description:
    'A type of licence (证照类型, J-37). All that lists, filters and faces know of it stands in its definition.',
})
export class LicenceType {
  @Field(() => ID, {
    description: '21 characters: unified credit code of the defining body and three digits (GB/T 36904-2018)',
  })
  code!: string;
  @Field(() => String, { description: 'e.g. `health_certificate`' })
  slug!: string;
  @Field(() => String)
  name!: string;
  @Field(() => DateTimeScalar)
  createdAt!: Date;
  @Field(() => Int, { nullable: true, description: 'version in force; null: none yet' })
  version!: number | null;
  @Field(() => String, { nullable: true, description: 'definition in force as JSON' })
  definition!: string | null;
}

@ObjectType()
export class LicenceTypePage {
  @Field(() => [LicenceType])
  nodes!: LicenceType[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType({ description: 'A stored draft, or why it was not stored.' })
export class LicenceTypeDraft {
  @Field(() => LicenceTypeVersion, { nullable: true })
  version!: LicenceTypeVersion | null;
  @Field(() => [LicenceDefinitionFinding])
  findings!: LicenceDefinitionFinding[];
}

@InputType()
export class LicenceTypeDraftInput {
  @Field(() => String, { description: 'slug of the type; one that is not there yet makes a new type' })
  slug!: string;
  @Field(() => String, { description: 'the definition as JSON' })
  definition!: string;
  @Field(() => String, { nullable: true, description: 'JSON: `renamed`, `defaults`, `codes`' })
  hints?: string | null;
  @Field(() => String, { nullable: true, description: 'what the change is for' })
  note?: string | null;
}
