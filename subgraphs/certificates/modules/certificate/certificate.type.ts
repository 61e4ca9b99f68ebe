import { DateScalar } from '@miaoben/kernel';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum CertificateState {
  valid = 'valid',
  revoked = 'revoked',
  expired = 'expired',
}
registerEnumType(CertificateState, {
  name: 'CertificateState',
  description: 'valid → revoked or expired; neither is taken back, a new certificate is issued instead.',
});

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
      '`replaced` (issued again), `record_changed` (a dose was added or voided), `person_changed` (name, birth date or document corrected), `file_closed`, or the words of who revoked it.',
  })
  revokedReason!: string | null;
}
