import { DateScalar } from '@miaoben/kernel';
import { Field, ID, InputType, Int } from 'type-graphql';
import { DetailsInput } from '../details/details.input.ts';
import { GuardianRelation, RegistrationState, Sex } from './person.enums.ts';

@InputType()
export class GuardianInput {
  @Field(() => GuardianRelation)
  relation!: `${GuardianRelation}`;
  @Field(() => String)
  name!: string;
  @Field(() => String, { nullable: true })
  documentNumber?: string | null;
  @Field(() => String, { nullable: true })
  phone?: string | null;
}

@InputType()
export class NewPersonInput extends DetailsInput {
  @Field(() => ID, { description: 'UUIDv7, made by the client: a device may make files off line.' })
  id!: string;
  @Field(() => String)
  name!: string;
  @Field(() => Sex)
  sex!: `${Sex}`;
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => String)
  documentType!: string;
  @Field(() => String, { nullable: true })
  documentNumber?: string | null;
  @Field(() => String, { nullable: true })
  phone?: string | null;
  @Field(() => String, { nullable: true })
  ethnicity?: string | null;
  @Field(() => [GuardianInput])
  guardians!: GuardianInput[];
  @Field(() => ID, { description: '9-digit township, inside the area of the caller.' })
  residence!: string;
  @Field(() => String, { nullable: true })
  residenceAddress?: string | null;
  @Field(() => ID, { nullable: true, description: "Default: the caller's own unit." })
  managingClinic?: string | null;
  @Field(() => [String])
  conditions!: string[];
  @Field(() => Int, { nullable: true })
  birthWeightG?: number | null;
  @Field(() => Int, { nullable: true, description: 'Place in a multiple birth, part of the code of a newborn (J-01).' })
  birthOrder?: number | null;
  @Field(() => [ID], {
    nullable: true,
    description: 'Ids of files the user has looked at and declared to be other people',
  })
  notDuplicateOf?: string[] | null;
}

@InputType({ description: 'Fields that are left out stay as they are; null empties an optional one.' })
export class PersonChangesInput extends DetailsInput {
  @Field(() => String, { nullable: true, description: 'GB/T 3304, two digits.' })
  ethnicity?: string | null;
  @Field(() => String, { nullable: true })
  name?: string | null;
  @Field(() => Sex, { nullable: true })
  sex?: `${Sex}` | null;
  @Field(() => DateScalar, { nullable: true })
  birthDate?: string | null;
  @Field(() => String, { nullable: true })
  documentType?: string | null;
  @Field(() => String, { nullable: true })
  documentNumber?: string | null;
  @Field(() => String, { nullable: true })
  phone?: string | null;
  @Field(() => ID, { nullable: true })
  residence?: string | null;
  @Field(() => String, { nullable: true })
  residenceAddress?: string | null;
  @Field(() => ID, { nullable: true })
  managingClinic?: string | null;
  @Field(() => [String], { nullable: true })
  conditions?: string[] | null;
  @Field(() => Int, { nullable: true, description: 'Place in a multiple birth, part of the code of a newborn (J-01).' })
  birthOrder?: number | null;
  @Field(() => RegistrationState, { nullable: true })
  registrationState?: `${RegistrationState}` | null;
}
