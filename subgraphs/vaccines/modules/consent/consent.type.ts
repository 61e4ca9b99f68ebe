import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { CONSENT_STATES, type ConsentState } from '@miaoben/schedule/consent';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';
import { Vaccine } from '../catalogue/catalogue.type.ts';
import { Account, Organisation, Person } from '../person/person.type.ts';

export const CONSENT_DECISIONS = ['agree', 'refuse'] as const;
export type ConsentDecision = (typeof CONSENT_DECISIONS)[number];
export const ConsentDecisionEnum = enumOf(CONSENT_DECISIONS);
registerEnumType(ConsentDecisionEnum, {
  name: 'ConsentDecision',
  description: 'agree 同意接种; refuse 拒绝接种 (with a reason)',
});

export const CONSENT_RELATIONS = ['mother', 'father', 'other', 'self'] as const;
export type ConsentRelation = (typeof CONSENT_RELATIONS)[number];
export const ConsentRelationEnum = enumOf(CONSENT_RELATIONS);
registerEnumType(ConsentRelationEnum, {
  name: 'ConsentRelation',
  description: 'who signed: mother, father, another guardian, or the recipient',
});

export const ConsentStateEnum = enumOf(CONSENT_STATES);
registerEnumType(ConsentStateEnum, {
  name: 'ConsentState',
  description:
    'agreed: the dose may be given; missing: nothing was signed; outdated: agreed to an earlier version of the text; used: a dose was ' +
    'given on a day since it was signed; refused; withdrawn',
});

@ObjectType({ description: 'What a guardian reads, in one language.' })
export class ConsentContent {
  @Field(() => String, { description: 'zh-CN or en' })
  language!: string;
  @Field(() => String)
  title!: string;
  @Field(() => String, { description: '所预防的疾病' })
  disease!: string;
  @Field(() => String, { description: '疫苗作用' })
  effect!: string;
  @Field(() => [String], { description: '接种禁忌' })
  contraindications!: readonly string[];
  @Field(() => [String], { description: '可能的不良反应' })
  reactions!: readonly string[];
  @Field(() => [String], { description: '注意事项' })
  precautions!: readonly string[];
  @Field(() => String, { description: '监护人声明' })
  statement!: string;
}

@ObjectType({
  description: 'One version of an informed consent text (知情同意书, H-18); a published version never changes.',
})
export class ConsentText {
  @Field(() => ID)
  id!: string;
  @Field(() => Int)
  version!: number;
  @Field(() => DateScalar, { description: 'first day on which it is the one to sign' })
  validFrom!: string;
  @Field(() => String, { description: 'SM3 of the words, 64 hexadecimal digits: a signature names it' })
  hash!: string;
  @Field(() => [ID], { description: 'national codes it is read for; none: for every vaccine no other text names' })
  vaccines!: readonly string[];
  @Field(() => [ConsentContent], { description: 'zh-CN first' })
  content!: ConsentContent[];
  @Field(() => [String], { description: 'where its facts come from' })
  sources!: readonly string[];
}

@ObjectType({ description: 'A signed decision (H-18): immutable; a withdrawal is recorded beside it.' })
export class Consent {
  @Field(() => ID)
  id!: string;
  @Field(() => Person)
  person!: Person;
  @Field(() => Vaccine)
  vaccine!: Vaccine;
  @Field(() => ID)
  textId!: string;
  @Field(() => Int)
  textVersion!: number;
  @Field(() => String, { description: 'SM3 of the words that were read' })
  textHash!: string;
  @Field(() => ConsentDecisionEnum)
  decision!: ConsentDecision;
  @Field(() => String, { nullable: true, description: 'why it was refused' })
  reason!: string | null;
  @Field(() => ConsentRelationEnum, { nullable: true, description: 'null: signed by a bound account' })
  relation!: ConsentRelation | null;
  @Field(() => Account, {
    nullable: true,
    description: 'the guardian’s account; null: signed on a device of the clinic',
  })
  signerAccount!: Account | null;
  @Field(() => Date)
  signedAt!: Date;
  @Field(() => DateScalar)
  signedOn!: string;
  @Field(() => String, { nullable: true, description: 'the device, as its app calls itself' })
  device!: string | null;
  @Field(() => Organisation, { nullable: true, description: 'where it was signed, or who manages the file' })
  clinic!: Organisation | null;
  @Field(() => Account, { description: 'who handed the sheet over; the guardian when signed on the phone' })
  recordedBy!: Account;
  @Field(() => Date, { nullable: true })
  withdrawnAt!: Date | null;
  @Field(() => DateScalar, { nullable: true })
  withdrawnOn!: string | null;
  @Field(() => String, { nullable: true })
  withdrawnReason!: string | null;

  /** sealed */
  sealedName!: string | null;
  sealedSignature!: string;
}

@ObjectType({ description: 'Whether a dose of a vaccine has the consent it needs.' })
export class ConsentStanding {
  @Field(() => ConsentStateEnum)
  state!: ConsentState;
  @Field(() => ConsentText, { description: 'the version to be read on that day' })
  text!: ConsentText;
  @Field(() => Consent, { nullable: true, description: 'the decision that counts' })
  consent!: Consent | null;
}

@ObjectType()
export class ConsentPage {
  @Field(() => [Consent])
  nodes!: Consent[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@InputType()
export class SignConsentInput {
  @Field(() => ID, { description: 'UUIDv7 made by the device' })
  consentId!: string;
  @Field(() => ID)
  personId!: string;
  @Field(() => ID, { description: 'national code of four digits' })
  vaccineCode!: string;
  @Field(() => ID)
  textId!: string;
  @Field(() => Int)
  textVersion!: number;
  @Field(() => String, { description: 'hash of the text that was shown' })
  textHash!: string;
  @Field(() => ConsentDecisionEnum)
  decision!: ConsentDecision;
  @Field(() => String, { nullable: true, description: 'required when refused; at most 200 characters' })
  reason?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'required on a device of the clinic; a guardian signs as the account',
  })
  signerName?: string | null;
  @Field(() => ConsentRelationEnum, { nullable: true, description: 'required on a device of the clinic' })
  relation?: ConsentRelation | null;
  @Field(() => String, {
    description:
      'strokes as SVG path data: absolute moves and lines in whole numbers (M10 20L30 40…), in a box of 600 by 200; at most 12,000 characters',
  })
  signature!: string;
  @Field(() => Date, { nullable: true, description: 'when it was signed, by the clock of the device; default: now' })
  signedAt?: Date | null;
  @Field(() => String, { nullable: true, description: 'at most 64 characters' })
  device?: string | null;
}
