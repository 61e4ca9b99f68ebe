import { DateScalar } from '@miaoben/kernel';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Sex } from '../person/person.enums.ts';
import { Person } from '../person/person.type.ts';

@InputType({ description: 'One of: a document number, the number of a birth certificate, or name and birth date.' })
export class OtherProvincesInput {
  @Field(() => String, { nullable: true, description: 'whole, of any type' })
  documentNumber?: string | null;
  @Field(() => String, { nullable: true, description: '出生医学证明编号' })
  birthCertificateNumber?: string | null;
  @Field(() => String, { nullable: true, description: 'whole' })
  name?: string | null;
  @Field(() => DateScalar, { nullable: true })
  birthDate?: string | null;
  @Field(() => Sex, { nullable: true })
  sex?: `${Sex}` | null;
}

@ObjectType({
  description: 'A case of another province as the list shows it: enough to recognise whom one has before one.',
})
export class OtherProvinceCase {
  @Field(() => ID, { description: 'for takeVisitor; good for the account that asked' })
  caseId!: string;
  @Field(() => String)
  maskedName!: string;
  @Field(() => Sex)
  sex!: `${Sex}`;
  @Field(() => DateScalar)
  birthDate!: string;
  @Field(() => String, { description: 'two digits of GB/T 2260' })
  province!: string;
  @Field(() => String)
  provinceName!: string;
  @Field(() => String, { nullable: true, description: 'last four characters of the document number' })
  numberEnd!: string | null;
}

@ObjectType()
export class OtherProvinceCases {
  @Field(() => [OtherProvinceCase], { description: 'at most ten' })
  cases!: OtherProvinceCase[];
  @Field(() => Boolean, { description: 'more than ten fit: none is listed, ask by a number' })
  isTooMany!: boolean;
}

@InputType()
export class TakeVisitorInput {
  @Field(() => ID, { description: 'of searchOtherProvinces' })
  caseId!: string;
  @Field(() => ID, { description: '9-digit township where the person stays, inside the area of the caller' })
  residence!: string;
  @Field(() => [ID], {
    nullable: true,
    description: 'Ids of files the user has looked at and declared to be other people',
  })
  notDuplicateOf?: string[] | null;
}

@ObjectType()
export class TakenVisitor {
  @Field(() => Person, { nullable: true, description: 'the file to go on with; null: see `likely`' })
  person!: Person | null;
  @Field(() => Boolean, { description: 'false: there was a file of this case or document, nothing was written' })
  isNew!: boolean;
  @Field(() => Int, { description: 'doses of the other province that were told for the record' })
  doses!: number;
  @Field(() => Int, { description: 'doses left out: of a vaccine no code here stands for, or of a day that cannot be' })
  leftOut!: number;
  @Field(() => [Person], { description: 'files that may be of this person; look, then repeat with notDuplicateOf' })
  likely!: Person[];
}

/** waiting: to be told, or told again; told: the home province has it; refused: it does not take it. */
export enum VisitorDoseState {
  waiting = 'waiting',
  told = 'told',
  refused = 'refused',
}
registerEnumType(VisitorDoseState, {
  name: 'VisitorDoseState',
  description:
    'waiting: to be told, again until it is taken; told: the home province has it; refused: it did not take it',
});

@ObjectType({ description: 'A dose given here to a visitor, and what the home province knows of it (Q-12).' })
export class VisitorDose {
  @Field(() => DateScalar)
  date!: string;
  @Field(() => String, { description: 'code of the vaccine, four digits' })
  vaccine!: string;
  @Field(() => Boolean, { description: 'the dose was voided since; that is told too' })
  isVoided!: boolean;
  @Field(() => VisitorDoseState)
  state!: `${VisitorDoseState}`;
  @Field(() => Date, { nullable: true, description: 'when the home province took what it knows' })
  toldAt!: Date | null;
}

@ObjectType({
  description: 'Where the temporary file of a visitor from another province comes from (异地受种者, Q-12).',
})
export class VisitorSource {
  @Field(() => String, { description: 'home province, two digits of GB/T 2260' })
  province!: string;
  @Field(() => String)
  provinceName!: string;
  @Field(() => Date)
  takenAt!: Date;

  personId!: string;
}
