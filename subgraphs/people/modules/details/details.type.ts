import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { GAP_FAULTS, GAP_FIELDS, type Gap } from '../quality/quality.vocabulary.ts';
import { HouseholdType, MaritalStatus, PersonType } from './details.enums.ts';

@ObjectType({ description: 'What a file tells of a person beyond who it is and where it lives (Q-01 to Q-04, J-02).' })
export class PersonDetails {
  @Field(() => MaritalStatus, { nullable: true })
  maritalStatus!: `${MaritalStatus}` | null;
  @Field(() => PersonType, { nullable: true })
  personType!: `${PersonType}` | null;
  @Field(() => HouseholdType, { nullable: true })
  householdType!: `${HouseholdType}` | null;
  @Field(() => String, { nullable: true, description: '户籍地: 6 or 9 digits, of any province.' })
  registeredDivision!: string | null;
  @Field(() => String, { nullable: true, description: '出生医院.' })
  birthHospital!: string | null;
  @Field(() => String, { nullable: true, description: '出生医学证明编号.' })
  birthCertificate!: string | null;
  @Field(() => String, { nullable: true, description: '紧急联系人.' })
  emergencyName!: string | null;
  @Field(() => String, { nullable: true })
  emergencyPhone!: string | null;
}

const GapField = Object.fromEntries(GAP_FIELDS.map((field) => [field, field]));
registerEnumType(GapField, {
  name: 'GapField',
  description: 'Fields of the basic data set whose presence is checked (Q-01).',
});
const GapFault = Object.fromEntries(GAP_FAULTS.map((fault) => [fault, fault]));
registerEnumType(GapFault, {
  name: 'GapFault',
  description: 'missing: empty; inconsistent: contradicts another field of the file.',
});

@ObjectType({ description: 'A field of the basic data set that is missing on a file or contradicts another (Q-01).' })
export class FileGap implements Gap {
  @Field(() => GapField)
  field!: Gap['field'];
  @Field(() => GapFault)
  fault!: Gap['fault'];
}
