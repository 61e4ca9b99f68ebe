import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum TravelCardDetail {
  full = 'full',
  brief = 'brief',
}
registerEnumType(TravelCardDetail, {
  name: 'TravelCardDetail',
  valuesConfig: {
    full: { description: 'vaccine by both codes, day, lot and clinic of each dose' },
    brief: { description: 'vaccine by one code and day, so that a long record fits one QR code' },
  },
});

export enum TravelCardRevocation {
  record_changed = 'record_changed',
  person_changed = 'person_changed',
}
registerEnumType(TravelCardRevocation, {
  name: 'TravelCardRevocation',
  description: 'Why a travel card counts no more',
});

@InputType()
export class IssueTravelCardInput {
  @Field(() => ID)
  personId!: string;
  @Field(() => String, { description: 'as in the passport, in Latin letters' })
  familyName!: string;
  @Field(() => String, { description: 'as in the passport, in Latin letters; several parted by spaces' })
  givenName!: string;
  @Field(() => String, { nullable: true, description: 'goes into the FHIR file alone, never into the QR code' })
  passportNumber?: string | null;
}

@ObjectType({ description: 'The record as a SMART Health Card, for travel (出境凭证)' })
export class TravelCard {
  @Field(() => ID)
  id!: string;
  @Field(() => String, {
    nullable: true,
    description: 'text of the QR code; null when the record is too long for one, or revoked',
  })
  qr!: string | null;
  @Field(() => TravelCardDetail)
  detail!: TravelCardDetail;
  @Field(() => Int)
  doses!: number;
  @Field(() => String, { description: 'as in the passport' })
  familyName!: string;
  @Field(() => String)
  givenName!: string;
  @Field(() => Date)
  issuedAt!: string;
  @Field(() => Date, { nullable: true })
  revokedAt!: string | null;
  @Field(() => TravelCardRevocation, { nullable: true })
  revokedReason!: TravelCardRevocation | null;
  @Field(() => String, {
    nullable: true,
    description: 'address of the `.smart-health-card` file, open for five minutes',
  })
  fileUrl!: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'address of the record as a FHIR bundle for travel, open for five minutes',
  })
  fhirUrl!: string | null;
}
