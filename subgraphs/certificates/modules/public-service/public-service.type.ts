import { DateScalar } from '@miaoben/kernel';
import type { FieldType } from '@miaoben/schema/licence-definition.ts';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';
import type { LicenceState } from '../licence/licence.repository.ts';
import { LicenceStateEnum } from '../licence/licence.type.ts';
import { LicenceCode, LicenceFieldTypeEnum } from '../licence/licence-offer.type.ts';
import { RESULT_FORMATS, type ResultFormat } from '../showing/showing.rules.ts';

export const ResultFormatEnum = enumOf(RESULT_FORMATS);
registerEnumType(ResultFormatEnum, {
  name: 'ResultFormat',
  description: 'How values of code lists are told (结果格式): in words, as the codes of the standard, or both.',
});

@ObjectType({ description: 'What a look-up asks besides number and name.' })
export class PublicFilter {
  @Field(() => String)
  key!: string;
  @Field(() => String, { description: 'Chinese label' })
  label!: string;
  @Field(() => String)
  labelEn!: string;
  @Field(() => LicenceFieldTypeEnum)
  type!: FieldType;
  @Field(() => [LicenceCode], { description: 'what a field of codes may have; else empty' })
  codes!: readonly LicenceCode[];
}

@ObjectType({ description: 'A licence type of the catalogue of public look-ups (执业信息查询).' })
export class PublicService {
  @Field(() => ID, { description: 'slug of the type' })
  type!: string;
  @Field(() => String)
  name!: string;
  @Field(() => Boolean, { description: 'held by a person: the holder’s name has to be given besides the number' })
  asksName!: boolean;
  @Field(() => [PublicFilter], { description: 'have to be given too, as they stand on the licence' })
  filters!: readonly PublicFilter[];
}

@ObjectType({ description: 'A field of a licence that anybody may read.' })
export class PublicField {
  @Field(() => String)
  key!: string;
  @Field(() => String, { description: 'Chinese label' })
  label!: string;
  @Field(() => String)
  labelEn!: string;
  @Field(() => [String], { description: 'codes in words; several for a list' })
  values!: readonly string[];
}

@ObjectType({ description: 'What anybody is told of a licence; the name of a person is masked.' })
export class PublicLicence {
  @Field(() => String)
  typeName!: string;
  @Field(() => String)
  number!: string;
  @Field(() => String)
  holderName!: string;
  @Field(() => LicenceStateEnum)
  state!: LicenceState;
  @Field(() => DateScalar, { nullable: true })
  validFrom!: string | null;
  @Field(() => DateScalar, { nullable: true })
  validTo!: string | null;
  @Field(() => String)
  issuerName!: string;
  @Field(() => [PublicField], { description: 'as the catalogue says; none is personal' })
  fields!: readonly PublicField[];
}

@ObjectType({ description: 'A field a public look-up may tell: none that is personal.' })
export class PublicFieldChoice {
  @Field(() => String)
  key!: string;
  @Field(() => String, { description: 'Chinese label' })
  label!: string;
}

@ObjectType({ description: 'How a licence type stands in the catalogue of public look-ups.' })
export class PublicServiceSetting {
  @Field(() => ID, { description: 'slug of the type' })
  type!: string;
  @Field(() => String)
  name!: string;
  @Field(() => Boolean)
  isOpen!: boolean;
  @Field(() => [String], { description: 'keys of the fields that are told, in order' })
  fields!: readonly string[];
  @Field(() => [PublicFieldChoice])
  choices!: readonly PublicFieldChoice[];
  @Field(() => [String], { description: 'keys of the fields that are asked besides number and name, in order' })
  filters!: readonly string[];
  @Field(() => [PublicFieldChoice], { description: 'of the filters of the type; what is asked may be personal' })
  filterChoices!: readonly PublicFieldChoice[];
  @Field(() => ResultFormatEnum)
  resultFormat!: ResultFormat;
  @Field(() => Int, { description: 'look-ups a minute and asker; more wait' })
  perMinute!: number;
  @Field(() => Int, { description: 'look-ups a day and asker; more are blocked until the day is over' })
  perDay!: number;
  @Field(() => Int, { description: '0 when it was never in the catalogue; to be sent with a change' })
  version!: number;
}

@InputType({ description: 'See PublicServiceSetting.' })
export class PublicServiceInput {
  @Field(() => ID)
  type!: string;
  @Field(() => Boolean)
  isOpen!: boolean;
  @Field(() => [String])
  fields!: string[];
  @Field(() => [String], { nullable: true, description: 'left out: as before' })
  filters?: string[] | null;
  @Field(() => ResultFormatEnum, { nullable: true, description: 'left out: as before' })
  resultFormat?: ResultFormat | null;
  @Field(() => Int)
  perMinute!: number;
  @Field(() => Int)
  perDay!: number;
  @Field(() => Int)
  version!: number;
}
