import { DateScalar } from '@miaoben/kernel';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.ts';

export const HEALTH_FACT_KINDS = ['observation', 'condition'] as const;
export type HealthFactKind = (typeof HEALTH_FACT_KINDS)[number];
export const HealthFactKindEnum = enumOf(HEALTH_FACT_KINDS);
registerEnumType(HealthFactKindEnum, {
  name: 'HealthFactKind',
  description: 'observation: a finding or treatment of one day; condition: a state that begins and may end',
});

@ObjectType({ description: 'A code of the closed list of health facts the schedule heeds.' })
export class HealthFactCode {
  @Field(() => String)
  code!: string;
  @Field(() => HealthFactKindEnum)
  kind!: HealthFactKind;
  @Field(() => String, { description: 'Chinese' })
  name!: string;
  @Field(() => Boolean, { description: 'whether `until` may be given' })
  hasEnd!: boolean;
}

@ObjectType({
  description:
    'Something dated about the health of a person that the schedule heeds: a skin test, a blood product, a temporary state.',
})
export class HealthFact {
  @Field(() => ID)
  id!: string;
  @Field(() => HealthFactKindEnum)
  kind!: HealthFactKind;
  @Field(() => String)
  code!: string;
  @Field(() => String, { description: 'Chinese' })
  name!: string;
  @Field(() => DateScalar, { description: 'day of the finding, first day of the state' })
  date!: string;
  @Field(() => DateScalar, { nullable: true, description: 'first day on which the state no longer holds' })
  until!: string | null;
  @Field(() => Date, { description: 'when it was entered, by the clock of the device' })
  recordedAt!: Date;
  @Field(() => Boolean, { description: 'true: entered by mistake, heeded no more' })
  withdrawn!: boolean;
}
