import { DateScalar } from '@miaoben/kernel';
import { Field, Int, ObjectType } from 'type-graphql';
import { CertificateState } from '../certificate/certificate.type.ts';

@ObjectType({ description: 'What a typed code says. An unknown code gets the same answer as a mistyped one.' })
export class ShortCodeAnswer {
  @Field(() => String, { description: '`genuine`, `revoked`, `expired` or `unreadable` (not a code we issued).' })
  kind!: string;
  @Field(() => Int, { nullable: true, description: 'As Certificate.result; only of a genuine code.' })
  result!: number | null;
  @Field(() => String, { nullable: true })
  maskedName!: string | null;
  @Field(() => DateScalar, { nullable: true })
  birthDate!: string | null;
  @Field(() => CertificateState, { nullable: true })
  state!: CertificateState | null;
}
