import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';

export enum ShownState {
  valid = 'valid',
  expired = 'expired',
  suspended = 'suspended',
  revoked = 'revoked',
}
registerEnumType(ShownState, {
  name: 'ShownLicenceState',
  description: 'Validity of a licence on the day of the call.',
});

@InputType({
  description:
    'Which licence: `holderDocument` (with `holderName`, both must fit), or `number`, or `identifier`; exactly one.',
})
export class ShowingLookupInput {
  @Field(() => String, { nullable: true, description: 'Document number or unified social credit code of the holder.' })
  holderDocument!: string | null | undefined;
  @Field(() => String, { nullable: true })
  holderName!: string | null | undefined;
  @Field(() => String, { nullable: true, description: 'Number of the licence.' })
  number!: string | null | undefined;
  @Field(() => String, { nullable: true, description: 'Identifier of the e-licence (电子证照标识).' })
  identifier!: string | null | undefined;
}

@InputType()
export class GivenFieldInput {
  @Field(() => String, { description: 'Key or label of a field.' })
  field!: string;
  @Field(() => String)
  value!: string;
}

@ObjectType({ description: 'A field of the face the right allows.' })
export class ShownField {
  @Field(() => String)
  key!: string;
  @Field(() => String, { description: 'zh-CN' })
  label!: string;
  @Field(() => [String], { description: 'One value, or the entries of a list.' })
  values!: string[];
}
@ObjectType({ description: 'An item of the metadata (GB/T 36903).' })
export class ShownMetadata {
  @Field(() => String, { description: 'ZZHM, ZZBFJG, CZZT …' })
  name!: string;
  @Field(() => String)
  value!: string;
}
@ObjectType({ description: 'A licence shown to a partner (亮证).' })
export class ShownLicence {
  @Field(() => ID)
  typeCode!: string;
  @Field(() => String)
  typeName!: string;
  @Field(() => String)
  number!: string;
  @Field(() => String)
  identifier!: string;
  @Field(() => ShownState)
  state!: ShownState;
  @Field(() => DateScalar, { nullable: true })
  validFrom!: string | null;
  @Field(() => DateScalar, { nullable: true })
  validTo!: string | null;
  @Field(() => [ShownField])
  face!: ShownField[];
  @Field(() => [ShownMetadata])
  metadata!: ShownMetadata[];
}

@ObjectType({ description: 'A key for paging through licences of a type; for its caller and purpose only.' })
export class LicenceSearchKey {
  @Field(() => String)
  key!: string;
  @Field(() => Date)
  expiresAt!: Date;
}
@ObjectType({ description: 'A licence in a search: no data of its holder.' })
export class FoundLicence {
  @Field(() => String)
  number!: string;
  @Field(() => String)
  identifier!: string;
  @Field(() => ShownState)
  state!: ShownState;
  @Field(() => DateScalar, { nullable: true })
  validFrom!: string | null;
  @Field(() => DateScalar, { nullable: true })
  validTo!: string | null;
}
@ObjectType()
export class FoundLicencePage {
  @Field(() => [FoundLicence])
  nodes!: FoundLicence[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
