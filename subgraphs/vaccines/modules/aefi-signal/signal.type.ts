import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Product } from '../catalogue/catalogue.type.ts';

@ObjectType({ description: 'When a lot is a signal.' })
export class SignalSetting {
  @Field(() => Int, { description: 'fewer reports are none; 2 to 100' })
  minimumReports!: number;
  @Field(() => Float, { description: 'so many reports come by chance less often than this; 0.0001 to 0.2' })
  probability!: number;
}

@ObjectType({ description: 'A lot with reports, against what its product lets expect.' })
export class LotSignal {
  @Field(() => Product)
  product!: Product;
  @Field(() => String)
  lotNumber!: string;
  @Field(() => Int, { description: 'doses given of it in the area and time' })
  doses!: number;
  @Field(() => Int, { description: 'reports that name a dose of it' })
  reports!: number;
  @Field(() => Float, { description: 'doses × reports per dose of the product in the same area and time' })
  expected!: number;
  @Field(() => Float, { description: 'probability of at least so many reports by chance (Poisson)' })
  chance!: number;
  @Field(() => Boolean)
  isSignal!: boolean;
}

@ObjectType()
export class LotSignals {
  @Field(() => [LotSignal], { description: 'signals first, the clearest in front' })
  lots!: LotSignal[];
  @Field(() => SignalSetting)
  setting!: SignalSetting;
  @Field(() => Boolean, { description: 'the caller may change the setting' })
  maySet!: boolean;
}
