import { DateScalar } from '@miaoben/kernel';
import { PageInfo } from '@miaoben/kernel/graph-types';
import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { GuardianRelation, RegistrationState, Sex } from './person.enums.ts';
import type { PersonRow } from './person.repository.ts';

@Directive('@key(fields: "code", resolvable: false)')
@ObjectType()
export class Division {
  @Field(() => ID)
  code!: string;
}
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class Organisation {
  @Field(() => ID)
  id!: string;
}

@ObjectType()
export class Guardian {
  @Field(() => Int, { description: 'place on the file, for a change of this one' })
  ordinal!: number;
  @Field(() => GuardianRelation)
  relation!: `${GuardianRelation}`;
  @Field(() => String)
  name!: string;
  @Field(() => String, { nullable: true })
  phone!: string | null;
  @Field(() => String, { nullable: true, description: 'ID number.' })
  documentNumber!: string | null;
  @Field(() => ID, { nullable: true, description: 'file of the household this guardian was picked from (J-05)' })
  memberId!: string | null;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'The file of a child or adult who is or may be vaccinated (受种者, Q-01).' })
export class Person {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  name!: string;
  @Field(() => Sex)
  sex!: `${Sex}`;
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => String, { description: 'Code of the dictionary documentType, e.g. RESIDENT_ID, BIRTH_CERTIFICATE.' })
  documentType!: string;
  @Field(() => String, { nullable: true, description: 'GB/T 3304, two digits.' })
  ethnicity!: string | null;
  @Field(() => Division, { description: 'Township of residence.' })
  residence!: Division;
  @Field(() => Organisation, { description: 'The unit that manages the file (建档单位).' })
  managingClinic!: Organisation;
  @Field(() => RegistrationState)
  registrationState!: `${RegistrationState}`;
  @Field(() => [String], { description: 'Condition codes of the schedule package.' })
  conditions!: string[];
  @Field(() => Int, { nullable: true, description: 'In grams.' })
  birthWeightG!: number | null;
  @Field(() => Int, { nullable: true, description: 'Place in a multiple birth, where it was stated.' })
  birthOrder!: number | null;
  @Field(() => String, { description: 'On booklet and card (H-20), 18 digits.' })
  barcode!: string;
  @Field(() => Int, { description: 'Grows with each change; pass it as expectedVersion.' })
  version!: number;
  @Field(() => Date)
  updatedAt!: Date;

  /** stored row: sealed fields are opened only when asked for */
  row!: PersonRow;
}

export const toPerson = (row: PersonRow): Person => ({
  id: row.id,
  name: row.name,
  sex: row.sex,
  birthDate: row.birth_date,
  documentType: row.document_type,
  ethnicity: row.ethnicity,
  residence: { code: row.residence },
  managingClinic: { id: row.managing_org_id },
  registrationState: row.registration_state,
  conditions: row.conditions,
  birthWeightG: row.birth_weight_g,
  birthOrder: row.birth_order,
  barcode: row.barcode,
  version: row.version,
  updatedAt: new Date(row.updated_at),
  row,
});

@ObjectType({ description: 'Another file that may be of the same person.' })
export class DuplicateCandidate {
  @Field(() => Person)
  person!: Person;
  @Field(() => Float, { description: '0 to 1, for the order; 1 is the same document.' })
  score!: number;
  @Field(() => [String], {
    description: 'same_document, same_name, similar_name, newborn_name, same_guardian_phone, other_sex',
  })
  reasons!: string[];
}

@ObjectType()
export class PersonPage {
  @Field(() => Boolean, { description: 'nobody is called so: these sound like the name that was typed' })
  isSimilar!: boolean;
  @Field(() => [Person])
  nodes!: Person[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
