import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum PresentationPurpose {
  school_entry = 'school_entry',
  travel = 'travel',
  employment = 'employment',
  event = 'event',
}
registerEnumType(PresentationPurpose, {
  name: 'PresentationPurpose',
  description:
    'What a certificate is shown for (用途): entry to kindergarten or school, travel, a new job, a large event.',
});

@ObjectType({ description: 'A code for the screen of the holder (亮证), signed a moment ago.' })
export class Presentation {
  @Field(() => String, { description: 'VX1 presentation code, text of the QR' })
  code!: string;
  @Field(() => Date)
  issuedAt!: Date;
  @Field(() => Date, { description: '10 minutes on: later no verifier takes it' })
  expiresAt!: Date;
  @Field(() => Int, { description: 'seconds after which the next one is to be fetched and drawn' })
  redrawAfter!: number;
}

@ObjectType({ description: 'A school a presentation code may name.' })
export class PresentationSchool {
  @Field(() => String, { description: 'code of the organisation' })
  code!: string;
  @Field(() => String)
  name!: string;
}
