import { DateScalar } from '@miaoben/kernel';
import { Field, Float, ID, InputType } from 'type-graphql';
import { type InjectionSite, InjectionSiteEnum, type Route, RouteEnum } from './dose.type.ts';

@InputType()
export class RecordDoseInput {
  @Field(() => ID, { description: 'UUIDv7 made by the device' })
  doseId!: string;
  @Field(() => ID)
  personId!: string;
  @Field(() => DateScalar)
  date!: string;
  @Field(() => ID, { description: 'national code of four digits' })
  vaccineCode!: string;
  @Field(() => ID, { nullable: true, description: 'required when given here' })
  productId?: string | null;
  @Field(() => String, { nullable: true, description: 'required when given here' })
  lotNumber?: string | null;
  @Field(() => String, { nullable: true, description: '20 digits' })
  traceCode?: string | null;
  @Field(() => ID, { nullable: true, description: 'the opened vial it is drawn from, where that has no trace code' })
  vialId?: string | null;
  @Field(() => InjectionSiteEnum, { nullable: true, description: 'required when given here' })
  site?: InjectionSite | null;
  @Field(() => RouteEnum, { nullable: true, description: 'required when given here' })
  route?: Route | null;
  @Field(() => Float, { nullable: true, description: 'default: the dose volume of the product' })
  volumeMl?: number | null;
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'true when given elsewhere or back-entered (补录)',
  })
  outside?: boolean | null;
  @Field(() => String, { nullable: true })
  clinicName?: string | null;
  @Field(() => Date, { nullable: true, description: 'when the device took the entry; default: now' })
  recordedAt?: Date | null;
  @Field(() => ID, { nullable: true, description: 'the visit it is given in' })
  visitId?: string | null;
  @Field(() => String, { nullable: true, description: 'why the dose is given although the engine advises against it' })
  overrideReason?: string | null;
}
