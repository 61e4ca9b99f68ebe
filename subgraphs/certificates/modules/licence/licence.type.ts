import { DateScalar, DateTimeScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import type { FieldType } from '@miaoben/schema/licence-definition.ts';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';
import type { LicenceState } from './licence.repository.ts';
import { LICENCE_LOG_KINDS, type LicenceLogKind } from './licence-log.repository.ts';
import { LicenceFieldTypeEnum, LicenceOffer } from './licence-offer.type.ts';

export const LicenceStateEnum = enumOf(['valid', 'expired', 'suspended', 'revoked'] as const);
registerEnumType(LicenceStateEnum, {
  name: 'LicenceState',
  description: 'valid → expired by its date; suspended and back; revoked: voided, never taken back',
});
const LogKindEnum = enumOf(LICENCE_LOG_KINDS);
registerEnumType(LogKindEnum, { name: 'LicenceLogKind', description: 'What is noted of licences for ever (J-45).' });

@ObjectType({ description: 'One field of a licence as it is shown.' })
export class LicenceField {
  @Field(() => String)
  key!: string;
  @Field(() => String, { description: 'Chinese label' })
  label!: string;
  @Field(() => String)
  labelEn!: string;
  @Field(() => LicenceFieldTypeEnum)
  type!: FieldType;
  @Field(() => String, { description: 'codes in words, an image as base64; empty when the licence has none' })
  value!: string;
  @Field(() => [String], { nullable: true, description: 'entries of a list' })
  items!: readonly string[] | null;
  @Field(() => Boolean)
  masked!: boolean;
}

@ObjectType({ description: 'A group of fields on the face of a licence.' })
export class LicenceGroup {
  @Field(() => String, { nullable: true })
  title!: string | null;
  @Field(() => String, { nullable: true })
  titleEn!: string | null;
  @Field(() => [LicenceField])
  fields!: readonly LicenceField[];
}

@ObjectType({ description: 'A licence of any type; what it holds is told by the definition of its type.' })
export class Licence {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: 'slug of the type' })
  type!: string;
  @Field(() => String)
  typeName!: string;
  @Field(() => Int)
  typeVersion!: number;
  @Field(() => String)
  number!: string;
  @Field(() => String, { description: '电子证照标识 (GB/T 36904-2018)' })
  identifier!: string;
  @Field(() => String)
  issuerName!: string;
  @Field(() => DateScalar, { nullable: true })
  validFrom!: string | null;
  @Field(() => DateScalar, { nullable: true })
  validTo!: string | null;
  @Field(() => LicenceStateEnum)
  state!: LicenceState;
  @Field(() => Boolean, { description: 'validity flag: false instead of removal (J-42)' })
  isValid!: boolean;
  @Field(() => String)
  source!: string;
  @Field(() => DateTimeScalar)
  collectedAt!: Date;
  @Field(() => DateTimeScalar)
  updatedAt!: Date;
  @Field(() => [LicenceField], { description: 'columns of the list, masked' })
  columns!: readonly LicenceField[];
  @Field(() => [LicenceGroup], { nullable: true, description: 'the face; null in lists' })
  face!: readonly LicenceGroup[] | null;
  @Field(() => [LicenceOffer], {
    nullable: true,
    description: 'what its holder may apply for today (J-55); null for everybody else',
  })
  offers!: readonly LicenceOffer[] | null;
}

@ObjectType()
export class LicencePage {
  @Field(() => [Licence])
  nodes!: Licence[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@InputType()
export class LicenceFilterInput {
  @Field(() => String, {
    description: 'a filter of the definition, `$number`, `$state` or `$validity` (valid, expiring, expired)',
  })
  field!: string;
  @Field(() => String)
  value!: string;
}

@ObjectType({ description: 'Licences by type, issuer and state (J-100).' })
export class LicenceCount {
  @Field(() => String, { description: 'slug of the type' })
  type!: string;
  @Field(() => String)
  issuerCode!: string;
  @Field(() => String)
  issuerName!: string;
  @Field(() => LicenceStateEnum)
  state!: LicenceState;
  @Field(() => Boolean)
  isValid!: boolean;
  @Field(() => Int)
  licences!: number;
}

@ObjectType({ description: 'One line of the log of licences, kept for ever (J-45).' })
export class LicenceLogLine {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: 'slug of the type' })
  type!: string;
  @Field(() => ID, { nullable: true, description: 'null: many at once' })
  licenceId!: string | null;
  @Field(() => String, { nullable: true })
  number!: string | null;
  @Field(() => LogKindEnum)
  kind!: LicenceLogKind;
  @Field(() => Int, { description: 'licences it is about' })
  rows!: number;
  @Field(() => ID, { nullable: true })
  accountId!: string | null;
  @Field(() => DateTimeScalar)
  at!: Date;
  @Field(() => String, { nullable: true })
  reason!: string | null;
}

@ObjectType()
export class LicenceLogPage {
  @Field(() => [LicenceLogLine])
  nodes!: LicenceLogLine[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
  @Field(() => String, { description: 'address of the same lines as .xlsx, good for five minutes' })
  fileUrl!: string;
}

@InputType()
export class LicenceLogFilterInput {
  @Field(() => String, { nullable: true, description: 'slug of the type' })
  type?: string | null;
  @Field(() => LogKindEnum, { nullable: true })
  kind?: LicenceLogKind | null;
  @Field(() => ID, { nullable: true })
  licence?: string | null;
  @Field(() => DateScalar, { nullable: true })
  from?: string | null;
  @Field(() => DateScalar, { nullable: true })
  to?: string | null;
}

@ObjectType({ description: 'What is wrong with one field of one row.' })
export class LicenceRowFinding {
  @Field(() => Int, { description: 'from 1' })
  row!: number;
  @Field(() => String, { description: 'key of the field' })
  field!: string;
  @Field(() => String, {
    description:
      'required, too_long, format, check_digit, date_impossible, date_in_future, sex_differs_from_id, birth_date_differs_from_id, ' +
      'unknown_code, suspicious_characters, digits_lost, out_of_range, unknown_field, date_order, duplicate',
  })
  code!: string;
}

@ObjectType({ description: 'Licences that were made, or why none was.' })
export class GeneratedLicences {
  @Field(() => [ID])
  licences!: string[];
  @Field(() => [LicenceRowFinding])
  findings!: LicenceRowFinding[];
}
