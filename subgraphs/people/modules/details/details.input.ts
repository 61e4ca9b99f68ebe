import { Field, InputType } from 'type-graphql';
import { HouseholdType, MaritalStatus, PersonType } from './details.enums.ts';

@InputType()
export abstract class DetailsInput {
  @Field(() => MaritalStatus, { nullable: true })
  maritalStatus?: `${MaritalStatus}` | null;
  @Field(() => PersonType, { nullable: true })
  personType?: `${PersonType}` | null;
  @Field(() => HouseholdType, {
    nullable: true,
    description: 'Recognised from registered place and residence where it is left out (Q-02, Q-03).',
  })
  householdType?: `${HouseholdType}` | null;
  @Field(() => String, {
    nullable: true,
    description: '户籍地: 6 or 9 digits; recognised from a resident’s ID number where it is left out (Q-03).',
  })
  registeredDivision?: string | null;
  @Field(() => String, { nullable: true, description: '出生医院, by name.' })
  birthHospital?: string | null;
  @Field(() => String, { nullable: true, description: '出生医学证明编号: a letter and nine digits.' })
  birthCertificate?: string | null;
  @Field(() => String, { nullable: true, description: '紧急联系人.' })
  emergencyName?: string | null;
  @Field(() => String, { nullable: true })
  emergencyPhone?: string | null;
}
