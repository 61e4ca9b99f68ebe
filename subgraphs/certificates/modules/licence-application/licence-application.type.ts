import { DateScalar, DateTimeScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import type { LicenceApplicationKind } from '@miaoben/schema/licence-definition.ts';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';
import { Account } from '../account/account.type.ts';
import { LicenceApplicationKindEnum } from '../licence/licence-offer.type.ts';
import { LICENCE_APPLICATION_STATES, type LicenceApplicationState } from './licence-application.rules.ts';

const StateEnum = enumOf(LICENCE_APPLICATION_STATES);
registerEnumType(StateEnum, {
  name: 'LicenceApplicationState',
  description:
    'submitted → taken_up (again by another one) → granted or refused; withdrawn by the holder until it is decided. The last three are final.',
});

@ObjectType({ description: 'One field of a licence before and after an application.' })
export class LicenceFieldChange {
  @Field(() => String)
  key!: string;
  @Field(() => String, { description: 'Chinese label' })
  label!: string;
  @Field(() => String)
  labelEn!: string;
  @Field(() => String, { description: 'codes in words; empty when there is none' })
  before!: string;
  @Field(() => String, { description: 'what it is to be, or became' })
  after!: string;
  @Field(() => Boolean)
  isChanged!: boolean;
}

@ObjectType({ description: 'An application of a holder about a licence (证照延续、变更、补办、注销申请, J-55).' })
export class LicenceApplication {
  @Field(() => ID)
  id!: string;
  @Field(() => LicenceApplicationKindEnum)
  kind!: LicenceApplicationKind;
  @Field(() => StateEnum)
  state!: LicenceApplicationState;
  @Field(() => ID)
  licenceId!: string;
  @Field(() => String, { description: 'slug of the type' })
  type!: string;
  @Field(() => String)
  typeName!: string;
  @Field(() => String, { description: 'number of the licence when it was submitted' })
  number!: string;
  @Field(() => String)
  issuerName!: string;
  @Field(() => String, { description: 'masked in lists' })
  holderName!: string;
  @Field(() => String, { nullable: true, description: 'why one applies; null in lists of the desk' })
  statement!: string | null;
  @Field(() => [LicenceFieldChange], {
    nullable: true,
    description: 'old and new side by side; of open ones against the licence as it is now; null in lists of the desk',
  })
  comparison!: readonly LicenceFieldChange[] | null;
  @Field(() => DateScalar, { nullable: true, description: 'last day of the licence as it is now or, decided, was' })
  validTo!: string | null;
  @Field(() => DateTimeScalar)
  submittedAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true })
  takenUpAt!: Date | null;
  @Field(() => Account, { nullable: true, description: 'who of the desk took it up last' })
  takenUpBy!: Account | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'granted, refused or withdrawn' })
  decidedAt!: Date | null;
  @Field(() => Account, { nullable: true, description: 'who decided, or withdrew' })
  decidedBy!: Account | null;
  @Field(() => String, { nullable: true, description: 'why it was refused' })
  reason!: string | null;
}

@ObjectType()
export class LicenceApplicationPage {
  @Field(() => [LicenceApplication])
  nodes!: LicenceApplication[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@InputType()
export class LicenceApplicationFilter {
  @Field(() => LicenceApplicationKindEnum, { nullable: true })
  kind?: LicenceApplicationKind | null;
  @Field(() => String, { nullable: true, description: 'slug of the type' })
  type?: string | null;
  @Field(() => [StateEnum], { nullable: true, description: 'null: all' })
  states?: LicenceApplicationState[] | null;
}

@InputType()
export class LicenceValueInput {
  @Field(() => String, { description: 'key of a field of the offer' })
  field!: string;
  @Field(() => String, { description: 'as it is filled in; a list line by line; empty: none' })
  value!: string;
}

@InputType()
export class LicenceApplicationInput {
  @Field(() => ID)
  licenceId!: string;
  @Field(() => LicenceApplicationKindEnum)
  kind!: LicenceApplicationKind;
  @Field(() => [LicenceValueInput])
  values!: LicenceValueInput[];
  @Field(() => String, { nullable: true, description: 'why; needed for replacement and cancellation' })
  statement?: string | null;
}

@InputType()
export class LicenceGrantInput {
  @Field(() => ID)
  id!: string;
  @Field(() => DateScalar, { nullable: true, description: 'an extension: the new last day' })
  validTo?: string | null;
  @Field(() => String, { nullable: true, description: 'a replacement: the new number' })
  number?: string | null;
}
