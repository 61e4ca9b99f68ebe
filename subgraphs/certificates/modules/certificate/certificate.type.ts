import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { RevocationReason as ReasonCode } from './certificate.reasons.ts';

export enum CertificateState {
  valid = 'valid',
  revoked = 'revoked',
  expired = 'expired',
}
registerEnumType(CertificateState, {
  name: 'CertificateState',
  description: 'valid → revoked or expired; neither is taken back, a new certificate is issued instead.',
});

export enum RevocationReason {
  replaced = 'replaced',
  record_changed = 'record_changed',
  person_changed = 'person_changed',
  file_closed = 'file_closed',
  person_merged = 'person_merged',
  lot_recalled = 'lot_recalled',
  key_compromised = 'key_compromised',
  holder = 'holder',
  issuer = 'issuer',
}
registerEnumType(RevocationReason, {
  name: 'RevocationReason',
  description:
    'Why a certificate was taken out of use: issued again (replaced), doses changed, name or document corrected, file closed, file merged into another, lot recalled, key compromised, cancelled by the holder (注销), voided by the issuer with words (作废).',
});

@InputType({
  description:
    'Names a valid certificate by its identifier, or by holder code and type code; the words are shown to the guardian.',
})
export class VoidCertificateInput {
  @Field(() => String, { nullable: true, description: '电子证照标识 (GB/T 36904-2018)' })
  identifier?: string | null;
  @Field(() => String, { nullable: true, description: '持证主体代码: number of the holder’s document' })
  holderCode?: string | null;
  @Field(() => String, { nullable: true, description: '证照类型代码; needed with holderCode' })
  typeCode?: string | null;
  @Field(() => String, { description: 'up to 200 characters' })
  reason!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class Organisation {
  @Field(() => ID)
  id!: string;
}

@ObjectType({ description: 'Doses of one vaccine that are due and not given.' })
export class CertificateMissing {
  @Field(() => String, { description: 'National major code of the vaccine (疫苗大类代码), two digits.' })
  vaccine!: string;
  @Field(() => Int)
  doses!: number;
}

@Directive('@key(fields: "id")')
@ObjectType()
export class Person {
  @Field(() => ID)
  id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'Vaccination certificate (预防接种证) for entry to kindergarten and school.' })
export class Certificate {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: 'Number of the person’s certificate; stays the same when it is issued again.' })
  number!: string;
  @Field(() => String, {
    description: 'Identifier of the e-licence (电子证照标识, GB/T 36904-2018); its version rises with each issue.',
  })
  identifier!: string;
  @Field(() => Person)
  person!: Person;
  @Field(() => CertificateState)
  state!: CertificateState;
  @Field(() => Date)
  issuedAt!: Date;
  @Field(() => DateScalar, { description: 'Last day on which the code is taken.' })
  expiresOn!: string;
  @Field(() => Organisation)
  issuer!: Organisation;
  @Field(() => String)
  scheduleVersion!: string;
  @Field(() => Int, { description: '1 complete, 2 catch-up, 4 contraindicated or postponed, 5 not yet due' })
  result!: number;
  @Field(() => [CertificateMissing], { description: 'Filled only with result 2.' })
  missing!: CertificateMissing[];
  @Field(() => String)
  maskedName!: string;
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => String, { description: 'the static VX1 answer code, text of the QR' })
  code!: string;
  @Field(() => String, { description: 'typed fall-back, 16 characters' })
  shortCode!: string;
  @Field(() => String, {
    nullable: true,
    description:
      '`replaced` (issued again), `record_changed` (a dose was added or voided), `person_changed` (name, birth date or document corrected), `file_closed` and the other codes of RevocationReason, or the words of who revoked it.',
  })
  revokedReason!: string | null;
  @Field(() => RevocationReason, { nullable: true, description: 'The code alone, without anybody’s words.' })
  revokedFor!: ReasonCode | null;
  @Field(() => Date, { nullable: true })
  revokedAt!: Date | null;
  @Field(() => Boolean, { description: 'It took the place of an earlier issue of the same person.' })
  isRenewal!: boolean;
}

@InputType({ description: 'All conditions hold together.' })
export class CertificateFilter {
  @Field(() => CertificateState, { nullable: true })
  state?: `${CertificateState}` | null;
  @Field(() => ID, { nullable: true })
  issuerId?: string | null;
  @Field(() => ID, { nullable: true, description: 'a division and all below it' })
  division?: string | null;
  @Field(() => DateScalar, { nullable: true, description: 'first day of issue' })
  from?: string | null;
  @Field(() => DateScalar, { nullable: true, description: 'last day of issue' })
  to?: string | null;
  @Field(() => Int, { nullable: true, description: 'valid ones that end within so many days' })
  expiringWithinDays?: number | null;
  @Field(() => String, { nullable: true, description: 'whole name, document number, certificate number or identifier' })
  text?: string | null;
}

@ObjectType({ description: 'A line of the list of certificates (电子接种证列表).' })
export class ListedCertificate {
  @Field(() => Certificate)
  certificate!: Certificate;
  @Field(() => String, { description: '接种证类型: slug of the type, vaccination_certificate' })
  licenceType!: string;
  @Field(() => String, {
    nullable: true,
    description: 'masked; of the application, null when there was none with a phone',
  })
  contactPhone!: string | null;
}

@ObjectType()
export class CertificatePage {
  @Field(() => [ListedCertificate])
  nodes!: ListedCertificate[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
