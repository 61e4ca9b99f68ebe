import { DateScalar } from '@miaoben/kernel';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Vaccine } from '../catalogue/catalogue.type.ts';
import { Account } from '../person/person.type.ts';

@ObjectType({ description: 'A day of vaccination at a temporary point (临时接种点, H-11).' })
export class VaccinationSession {
  @Field(() => ID)
  id!: string;
  @Field(() => DateScalar)
  day!: string;
  @Field(() => String, { description: 'name of the point: visits and doses of the session carry it' })
  point!: string;
  @Field(() => String, { nullable: true })
  address!: string | null;
  @Field(() => [String], { description: 'names of those who go and have no account here' })
  team!: string[];
  @Field(() => [Account], { description: 'accounts of the clinic that work there; none: everybody of the clinic may' })
  staff!: Account[];
  @Field(() => [Vaccine], { description: 'what is taken along' })
  vaccines!: Vaccine[];
  @Field(() => Boolean)
  cancelled!: boolean;
  @Field(() => Account)
  plannedBy!: Account;
}

@InputType()
export class PlanSessionInput {
  @Field(() => ID, { description: 'UUIDv7 made by the device; that of a planned session changes it' })
  sessionId!: string;
  @Field(() => DateScalar, { description: 'today or later, within a year' })
  day!: string;
  @Field(() => String, { description: 'at most 40 characters' })
  point!: string;
  @Field(() => String, { nullable: true, description: 'at most 100 characters' })
  address?: string | null;
  @Field(() => [String], {
    description: 'names of those without an account, at most 30; with `staff` at least one goes',
  })
  team!: string[];
  @Field(() => [ID], {
    nullable: true,
    description: 'accounts of the clinic, at most 30; none: everybody may work there',
  })
  staff?: string[] | null;
  @Field(() => [ID], { description: 'national codes, 1 to 100' })
  vaccines!: string[];
}
