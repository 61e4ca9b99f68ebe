import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Vaccine } from '../catalogue/catalogue.type.ts';
import { Account } from '../person/person.type.ts';

@ObjectType({ description: 'A permanent vaccination point of a clinic (接种点) with its lists (H-11).' })
export class VaccinationPoint {
  @Field(() => String)
  name!: string;
  @Field(() => [Account], { description: 'who works there; none: everybody of the clinic' })
  staff!: Account[];
  @Field(() => [Vaccine], { description: 'what is given there; none: whatever the clinic gives' })
  vaccines!: Vaccine[];
}

@InputType()
export class PointListsInput {
  @Field(() => String, { description: 'name of a point of the clinic' })
  point!: string;
  @Field(() => [ID], { description: 'accounts of the clinic, at most 100; none: everybody' })
  staff!: string[];
  @Field(() => [ID], { description: 'national codes, at most 100; none: whatever the clinic gives' })
  vaccines!: string[];
}
