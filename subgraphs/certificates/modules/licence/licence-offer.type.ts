import {
  FIELD_TYPES,
  type FieldType,
  LICENCE_APPLICATION_KINDS,
  type LicenceApplicationKind,
} from '@miaoben/schema/licence-definition.ts';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';

export const LicenceFieldTypeEnum = enumOf(FIELD_TYPES);
registerEnumType(LicenceFieldTypeEnum, { name: 'LicenceFieldType', description: 'Kind of a value of a licence.' });
export const LicenceApplicationKindEnum = enumOf(LICENCE_APPLICATION_KINDS);
registerEnumType(LicenceApplicationKindEnum, {
  name: 'LicenceApplicationKind',
  description: 'extension or re-check (延续/复核), change (变更), replacement (补办), cancellation (注销) (J-55)',
});
@ObjectType({ description: 'A code that a field of an application may have.' })
export class LicenceCode {
  @Field(() => String)
  code!: string;
  @Field(() => String, { description: 'Chinese' })
  zh!: string;
  @Field(() => String)
  en!: string;
}

@ObjectType({ description: 'A field an applicant fills in, with what the licence says now.' })
export class LicenceOfferField {
  @Field(() => String)
  key!: string;
  @Field(() => String, { description: 'Chinese label' })
  label!: string;
  @Field(() => String)
  labelEn!: string;
  @Field(() => LicenceFieldTypeEnum)
  type!: FieldType;
  @Field(() => Boolean)
  required!: boolean;
  @Field(() => Int, { nullable: true, description: 'characters of a text or of an entry of a list' })
  maxLength!: number | null;
  @Field(() => [LicenceCode], { description: 'what a field of codes may have; else empty' })
  codes!: readonly LicenceCode[];
  @Field(() => String, { description: 'the value now as it is filled in: a code, a date, the lines of a list' })
  value!: string;
}

@ObjectType({
  description: 'What the holder of a licence may apply for today, as the definition of its type says (J-55).',
})
export class LicenceOffer {
  @Field(() => LicenceApplicationKindEnum)
  kind!: LicenceApplicationKind;
  @Field(() => [LicenceOfferField])
  fields!: readonly LicenceOfferField[];
  @Field(() => Boolean, { description: 'why one applies has to be said in words' })
  needsStatement!: boolean;
}
