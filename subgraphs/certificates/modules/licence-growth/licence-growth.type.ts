import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'What came new of one type in a span, beside earlier spans (J-101).' })
export class LicenceGrowth {
  @Field(() => String, { description: 'slug of the type' })
  type!: string;
  @Field(() => Int, { description: 'new ones of the span, by the day they were handed in' })
  added!: number;
  @Field(() => Int, { description: 'new ones of as many days just before' })
  before!: number;
  @Field(() => Int, { description: 'new ones of the same dates a year ago' })
  lastYear!: number;
  @Field(() => Int, { description: 'of the span: handed in again, extended, changed or replaced' })
  renewed!: number;
  @Field(() => Int, { description: 'voided or cancelled in the span' })
  voided!: number;
}

@ObjectType()
export class LicenceGrowthReport {
  @Field(() => [LicenceGrowth])
  rows!: LicenceGrowth[];
  @Field(() => String, { description: 'address of the same as .xlsx, good for five minutes' })
  fileUrl!: string;
}
