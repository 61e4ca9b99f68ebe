import { DateScalar } from '@miaoben/kernel';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';
import { Account, Organisation } from '../person/person.type.ts';

export const TRACED_STEPS = ['screened', 'registration_signed', 'vaccination_signed', 'broken_off'] as const;
export type TracedStepKind = (typeof TRACED_STEPS)[number];
export const TracedStepEnum = enumOf(TRACED_STEPS);
registerEnumType(TracedStepEnum, {
  name: 'TracedStepKind',
  description:
    'screened: 健康询问, without its outcome; registration_signed: 登记签核; vaccination_signed: 接种签核; broken_off: 中止',
});

@ObjectType({ description: 'One step of a visit on the path of a person: what, when, by whom. Not its outcome.' })
export class TracedStep {
  @Field(() => TracedStepEnum)
  kind!: TracedStepKind;
  @Field(() => Date, { description: 'by the clock of the device' })
  at!: Date;
  @Field(() => Account)
  by!: Account;
}

@ObjectType({
  description:
    'One visit on the path of a person (一人一码一档, H-01): where it was registered and by whom. What was answered and decided in it is the business of its clinic.',
})
export class TracedVisit {
  @Field(() => ID)
  id!: string;
  @Field(() => Organisation)
  clinic!: Organisation;
  @Field(() => DateScalar)
  day!: string;
  @Field(() => String, { nullable: true, description: 'vaccination point (接种点), where the clinic has several' })
  point!: string | null;
  @Field(() => Boolean, { description: 'at a session of a temporary point (临时接种点, H-11)' })
  isTemporary!: boolean;
  @Field(() => Date, { description: 'when the person was registered, by the clock of the device' })
  openedAt!: Date;
  @Field(() => Account, { description: 'who registered' })
  openedBy!: Account;
  @Field(() => [TracedStep], {
    description:
      'in their order; none that was taken back. Consents, doses and observation stand on the path by themselves.',
  })
  steps!: TracedStep[];
}
