import { Field, ObjectType } from 'type-graphql';
import { Application } from '../application/application.type.ts';
import { Certificate, Person } from '../certificate/certificate.type.ts';

@ObjectType({ description: 'A person bound to the caller, with the certificate and the application last made.' })
export class CertificateHolding {
  @Field(() => Person)
  person!: Person;
  @Field(() => Boolean, { description: 'shown first (默认接种证)' })
  isDefault!: boolean;
  @Field(() => Certificate, { nullable: true, description: 'the latest, valid or not' })
  certificate!: Certificate | null;
  @Field(() => Application, { nullable: true, description: 'the newest the caller made for the person' })
  application!: Application | null;
}
