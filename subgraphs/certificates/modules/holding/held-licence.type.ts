import { DateScalar } from '@miaoben/kernel';
import { Field, ID, ObjectType } from 'type-graphql';
import type { LicenceState } from '../licence/licence.repository.ts';
import { LicenceStateEnum } from '../licence/licence.type.ts';

@ObjectType({ description: 'A certificate or licence of a holder, as a line of one list (电子接种证列表).' })
export class HeldLicence {
  @Field(() => ID, { description: 'of the Certificate or of the Licence' })
  id!: string;
  @Field(() => Boolean, { description: 'it stands in the store of licences: licence(id:) shows it' })
  isLicence!: boolean;
  @Field(() => String, { description: 'masked; the whole name of an institution' })
  holderName!: string;
  @Field(() => String, { nullable: true, description: 'masked; null when none was given' })
  phone!: string | null;
  @Field(() => String, { description: '接种证类型: slug of the type' })
  type!: string;
  @Field(() => String)
  typeName!: string;
  @Field(() => String)
  typeNameEn!: string;
  @Field(() => LicenceStateEnum)
  state!: LicenceState;
  @Field(() => String)
  number!: string;
  @Field(() => String)
  issuerName!: string;
  @Field(() => DateScalar, { nullable: true, description: 'last day; null without an end' })
  validTo!: string | null;
}
